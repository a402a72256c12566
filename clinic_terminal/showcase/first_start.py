"""The first start around the wizard: its threads, its house, and what comes after it."""

from collections.abc import Callable

from clinic_terminal.application.first_start import Standing
from clinic_terminal.bootstrap.first_start import SettingUp
from clinic_terminal.i18n import translator
from clinic_terminal.settings import Language, Paths, SettingsError, load_settings
from clinic_terminal.ui.tasks import Tasks
from clinic_terminal.ui.wizard.guide import Guide
from clinic_terminal.ui.wizard.window import WizardWindow


class FirstStart:
    """Shows the wizard on the data in ``paths``; whoever made it closes it.

    ``finished`` is called once it is set up, or left as it was; ``practise`` where practice was chosen.
    ``again``: a manager's PIN was given, and what is set up already may be changed.
    """

    def __init__(
        self, paths: Paths, finished: Callable[[], None], practise: Callable[[], None], *, again: bool = False
    ) -> None:
        self._tasks = Tasks()
        language = _language(paths)
        guide = Guide(SettingUp(paths, again=again), self._tasks, translator(language), language)
        guide.standing = Standing(again=again)
        self.window = WizardWindow(guide)
        self.window.finished.connect(finished)
        self.window.left.connect(finished)
        self.window.practice_wanted.connect(practise)

    def start(self) -> None:
        """Show the wizard and go on where it was left."""
        self.window.show()
        self.window.begin()

    def close(self) -> None:
        """Close window, threads and house, in this order."""
        self.window.end()
        self.window.close()
        self._tasks.shutdown()
        house = self.window.guide.house
        if house is not None:
            house.close()
        self.window.deleteLater()


def _language(paths: Paths) -> Language:
    try:
        return load_settings(paths.settings).language
    except SettingsError:
        return Language.ZH
