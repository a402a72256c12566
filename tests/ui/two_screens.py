"""Played in a process of its own, because Qt learns of its screens when it starts: a desk and a family's.

`python -m tests.ui.two_screens FOLDER` plays one bill after the other and prints what was seen as JSON.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from clinic_terminal.domain.visit import Stage, Visit, cancel
from clinic_terminal.ui.guardian_display import CHOICE, GuardianDisplay
from clinic_terminal.ui.guardian_screens import choices_of, keys_of, screen_of
from clinic_terminal.ui.pages.guardian import GuardianPanel
from clinic_terminal.ui.pages.settle import SettlePage
from clinic_terminal.ui.shell import Shell
from clinic_terminal.ui.start import make_application
from clinic_terminal.ui.views.settle import Step
from tests.build import NOW
from tests.ui.pages.bench import LINES, MOTHER, Bench, open_bench, signature
from tests.ui.pages.front import words_on

SCREENS = (
    ("FAMILY", 1366, 1280, 800),
    ("TWIN", 2646, 1024, 768),
    ("TWIN", 3670, 1024, 768),
    ("DESK", 0, 1366, 768),
)
_LIMIT_MS = 20_000


def configuration() -> str:
    """Return the offscreen platform's screens; it lists the last one first."""
    screens = [
        {"name": name, "x": x, "y": 0, "width": width, "height": height, "logicalDpi": 96, "dpr": 1}
        for name, x, width, height in SCREENS
    ]
    return json.dumps({"screens": screens})


class Play:
    """One desk with its page, and the screens that are plugged in now."""

    def __init__(self, folder: Path) -> None:
        self.application = make_application("light")
        self.plugged = QGuiApplication.screens()
        self.family = next(screen for screen in self.plugged if screen.name() == "FAMILY")
        self.bench: Bench = open_bench(folder)
        with self.bench.store.begin() as uow:
            uow.memory.set_choice(CHOICE, keys_of([self.family])[0])
        self.failures: list[str] = []
        self.bench.desk.failed.connect(lambda error: self.failures.append(error.code))
        self.display = GuardianDisplay(self.bench.desk, lambda: self.plugged)
        self.display.load()
        self.page = SettlePage(self.bench.desk)
        self.shell = Shell()
        self.shell.resize(1366, 768)
        self.shell.add_page(self.page)
        self.shell.show()
        self.seen: dict[str, object] = {}
        self._visits = 0

    def until(self, true: Callable[[], bool]) -> None:
        """Let the windows live until ``true``; raises TimeoutError."""
        end = QDeadlineTimer(_LIMIT_MS)
        while not true():
            if end.hasExpired():
                raise TimeoutError(json.dumps(self.seen))
            QApplication.processEvents()

    def bill(self) -> GuardianPanel:
        """Freeze a bill and have it shown to the guardian."""
        self._new_visit()
        self.page.enter()
        self.until(lambda: self.page.step() is Step.FREEZE and self.page.idle)
        self.page.press()
        self.until(lambda: self.page.panel is not None)
        QApplication.processEvents()
        assert self.page.panel is not None
        return self.page.panel

    def stored(self) -> Visit:
        """Return the visit of the latest bill as the file has it."""
        with self.bench.store.read() as uow:
            return uow.visits.get(f"V-{self._visits}")

    def _new_visit(self) -> None:
        """Take another visit in hand; what came before it is over."""
        if self._visits == 0:
            self.bench.visit(Stage.TO_SETTLE, LINES)
        before = self.bench.desk.visit
        assert before is not None
        if self._visits:
            with self.bench.store.begin() as uow:
                uow.visits.put(cancel(self.stored(), NOW))
                fresh = Visit(f"V-{self._visits + 1}", Stage.TO_SETTLE, before.day, before.person,
                              before.policy, before.plan, lines=before.lines)  # fmt: skip
                self.bench.desk.take_visit(uow.visits.put(fresh))
        self._visits += 1

    def unplug(self) -> None:
        """Take the family's screen away, as Qt tells of it."""
        self.plugged = [screen for screen in self.plugged if screen is not self.family]
        self.application.screenRemoved.emit(self.family)
        QApplication.processEvents()

    def plug_in(self) -> None:
        """Put it back; Qt makes a screen anew each time."""
        self.family = next(one for one in QGuiApplication.screens() if one.name() == "FAMILY")
        self.plugged = [*self.plugged, self.family]
        self.application.screenAdded.emit(self.family)
        QApplication.processEvents()


