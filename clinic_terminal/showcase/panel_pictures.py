"""Pictures of what opens beside or in place of the pages: the guide, files before they are taken, doctor.

The files are made up here from what the practice clinic has.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from clinic_terminal.application.operators import operators
from clinic_terminal.application.settings_verbs import export_settings
from clinic_terminal.application.tariff import export_tariff
from clinic_terminal.contract.tariff_file import tariff_csv
from clinic_terminal.sandbox.world import load_world
from clinic_terminal.settings import Language
from clinic_terminal.ui.guide_hands import GuideHands
from clinic_terminal.ui.pages.backups_panel import BackupsPanel
from clinic_terminal.ui.pages.people_panel import PeoplePanel

if TYPE_CHECKING:
    from clinic_terminal.showcase.screenshots import Camera

_OTHER_SETTINGS: Final[Mapping[str, object]] = {
    "scale": "150",
    "reduced_motion": True,
    "sound": False,
    "scanner_prefix": "]Q1",
}
_WRONG_SETTINGS: Final[Mapping[str, object]] = {"scale": "400", "proxy": "proxy", "ca_file": "/clinic/ca.pem"}
_DEARER = 5_000
"""By how much the made-up price list is dearer, in fen."""
_CHANGED = (2, 5, 9, 14)
"""The lines of the price list that have other prices."""


class PanelPictures:
    """Takes them with a camera that is signed in, while the server is there."""

    def __init__(self, camera: "Camera") -> None:
        self._camera = camera
        self._hands = camera.hands
        self._theatre = camera.hands.theatre
        self._terminal = camera.world.program.terminal
        self._files = camera.world.cards.parent

    def guide(self) -> None:
        """Take the guide beside a page, searched, and the keys."""
        guide = self._hands.window.shell.guide
        hands = GuideHands(self._theatre, self._hands.window)
        self._show("today")
        hands.open()
        self._camera.shot("guide")
        hands.look_up("PDF" if self._camera.language is Language.EN else "断网")
        self._camera.shot("guide-search")
        guide.search.clear()
        guide.go_to("keys")
        self._camera.shot("guide-keys")
        hands.close()

    def outage_card(self) -> None:
        """Take the card for the wall."""
        from clinic_terminal.printing.outage_card import outage_card_pdf

        pdf = outage_card_pdf(self._camera.paper_language, self._terminal.limits)
        self._camera.album.keep_paper(pdf, "outage-card")

    def files(self) -> None:
        """Take a list of appointments, a price list and two files of settings before they are taken in."""
        self._appointments()
        self._tariff()
        self._settings(_OTHER_SETTINGS, "settings-import")
        self._settings(_WRONG_SETTINGS, "settings-import-refused")

    def people(self) -> None:
        """Take the list of those who may sign in."""
        self._show("settings")
        page = self._hands.window.pages.settings
        page.places.open("people")

        def is_there() -> bool:
            panel = page.places.panel
            return isinstance(panel, PeoplePanel) and bool(panel.table.line_model.lines)

        self._theatre.until("the people", is_there)
        self._camera.shot("people")
        page.back()

    def history(self) -> None:
        """Take the visits that were finished of late."""
        self._show("history")
        table = self._hands.window.pages.history.table
        self._theatre.until("the visits", lambda: bool(table.line_model.lines))
        self._camera.shot("history")

    def adding(self) -> None:
        """Take the panel that makes an appointment by hand."""
        self._show("today")
        page = self._hands.window.pages.today
        page.view.add_appointment()
        self._camera.shot("today-add")
        page.back()

    def restore(self) -> None:
        """Take the question before a backup is restored; the page of backups is on show."""
        panel = self._hands.window.pages.queue.findChild(BackupsPanel)
        if isinstance(panel, BackupsPanel):
            panel.ask()
            self._camera.shot("backups-restore")
            panel.back()

    def doctor_without_the_server(self) -> None:
        """Take a round of the doctor while the server is away."""
        self._show("doctor")
        page = self._hands.window.pages.doctor
        page.look()
        self._theatre.until("the findings", lambda: bool(page.list.lines) and not page.round.busy)
        self._camera.shot("doctor-offline")

    def _appointments(self) -> None:
        day = self._terminal.clock.today() + timedelta(days=1)
        children = load_world().entries.child
        rows = ["日期,时间,会员号,姓名,预约编号,备注"]
        rows += [
            f"{day},{9 + at}:30,{child.member},{child.name},,{note}"
            for at, (child, note) in enumerate(zip(children, ("复诊", "首诊", "涂氟", "洗牙"), strict=False))
        ]
        self._show("today")
        page = self._hands.window.pages.today
        page.file_given.emit(self._written("appointments.csv", "\n".join(rows).encode("utf-8-sig")))
        self._theatre.until("the list", lambda: page.view.list.read is not None)
        self._camera.shot("today-import")
        page.back()

    def _tariff(self) -> None:
        lines = list(export_tariff(self._terminal, self._terminal.clock.today()))
        for at in _CHANGED:
            lines[at] = replace(
                lines[at], item=replace(lines[at].item, price_fen=lines[at].item.price_fen + _DEARER)
            )
        english = self._camera.language is Language.EN
        self._show("tariff")
        page = self._hands.window.pages.tariff
        page.file_given.emit(self._written("prices.csv", tariff_csv(lines, english=english)))
        self._theatre.until("the price list", lambda: page.primary is page.preview.adopt_button)
        self._camera.shot("tariff-import")
        page.back()

    def _settings(self, changes: Mapping[str, object], name: str) -> None:
        whole = json.loads(export_settings(self._terminal, operators(self._terminal)[0]))
        whole["settings"].update(changes)
        self._show("settings")
        page = self._hands.window.pages.settings
        page.file_given.emit(self._written("settings.json", json.dumps(whole).encode()))
        self._theatre.until("the settings in the file", lambda: page.files.plan is not None)
        self._camera.shot(name)
        page.back()

    def _written(self, name: str, content: bytes) -> Path:
        file = self._files / name
        file.write_bytes(content)
        return file

    def _show(self, name: str) -> None:
        self._hands.window.shell.show_page(name)
        self._theatre.pause(2)
