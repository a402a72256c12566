"""Draw papers of every kind for invented people and turn each page into a picture, to be looked at.

    .venv/bin/python -m tools.render_papers OUT [NAME...]

makes all of them, or those whose name begins with a NAME; ``docs`` makes the few that stand in the
documentation. Needs pdftoppm (Debian: poppler-utils). Slips are rendered as a slip printer puts them down:
203 dots an inch, black and white.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from clinic_terminal.application.paper_orders import SIZES, Copy, PaperKind, PaperOrder, PaperSize
from clinic_terminal.printing.fonts import headless_application
from clinic_terminal.printing.papers import BillPapers
from clinic_terminal.printing.seal import TerminalSeal
from clinic_terminal.printing.texts import PaperLanguage
from tests.printing import bills, orders

LANGUAGES: Final[tuple[PaperLanguage, ...]] = ("zh", "en", "both")
BILLS: Final = (
    (PaperKind.BILL, PaperSize.A4),
    (PaperKind.BILL, PaperSize.A5),
    (PaperKind.SLIP, PaperSize.MM80),
)
SHEET_DPI, SLIP_DPI = 90, 203
LATER: Final = bills.Case(plan=bills.GROWTH)
CASES: Final = {
    **{f"{count}-lines": bills.Case(works=bills.many(count)) for count in (1, 12, 40)},
    "every-reason": bills.EVERY_REASON,
    "elsewhere": bills.ELSEWHERE,
    "offline": bills.Case(plan=bills.GROWTH, offline=True),
    "held": bills.HELD,
    "rare-names": bills.RARE,
    **{reason.value.lower().replace("_", "-"): case for reason, case in bills.CLOSED_GATES.items()},
}


def papers() -> Iterator[tuple[str, PaperOrder]]:
    """Return all papers by name: bills of every case, every other kind, paid and void ones."""
    for language in LANGUAGES:
        for kind, size in BILLS:
            for name, case in CASES.items():
                yield (
                    _name(kind, size, language, name),
                    replace(orders.order(kind, size, case), language=language),
                )
        for kind in [kind for kind in PaperKind if (kind, SIZES[kind][0]) not in BILLS]:
            for size in SIZES[kind]:
                yield _name(kind, size, language), replace(orders.order(kind, size, LATER), language=language)
    paid = orders.everything()
    for kind, size in BILLS:
        void = replace(paid, voided=orders.VOIDED)
        yield _name(kind, size, "zh", "paid"), PaperOrder(kind, paid, size)
        yield _name(kind, size, "both", "void"), PaperOrder(kind, void, size, "both", Copy.CLINIC, 2)


def shown_in_documentation() -> dict[str, PaperOrder]:
    """Return the papers whose pictures stand in ``docs/screenshots/papers``."""
    paid = orders.everything()
    void = replace(paid, voided=orders.VOIDED)
    return {
        "bill-a4": PaperOrder(PaperKind.BILL, paid),
        "bill-a4-every-reason": replace(orders.order(case=bills.EVERY_REASON), language="both"),
        "bill-a5-void-copy": PaperOrder(PaperKind.BILL, void, PaperSize.A5, "both", Copy.CLINIC, 1),
        "slip-80mm": PaperOrder(PaperKind.SLIP, orders.matter(LATER), PaperSize.MM80),
        "slip-80mm-offline": replace(
            orders.order(PaperKind.SLIP, PaperSize.MM80, CASES["offline"]), language="en"
        ),
        "sign-sheet-a4": orders.order(PaperKind.SIGN_SHEET, case=LATER),
        "pay-later-a5": orders.order(PaperKind.PAY_LATER, PaperSize.A5, LATER),
        "binding-a5": replace(orders.order(PaperKind.BINDING, PaperSize.A5), language="both"),
    }


def _name(kind: PaperKind, size: PaperSize, language: str, *more: str) -> str:
    return "-".join([kind.value.lower().replace("_", "-"), size.value.lower(), language, *more])


def render(room: BillPapers, order: PaperOrder, target: Path, *pages: str) -> None:
    """Draw a paper and write a picture of each of its pages, named ``target`` and the page's number."""
    slip = order.size is PaperSize.MM80
    dpi = str(SLIP_DPI if slip else SHEET_DPI)
    look = ["-mono"] if slip else []
    command = ["pdftoppm", "-png", "-r", dpi, *look, *pages, str(room.draw(order)), str(target)]
    subprocess.run(command, check=True)


def main() -> None:
    """Render what was asked for."""
    out, wanted = Path(sys.argv[1]), sys.argv[2:]
    out.mkdir(parents=True, exist_ok=True)
    application = headless_application()
    with tempfile.TemporaryDirectory() as folder:
        seal = TerminalSeal(*TerminalSeal.create("T-0007", bills.NOW))
        room = BillPapers(Path(folder), seal, bills.canonical)
        if wanted == ["docs"]:
            for name, order in shown_in_documentation().items():
                render(room, order, out / name, "-singlefile")
        else:
            for name, order in papers():
                if not wanted or name.startswith(tuple(wanted)):
                    render(room, order, out / name)
    del application


if __name__ == "__main__":
    main()