def play(folder: Path) -> dict[str, object]:
    """Play everything and return what was seen."""
    one = Play(folder)
    one.until(lambda: one.display.window is not None)
    _twins(one)
    _shown(one)
    _covered(one)
    _unplugged(one)
    one.bench.close()
    return one.seen


def _twins(one: Play) -> None:
    twins = [screen for screen in one.plugged if screen.name() == "TWIN"]
    keys = keys_of(one.plugged)
    named = [key for key in keys if key.startswith("TWIN")]
    one.seen["twins have keys of their own"] = len(set(keys)) == len(keys)
    one.seen["each key means its own twin"] = {screen_of(key, one.plugged) for key in named} == set(twins)
    one.seen["a twin alone is meant by its key"] = screen_of(named[1], twins[:1]) is twins[0]
    one.seen["screens to choose from"] = len(choices_of(one.plugged, one.shell.screen()))
    one.seen["a screen that is away"] = screen_of("GONE|||", one.plugged)


def _shown(one: Play) -> None:
    window = one.display.window
    assert window is not None
    one.seen["blank before a bill"] = window.is_blank and words_on(window) == window.clinic
    one.seen["geometry"] = _corners(window.geometry())
    panel = one.bill()
    one.seen["panel's screen"] = panel.screen().name()
    one.seen["the desk keeps its page"] = one.page.desk_side.isVisible() and not one.page.guardian.is_open
    card = one.page.desk_side.sign_card
    one.seen["mirror before"] = card.pill.accessibleName()
    card.fields.name_field.setText("林悦")
    card.fields.name_field.textEdited.emit("林悦")
    one.seen["the desk writes the name"] = panel.fields.name
    larger = QRect(1366, 0, 1920, 1080)
    one.family.geometryChanged.emit(larger)
    one.seen["another resolution"] = _corners(window.geometry())
    panel.sign_with(signature(), "林悦", MOTHER)
    one.until(lambda: one.page.step() in {Step.PAY, Step.FINISH})
    one.seen["blank after signing"] = window.is_blank and window.panel is None
    one.seen["thanks"] = words_on(window)


def _corners(box: QRect) -> list[int]:
    return [box.x(), box.y(), box.width(), box.height()]


def _covered(one: Play) -> None:
    window = one.display.window
    assert window is not None
    panel = one.bill()
    card = one.page.desk_side.sign_card
    panel.pad.set_strokes(signature())
    panel.refresh()
    one.seen["mirror while writing"] = card.pill.accessibleName()
    one.display.set_patience(1)
    panel.touched.emit()
    one.until(lambda: window.is_blank)
    one.seen["mirror when covered"] = card.pill.accessibleName()
    one.display.set_patience(60_000)
    card.show_again.click()
    one.seen["shown again with its ink"] = not window.is_blank and len(panel.pad.strokes())
    card.take_back.click()
    one.seen["taken back"] = window.is_blank and one.page.panel is panel
    one.seen["ways that are open once it is covered"] = [
        button.text()
        for button in (card.take_back, card.show_again, card.on_paper, card.decline)
        if button.isVisible()
    ]
    one.page.press()
    one.seen["ink after it was taken back"] = not window.is_blank and len(panel.pad.strokes())


def _unplugged(one: Play) -> None:
    panel = one.bill()
    pad = panel.pad
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(40, 60))
    for step in range(1, 12):
        QTest.mouseMove(pad, QPoint(40 + 20 * step, 60 + 10 * (step % 3)))
    one.unplug()
    one.seen["the desk is told"] = one.failures
    one.seen["same panel in the page"] = one.page.panel is panel and one.page.isAncestorOf(panel)
    one.seen["points of the stroke under way"] = len(pad.strokes()[0])
    one.seen["window gone"] = one.display.window is not None and not one.display.window.isVisible()
    one.plug_in()
    one.seen["stays till it is signed"] = one.page.isAncestorOf(panel)
    panel.fields.fill("林悦", MOTHER)
    panel.refresh()
    panel.confirm_button.click()
    one.until(lambda: one.page.step() in {Step.PAY, Step.FINISH})
    consent = one.stored().consent
    one.seen["signed points"] = sum(len(stroke) for stroke in consent.strokes) if consent else 0
    one.seen["the next bill is back"] = one.bill().screen().name()


if __name__ == "__main__":
    sys.stdout.write(json.dumps(play(Path(sys.argv[1])), ensure_ascii=False) + "\n")
