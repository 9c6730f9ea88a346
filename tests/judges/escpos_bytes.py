"""What python-escpos sends for a picture and for a QR code, in hexadecimal, each in a line that begins with "bytes".

Called as: escpos_bytes.py PICTURE.png QR-TEXT DOTS-A-MODULE
"""

import sys

from escpos.printer import Dummy

picture, text, module_dots = sys.argv[1:]

printer = Dummy()
printer.image(picture, impl="bitImageRaster", high_density_horizontal=True, high_density_vertical=True)
print("bytes", printer.output.hex())

printer = Dummy()
printer.image(picture, impl="bitImageRaster", high_density_horizontal=False, high_density_vertical=False)
print("bytes", printer.output.hex())

printer = Dummy()
# Level 1 is M, model 2 is the usual one.
printer.qr(text, ec=1, size=int(module_dots), model=2, native=True)
print("bytes", printer.output.hex())
