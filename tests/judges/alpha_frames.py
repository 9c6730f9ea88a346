"""What alphasignpy sends so that a sign shows a text, in hexadecimal, each in a line that begins with "bytes".

Called as: alpha_frames.py ADDRESS TEXT
In this order: the memory set up, the text file that calls the string file, the string file with the text, the text
file with the text, and the same blinking.
"""

import sys

from alphasign.commands import WriteSpecialFunction, WriteString, WriteText
from alphasign.packet import Packet
from alphasign.protocol import DELAY, DisplayMode, DisplayPosition, FileProtection, FileType
from alphasign.text_format import CTRL_FLASH_ON, string_ref

address, text = sys.argv[1:]


def tell(command):
    packet = Packet(address=f"{int(address):02X}").add(command)
    # A mark for the library's own sender, which sleeps there; it is never sent.
    print("bytes", packet.to_bytes().replace(DELAY, b"").hex())


def text_file(message):
    return WriteText(message, label="A", position=DisplayPosition.FILL, mode=DisplayMode.HOLD)


tell(
    WriteSpecialFunction.configure_memory(
        [
            {"label": "A", "type": FileType.TEXT, "protection": FileProtection.LOCKED, "size": 64, "stop_time": 0},
            {"label": "1", "type": FileType.STRING, "protection": FileProtection.LOCKED, "size": 32},
        ]
    )
)
tell(text_file(string_ref("1")))
tell(WriteString(text, label="1"))
tell(text_file(text))
tell(text_file(CTRL_FLASH_ON + text.encode("ascii")))
tell(WriteSpecialFunction.set_dimming_register(1, 60))
