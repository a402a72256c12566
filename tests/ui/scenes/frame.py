"""A shell with all its pages, of which one is filled."""

from typing import Final

from PySide6.QtWidgets import QAbstractButton, QLayout
from typing_extensions import override

from clinic_terminal.ui.entries import Entry
from clinic_terminal.ui.keys import Key
from clinic_terminal.ui.shell import Page, Shell
from clinic_terminal.ui.widgets.hints import Hint
from clinic_terminal.ui.widgets.tone import Tone
from clinic_terminal.ui.widgets.top_strip import StatusView

PAGES: Final = {
    "today": (Key.TODAY, "today"),
    "check-in": (Key.CHECK_IN, "check-in"),
    "treatment": (Key.TREATMENT, "treatment"),
    "settle": (Key.SETTLE, "settle"),
    "done": (Key.DONE, "done"),
    "authorisations": (Key.AUTHORISATIONS, "authorisations"),
    "history": (Key.HISTORY, "history"),
    "day-end": (Key.DAY_END, "day-end"),
    "queue": (Key.QUEUE, "queue"),
    "network": (Key.NETWORK, "network"),
    "settings": (Key.SETTINGS, "settings"),
}
ONLINE: Final = StatusView(Tone.OK, "在线 · 全部已送达")


class Scene(Page):
    """A page made of a finished layout."""

    def __init__(
        self,
        name: str,
        layout: QLayout | None = None,
        hints: tuple[Hint, ...] = (),
        primary: QAbstractButton | None = None,
    ) -> None:
        super().__init__()
        key, icon = PAGES[name]
        self.entry = Entry(name, key.value.word, icon, key, at_end=name == "settings")
        self._hints = hints
        self._primary = primary
        if layout:
            layout.setContentsMargins(24, 20, 24, 20)
            self.setLayout(layout)

    @property
    @override
    def primary(self) -> QAbstractButton | None:
        return self._primary

    @override
    def hints(self) -> tuple[Hint, ...]:
        return self._hints


def framed(scene: Scene, status: StatusView = ONLINE, *, practice: bool = False) -> Shell:
    """Return a shell that shows a scene."""
    shell = Shell(practice=practice)
    shell.strip.set_clinic("青禾儿童口腔 · 联洋诊所", "品牌：青禾")
    shell.strip.set_operator("前台 · 王敏")
    shell.strip.set_status(status)
    shell.strip.set_clock("10:32")
    for name in PAGES:
        shell.add_page(scene if name == scene.name else Scene(name))
    shell.show_page(scene.name)
    return shell
