"""``make demo``: the real program against the practice server, five scenes, papers, pictures, a table."""

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from clinic_terminal.application.operators import operators
from clinic_terminal.bootstrap.practice import PracticeWorld, open_practice_world
from clinic_terminal.sandbox.world import load_world
from clinic_terminal.showcase.display import some_display
from clinic_terminal.showcase.findings import Findings
from clinic_terminal.showcase.ledger import LedgerRow, as_markdown, compare, has_doubles

if TYPE_CHECKING:
    from clinic_terminal.showcase.scenes import Stage

PACE_MS = 1_100
CERTIFICATE = "terminal-certificate.pem"


def run_demo(out: Path, *, fast: bool = False) -> int:
    """Play the demo into ``out`` (emptied first); 0 only if every figure and record agrees."""
    os.environ["CLINIC_TERMINAL_KEYRING"] = "off"
    _empty(out)
    with tempfile.TemporaryDirectory() as folder, some_display() as display:
        world = open_practice_world(Path(folder))
        try:
            _say(f"practice server at {world.server.url}; windows on: {display}")
            findings, ledger, verdict = _play(world, out, 0 if fast else PACE_MS)
        finally:
            world.close()
    _write_summary(out, findings, ledger, verdict)
    good = findings.hold and bool(ledger) and all(row.agrees for row in ledger)
    _say(f"{'everything agrees' if good else 'SOMETHING DOES NOT AGREE'}: {out / 'summary.md'}")
    return 0 if good else 1


def _empty(out: Path) -> None:
    for name in ("pictures", "bills"):
        shutil.rmtree(out / name, ignore_errors=True)
        (out / name).mkdir(parents=True)


def _play(world: PracticeWorld, out: Path, pace_ms: int) -> tuple[Findings, list[LedgerRow], str]:
    from clinic_terminal.showcase import scenes
    from clinic_terminal.showcase.altered import altered_bill
    from clinic_terminal.showcase.opened import OpenProgram
    from clinic_terminal.ui.hands import Hands
    from clinic_terminal.ui.start import make_application
    from clinic_terminal.ui.theatre import Theatre

    application = make_application()
    opened = OpenProgram(world.program, practice=True)
    theatre = Theatre(application, out / "pictures", pace_ms)
    stage = scenes.Stage(world, Hands(theatre, opened.window), theatre)
    opened.window.resize(1366, 768)
    opened.start()
    try:
        theatre.raise_curtain(opened.window)
        stage.picture("sign-in")
        stage.hands.sign_in(*receptionist(world))
        stage.picture("today")
        for letter, scene in (
            ("a", scenes.returning_child),
            ("b", scenes.booked_first_visit),
            ("c", scenes.locked_elsewhere),
            ("d", scenes.offline_visit),
        ):
            _say(f"({letter}) {(scene.__doc__ or '').strip()}")
            scene(stage)
        _say("(e) A bill is altered in its file, and caught.")
        bills = _collect_bills(world, out)
        certificate = world.program.certificate()
        (out / CERTIFICATE).write_bytes(certificate)
        verdict = altered_bill(bills[0], certificate, stage.findings)
        ledger = _ledger(world, stage)
    finally:
        opened.close()
    return stage.findings, ledger, verdict


def receptionist(world: PracticeWorld) -> tuple[int, str]:
    """Return the receptionist's place among the tiles (from 1) and PIN."""
    desk = next(one for one in load_world().operators if one.role == "RECEPTIONIST")
    names = [operator.name for operator in operators(world.program.terminal)]
    return names.index(desk.name) + 1, desk.pin


def _collect_bills(world: PracticeWorld, out: Path) -> list[Path]:
    made = sorted(world.program.paths.bills.glob("bill-*.pdf"))
    return [Path(shutil.copy2(bill, out / "bills" / bill.name)) for bill in made]


def _ledger(world: PracticeWorld, stage: "Stage") -> list[LedgerRow]:
    terminal = world.program.terminal
    today = terminal.clock.today()
    doubles = has_doubles(terminal.central.statement(today))
    stage.findings.must("all", "no act stands twice at the server", met=not doubles)
    return compare(terminal, today, stage.acts)


def _write_summary(out: Path, findings: Findings, ledger: list[LedgerRow], verdict: str) -> None:
    text = (
        "# What the demo showed\n\nAll people are invented.\n\n"
        f"## Figures\n\n{findings.as_markdown()}\n\n"
        f"## Our records beside the server's\n\n{as_markdown(ledger)}\n\n"
        f"## What verify-bill said of the altered bill\n\n```\n{verdict}```\n\n"
        f"Ask again: `clinic-terminal verify-bill --certificate {out / CERTIFICATE} {out / 'bills'}/FILE`\n"
    )
    (out / "summary.md").write_text(text, encoding="utf-8")
    sys.stdout.write(f"\n{findings.as_markdown()}\n\n{as_markdown(ledger)}\n\n{verdict}\n")


def _say(text: str) -> None:
    sys.stdout.write(f"· {text}\n")
    sys.stdout.flush()
