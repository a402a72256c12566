"""A picture of every page and state, in both languages and in the dark, for guide and review."""

import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from clinic_terminal.application.paper_orders import PaperLanguage
from clinic_terminal.bootstrap.practice import PracticeWorld, open_practice_world
from clinic_terminal.domain.consent import Relationship
from clinic_terminal.domain.identity import IdDocument
from clinic_terminal.settings import Language
from clinic_terminal.showcase.album import Album
from clinic_terminal.showcase.bill_pictures import BillPictures
from clinic_terminal.showcase.check_in_pictures import NUMBER, CheckInPictures
from clinic_terminal.showcase.demo import receptionist
from clinic_terminal.showcase.display import some_display
from clinic_terminal.showcase.first_start_pictures import FirstStartPictures
from clinic_terminal.showcase.opened import OpenProgram
from clinic_terminal.showcase.panel_pictures import PanelPictures
from clinic_terminal.showcase.queue_pictures import QueuePictures
from clinic_terminal.showcase.queue_place import Easel
from clinic_terminal.showcase.queue_states import take_queue_states
from clinic_terminal.showcase.run import practice_hint
from clinic_terminal.showcase.scenes import GUARDIAN
from clinic_terminal.ui.hands import Hands
from clinic_terminal.ui.start import end_application, is_application_there, make_application
from clinic_terminal.ui.theatre import Theatre
from clinic_terminal.ui.theme import Mode

WIDTH, HEIGHT = 1366, 768


@dataclass(frozen=True, slots=True)
class Series:
    """One round of pictures: a folder, its language and its mode."""

    folder: str
    language: Language
    mode: Mode


ROUNDS = (
    Series("zh", Language.ZH, "light"),
    Series("en", Language.EN, "light"),
    Series("dark", Language.ZH, "dark"),
)


def take_screenshots(out: Path, rounds: Sequence[Series] = ROUNDS) -> int:
    """Take the rounds into ``out``; returns 0."""
    os.environ["CLINIC_TERMINAL_KEYRING"] = "off"
    there_before = is_application_there()
    with some_display():
        for series in rounds:
            with tempfile.TemporaryDirectory() as folder:
                world = open_practice_world(Path(folder))
                try:
                    take_round(world, out / series.folder, series)
                finally:
                    world.close()
            sys.stdout.write(f"· {out / series.folder}\n")
        if not there_before:
            end_application()
    return 0


