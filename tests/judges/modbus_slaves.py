"""Modbus RTU devices of pymodbus on a serial port: displays, and a keypad that counts presses.

Called as: modbus_slaves.py PORT BAUD DISPLAYS KEYPAD
DISPLAYS are "ADDRESS:REGISTERS" with commas between. KEYPAD is an address with four counters from register 0 on.
Says "ready" once it listens. On standard input "press N" presses key N of the keypad; on standard output each write is
told as "wrote ADDRESS FIRST VALUE VALUE ...". Ends with its standard input.
"""

import asyncio
import sys

from pymodbus.server import ModbusSerialServer
from pymodbus.simulator import DataType, SimData, SimDevice

port, baud, displays, keypad = sys.argv[1:]

KEYS = 4

counts = [0] * KEYS


def display(own, n_registers):
    async def told(_function, _start, first, _count, _registers, values):
        if values is not None:
            print("wrote", own, first, *values, flush=True)

    data = SimData(0, count=n_registers, values=0, datatype=DataType.REGISTERS)
    return SimDevice(own, simdata=[data], action=told)


def pad(own):
    async def counted(_function, _start, _first, _count, registers, _values):
        registers[:KEYS] = counts

    data = SimData(0, count=KEYS, values=0, datatype=DataType.REGISTERS)
    return SimDevice(own, simdata=[data], action=counted)


async def main():
    devices = [display(*map(int, one.split(":"))) for one in displays.split(",")]
    devices.append(pad(int(keypad)))
    server = ModbusSerialServer(
        devices, port=port, baudrate=int(baud), ignore_missing_devices=True, broadcast_enable=True
    )
    await server.serve_forever(background=True)
    print("ready", flush=True)
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        _, key = line.split()
        counts[int(key)] = (counts[int(key)] + 1) % 65536
    await server.shutdown()


asyncio.run(main())
