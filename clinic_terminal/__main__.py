"""Start the program: ``python -m clinic_terminal``."""

import sys

from clinic_terminal.cli import main

if __name__ == "__main__":
    sys.exit(main())
