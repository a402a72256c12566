"""The first window wears what the clinic chose, before anything of its data is opened."""

from pathlib import Path

from PySide6.QtWidgets import QApplication, QLabel

from clinic_terminal.settings import Language, Paths, Settings, save_settings
from clinic_terminal.showcase.entrance import Entrance, House
from clinic_terminal.showcase.run import look_of


def test_the_settings_are_looked_at_before_the_first_window(tmp_path: Path) -> None:
    paths = Paths(tmp_path)
    chosen = Settings(language=Language.EN, mode="dark", scale="150", reduced_motion=True)
    save_settings(paths.settings, chosen)
    assert look_of(paths) == chosen


def test_settings_that_cannot_be_read_do_not_keep_the_first_window_away(tmp_path: Path) -> None:
    paths = Paths(tmp_path)
    paths.settings.write_text("mode = \n", encoding="utf-8")
    assert look_of(paths) == Settings()


def test_the_first_window_speaks_the_chosen_language(qapp: QApplication) -> None:
    del qapp

    def never() -> House:
        raise OSError

    entrance = Entrance(never, practice=False, language=Language.EN)
    said = [label.text() for label in entrance.doorway.findChildren(QLabel)]
    assert said == ["Opening the clinic's data…"]
    entrance.close()
