"""The serial ports of this computer, for the doctor."""

import os
from pathlib import Path

from serial.tools.list_ports import comports

from clinic_terminal.application.doctor_ports import ScannerLook


def look_for_scanner(port: str | None) -> ScannerLook:
    """Say whether the port that is set is there and may be opened, and which ports on USB there are.

    Nothing is opened: the program may be listening to the scanner at this moment.
    """
    found = comports()
    on_usb = tuple(sorted(one.device for one in found if one.vid is not None))
    if not port:
        return ScannerLook("", present=False, allowed=False, usb_ports=on_usb)
    if "://" in port:
        # An address of pyserial names something that no list of this computer's ports can hold.
        return ScannerLook(port, present=True, allowed=True, usb_ports=on_usb)
    file = Path(port)
    is_file = file.is_absolute() and file.exists()
    listed = any(one.device.casefold() == port.casefold() for one in found)
    allowed = not is_file or os.access(file, os.R_OK | os.W_OK)
    return ScannerLook(port, present=listed or is_file, allowed=allowed, usb_ports=on_usb)
