"""Slip printers on USB, found by the class that their makers give them."""

from typing import Any, Final

from clinic_terminal.application.printer_address import PrinterAddress, Way
from clinic_terminal.application.printing_ports import FoundPrinter

_PRINTER_CLASS: Final = 7


def usb_printers() -> tuple[FoundPrinter, ...]:
    """Return the printers on USB; nothing where this computer has no library for it."""
    import usb.core

    try:
        devices = list(usb.core.find(find_all=True) or ())
    except (usb.core.NoBackendError, OSError):
        return ()
    return tuple(_found(device) for device in devices if _is_printer(device))


def _is_printer(device: Any) -> bool:  # noqa: ANN401  a device of pyusb, without types
    if device.bDeviceClass == _PRINTER_CLASS:
        return True
    return any(interface.bInterfaceClass == _PRINTER_CLASS for settings in device for interface in settings)


def _found(device: Any) -> FoundPrinter:  # noqa: ANN401  a device of pyusb, without types
    where = f"{device.idVendor:04x}:{device.idProduct:04x}"
    return FoundPrinter(PrinterAddress(Way.USB, where), _name(device) or where)


def _name(device: Any) -> str:  # noqa: ANN401  a device of pyusb, without types
    try:
        return " ".join(part for part in (device.manufacturer, device.product) if part)
    except (OSError, ValueError):
        # Its names are read from the device itself, which the system may not allow.
        return ""


def bulk_ends(vendor: int, product: int) -> tuple[int, int]:
    """Return the addresses by which a printer is read and written; the usual ones where it hides them."""
    import usb.core
    import usb.util

    device: Any = usb.core.find(idVendor=vendor, idProduct=product)
    found: dict[int, int] = {}
    for settings in device or ():
        for interface in settings:
            for end in interface:
                if usb.util.endpoint_type(end.bmAttributes) == usb.util.ENDPOINT_TYPE_BULK:
                    found.setdefault(usb.util.endpoint_direction(end.bEndpointAddress), end.bEndpointAddress)
    return found.get(usb.util.ENDPOINT_IN, 0x82), found.get(usb.util.ENDPOINT_OUT, 0x01)
