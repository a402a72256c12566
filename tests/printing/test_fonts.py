import subprocess
import sys

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication

from clinic_terminal.printing.fonts import headless_application, load_fonts
from clinic_terminal.printing.substitutes import uncovered
from clinic_terminal.settings import resource


def test_the_shipped_fonts_are_registered_once(paper_fonts: tuple[str, ...]) -> None:
    assert {"Inter", "Noto Sans SC", "Noto Sans SC Wide"} <= set(paper_fonts)
    before = QFontDatabase.families()
    assert load_fonts() == paper_fonts
    assert QFontDatabase.families() == before


@pytest.mark.parametrize("name", sorted(file.name for file in resource("texts").glob("*.toml")))
def test_every_word_of_the_program_can_be_printed(name: str) -> None:
    assert uncovered(resource("texts", name).read_text(encoding="utf-8")) == frozenset()


def test_what_no_font_has_is_named() -> None:
    assert uncovered("林\U00012000") == frozenset("\U00012000")


def test_calls_into_qt_do_not_use_up_none() -> None:
    # PySide6 6.12.0 gave away a reference to None with each call; Python 3.11 stops after some thousand.
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(1_000):
        thing.setObjectName("x")
    assert abs(sys.getrefcount(None) - before) < 100


def test_a_running_application_is_used_as_it_is(qapp: QApplication) -> None:
    assert headless_application() is qapp


def test_a_command_without_windows_can_use_fonts() -> None:
    program = (
        "from clinic_terminal.printing.fonts import headless_application, load_fonts\n"
        "from clinic_terminal.printing.substitutes import uncovered\n"
        "application = headless_application()\n"
        "print(len(load_fonts()) >= 3, uncovered('𬱟'), application.platformName())\n"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "True frozenset() offscreen"
