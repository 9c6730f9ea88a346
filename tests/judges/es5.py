"""Reads scripts as ECMAScript 5, and fails at the first word that this edition does not know.

Called as: es5.py SCRIPT.js …
"""

import sys

from calmjs.parse import es5

for path in sys.argv[1:]:
    with open(path, encoding="ascii") as script:
        es5(script.read())
    print("ES5", path)
