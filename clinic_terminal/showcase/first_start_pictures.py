"""Pictures of the first start: every step of the wizard, by real keys, against the practice server.

Camera and printers are staged; everything else is as a clinic has it.
"""

from functools import partial
from pathlib import Path

from clinic_terminal.application.first_start import Step
from clinic_terminal.bootstrap.practice import PracticeWorld
from clinic_terminal.sandbox.world import load_world
from clinic_terminal.settings import Language, Paths
from clinic_terminal.showcase.album import Album
from clinic_terminal.showcase.first_start import FirstStart
from clinic_terminal.ui.staged_devices import PRINTERS, staged_cameras
from clinic_terminal.ui.wizard.code_page import CodePage
from clinic_terminal.ui.wizard.hands import WizardHands
from clinic_terminal.ui.wizard.people_page import PeoplePage
from clinic_terminal.ui.wizard.printer_page import PrinterPage
from clinic_terminal.ui.wizard.server_page import ServerPage
from clinic_terminal.ui.wizard.window import WizardWindow

_PEOPLE = (("张晓莉", "2580"), ("王敏", "1379"))
_NOWHERE = "http://127.0.0.1:9"
_WRONG = "XLXH-0000-0000"


class FirstStartPictures:
    """One first start in ``place``, a folder of its own, from the language to the end."""

    def __init__(self, album: Album, world: PracticeWorld, place: Path, language: Language) -> None:
        self._album = album
        self._theatre = album.theatre
        self._world = world
        self._language = language
        self._ended: list[str] = []
        self._first = FirstStart(Paths(place), lambda: self._ended.append("finished"), lambda: None)
        self._window: WizardWindow = self._first.window
        self._hands = WizardHands(album.theatre, self._window)

    def all(self, width: int, height: int) -> None:
        """Take them all in a window of this size."""
        guide = self._window.guide
        guide.cameras = lambda: staged_cameras(self._world.cards / "RETURNING.png")
        self._window.resize(width, height)
        self._first.start()
        self._theatre.raise_curtain(self._window)
        try:
            self._choices()
            self._server()
            self._code()
            self._people()
            self._devices()
        finally:
            self._first.close()

    def _choices(self) -> None:
        self._hands.at(Step.LANGUAGE)
        self._hands.choose(2 if self._language is Language.EN else 1)
        self._go_on("language")
        self._hands.at(Step.PURPOSE)
        self._go_on("purpose")

    def _server(self) -> None:
        page = self._hands.at(Step.SERVER)
        if not isinstance(page, ServerPage):
            return
        self._hands.fill(page.address, _NOWHERE)
        self._hands.enter()
        self._theatre.until("what is wrong with the address", lambda: page.said.tone is not None)
        self._shot("no-server")
        self._hands.fill(page.address, self._world.server.url)
        self._hands.enter()
        self._theatre.until("the server", lambda: bool(page.facts.facts))
        self._go_on("server")

    def _code(self) -> None:
        page = self._hands.at(Step.CODE)
        if not isinstance(page, CodePage):
            return
        self._hands.fill(page.code, _WRONG)
        self._hands.enter()
        self._theatre.until("what is wrong with the code", lambda: page.said.tone is not None)
        self._shot("wrong-code")
        self._hands.fill(page.code, _free_code())
        self._go_on("code")
        self._hands.at(Step.CLINIC)
        self._go_on("clinic")

    def _people(self) -> None:
        page = self._hands.at(Step.PEOPLE)
        if not isinstance(page, PeoplePage):
            return
        for number, (name, pin) in enumerate(_PEOPLE, 1):
            page.name.setText(name)
            page.pin.setText(pin)
            page.again.setText(pin)
            self._hands.enter()
            self._theatre.until("the person", partial(_has_people, page, number))
        self._go_on("people")

    def _devices(self) -> None:
        page = self._hands.at(Step.SCANNER)
        self._window.wedge.scanned.emit("6901234567892")
        self._theatre.until("what the scanner read", lambda: page.said.tone is not None and not page.busy)
        self._go_on("scanner")
        page = self._hands.at(Step.CAMERA)
        self._theatre.until("a card in the camera", lambda: page.said.tone is not None)
        self._go_on("camera")
        self._hands.at(Step.SCREEN)
        self._go_on("screen")
        page = self._hands.at(Step.PRINTER)
        if isinstance(page, PrinterPage):
            page.said.clear()
            page.offer(PRINTERS)
        self._go_on("printer")
        self._hands.at(Step.DONE)
        self._shot("done")

    def _shot(self, name: str) -> None:
        self._album.take(self._window, f"first-start-{name}")

    def _go_on(self, name: str) -> None:
        self._shot(name)
        self._hands.enter()


def _has_people(page: PeoplePage, count: int) -> bool:
    return len(page.people) == count and not page.busy


def _free_code() -> str:
    """Return an activation code of the practice clinic that the practice terminal itself does not use."""
    world = load_world()
    own = world.activation_code
    clinic = world.activation_codes[own]
    return next(code for code, at in world.activation_codes.items() if at == clinic and code != own)
