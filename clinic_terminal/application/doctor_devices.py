"""How the devices are: printers, scanner, cameras, the family's screen, fonts. From readings alone."""

from collections.abc import Mapping
from typing import Final

from clinic_terminal.application.doctor_lines import NOT_LOOKED, Code, Line, fault, ok, warning
from clinic_terminal.application.doctor_ports import CameraLook, FontLook, ScannerLook, ScreenLook
from clinic_terminal.application.printer_address import PrinterAddress, Way
from clinic_terminal.application.printing_ports import PrinterState

_GOOD: Final = frozenset({PrinterState.READY, PrinterState.UNKNOWN, PrinterState.PAPER_LOW})
_CHINESE: Final = "Noto Sans SC"


def judge_printers(states: Mapping[PrinterAddress, PrinterState], found: int) -> Line:
    """Judge the printers that are chosen for papers; ``found``: how many this computer sees."""
    chosen = {address: state for address, state in states.items() if address.way is not Way.PDF}
    names = tuple(address.where for address in chosen)
    facts = {"chosen": len(chosen), "found": found}
    if not chosen:
        return warning(Code.PRINTERS, "PDF_ONLY", facts)
    bad = [(address, state) for address, state in chosen.items() if state not in _GOOD]
    if bad:
        address, state = bad[0]
        return fault(Code.PRINTERS, state.value, {**facts, "way": address.way.value}, (address.where,))
    low = [address for address, state in chosen.items() if state is PrinterState.PAPER_LOW]
    if low:
        return warning(Code.PRINTERS, "PAPER_LOW", facts, (low[0].where,))
    if PrinterState.UNKNOWN in chosen.values():
        return ok(Code.PRINTERS, "SAYS_NOTHING", facts, names)
    return ok(Code.PRINTERS, "READY", facts, names)


def judge_scanner(seen: ScannerLook) -> Line:
    """Judge the serial scanner; one that types like a keyboard cannot be seen."""
    facts = {"set": bool(seen.port), "usb_ports": len(seen.usb_ports)}
    if not seen.port:
        if seen.usb_ports:
            return warning(Code.SCANNER, "NOT_CHOSEN", facts, seen.usb_ports)
        return ok(Code.SCANNER, "KEYBOARD", facts)
    if not seen.present:
        return fault(Code.SCANNER, "UNPLUGGED", facts, (seen.port,))
    if not seen.allowed:
        return fault(Code.SCANNER, "NOT_ALLOWED", facts, (seen.port,))
    return ok(Code.SCANNER, "PLUGGED_IN", facts, (seen.port,))


def judge_cameras(seen: CameraLook | None) -> Line:
    """Judge the cameras."""
    if seen is None:
        return warning(Code.CAMERAS, NOT_LOOKED, {"kind": "NO_WINDOW"})
    if not seen.usable:
        return fault(Code.CAMERAS, "CAMERAS_BROKEN")
    if not seen.names:
        return warning(Code.CAMERAS, "NO_CAMERA")
    return ok(Code.CAMERAS, "CAMERAS", {"count": len(seen.names)}, seen.names)


def judge_screen(seen: ScreenLook | None) -> Line:
    """Judge the family's screen."""
    if seen is None:
        return warning(Code.SCREEN, "NO_DISPLAY")
    if seen.chosen and not seen.present:
        return fault(Code.SCREEN, "SCREEN_GONE", {"count": seen.count})
    if seen.chosen:
        return ok(Code.SCREEN, "TWO_SCREENS", {"count": seen.count})
    if seen.count > 1:
        return warning(Code.SCREEN, "SCREEN_UNUSED", {"count": seen.count})
    return ok(Code.SCREEN, "ONE_SCREEN", {"count": seen.count})


def judge_fonts(seen: FontLook | None) -> Line:
    """Judge the program's own fonts."""
    if seen is None:
        return warning(Code.FONTS, NOT_LOOKED, {"kind": "NO_WINDOW"})
    if _CHINESE in seen.missing:
        return fault(Code.FONTS, "NO_CHINESE_FONT", {"missing": " · ".join(seen.missing)})
    if seen.missing:
        return warning(Code.FONTS, "FONT_MISSING", {"missing": " · ".join(seen.missing)})
    return ok(Code.FONTS, "FONTS", {"count": len(seen.loaded)})