def take_round(world: PracticeWorld, folder: Path, series: Series) -> None:
    """Take every picture of one round into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    album = Album(Theatre(make_application(series.mode), folder, 0), folder)
    _first_start(world, album, series)
    kept = world.program.terminal.settings
    kept.keep({**kept.values, "language": series.language.value})
    opened = OpenProgram(world.program, series.language, practice=True, hint=practice_hint())
    opened.window.resize(WIDTH, HEIGHT)
    opened.start()
    camera = Camera(world, Hands(album.theatre, opened.window), album, series.language)
    try:
        camera.desk_side()
        camera.visit()
        camera.outage()
        QueuePictures(camera).all()
    finally:
        opened.close()
    take_queue_states(Easel(album, series.language, WIDTH, HEIGHT))


def _first_start(world: PracticeWorld, album: Album, series: Series) -> None:
    place = world.cards.parent / "first-start"
    FirstStartPictures(album, world, place, series.language).all(WIDTH, HEIGHT)


@dataclass(frozen=True, slots=True)
class Camera:
    """Walks through the pages and takes their pictures under fixed names."""

    world: PracticeWorld
    hands: Hands
    album: Album
    language: Language

    @property
    def paper_language(self) -> PaperLanguage:
        """The language that papers are drawn in."""
        return "en" if self.language is Language.EN else "zh"

    def shot(self, name: str) -> None:
        """Save what the window shows as ``name.png``."""
        self.album.take(self.hands.window, name)

    def desk_side(self) -> None:
        """Sign-in, today, and each verdict of the check-in page."""
        self.hands.theatre.raise_curtain(self.hands.window)
        self.hands.theatre.pause(1)
        self.shot("sign-in")
        self.hands.sign_in(*receptionist(self.world))
        self.shot("today")
        for name in ("queue", "tariff", "settings"):
            self.hands.window.shell.show_page(name)
            self.hands.theatre.pause(2)
            self.shot(f"{name}-empty" if name == "queue" else name)
        self.network()
        self.doctor()
        self.panels()
        self.hands.window.shell.show_page("check-in")
        self.shot("check-in-empty")
        pictures = CheckInPictures(self)
        for scene in (pictures.verdicts, pictures.first_visit, pictures.call, pictures.benefits):
            scene()

    def network(self) -> None:
        """Show where a family can go."""
        window = self.hands.window
        window.shell.show_page("network")
        self.hands.theatre.until("the list of clinics", lambda: window.pages.network.is_read)
        self.hands.theatre.pause(2)
        self.shot("network")

    def doctor(self) -> None:
        """Show the doctor's findings."""
        window = self.hands.window
        window.shell.show_page("doctor")
        page = window.pages.doctor
        self.hands.theatre.until("the findings", lambda: bool(page.list.lines) and not page.round.busy)
        self.shot("doctor")

    def panels(self) -> None:
        """Show what opens beside the pages."""
        pictures = PanelPictures(self)
        for scene in (pictures.guide, pictures.outage_card, pictures.files, pictures.people, pictures.adding):
            scene()

    def visit(self) -> None:
        """One visit of a returning child."""
        hands, bill = self.hands, BillPictures(self)
        hands.scan(self.world.cards / "RETURNING.png")
        self.shot("check-in-billable")
        hands.let_in(IdDocument.RESIDENT_ID, NUMBER)
        self.shot("treatment-empty")
        hands.treat("xyp", "55")
        hands.treat("BS07", "55")
        hands.treat("PV11")
        self.shot("treatment")
        bill.quote()
        hands.hand_over()
        self.shot("settle")
        bill.other_ways_to_sign()
        hands.sign(GUARDIAN, Relationship.MOTHER, lambda: self.shot("guardian"))
        bill.money()
        visit = hands.finish()
        hands.theatre.until("the receipt", lambda: self._settled(visit.act))
        hands.window.desk.refresh()
        hands.theatre.pause(1)
        self.shot("done")
        bill.afterwards()
        self.papers()
        PanelPictures(self).history()
        hands.scan(self.world.cards / "RETURNING.png")
        self.shot("check-in-known")

    def papers(self) -> None:
        """Look at the bill on paper, and at the printers."""
        window, theatre = self.hands.window, self.hands.theatre
        window.pages.done.card.prints.print_button.click()
        page = window.pages.print
        theatre.until("the bill on paper", lambda: not page.card.view.picture.isNull())
        self.shot("print")
        page.open_printers()
        theatre.pause(1)
        self.shot("printers")

    def outage(self) -> None:
        """Stop the server, bill a visit, look at the queue."""
        hands = self.hands
        self.world.server.stop()
        hands.scan(self.world.cards / "PRE_AUTHORISED.png")
        self.shot("check-in-offline")
        hands.let_in(IdDocument.PASSPORT)
        hands.treat("PV09")
        hands.hand_over()
        self.shot("settle-offline")
        hands.sign(GUARDIAN, Relationship.FATHER)
        hands.finish()
        self.shot("done-offline")
        hands.window.shell.show_page("queue")
        hands.theatre.until("the outage", lambda: not hands.window.desk.is_online)
        self.shot("queue-offline")
        hands.window.shell.show_page("today")
        self.shot("today-offline")
        CheckInPictures(self).without_the_server()
        PanelPictures(self).doctor_without_the_server()

    def _settled(self, act: str) -> bool:
        with self.world.program.store.read() as uow:
            row = uow.queue.get(act)
        return row is not None and bool(row.receipt)
