"""All ways in, led to one reading: scanner, typed number, picture, clipboard, screen, camera, name."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from clinic_terminal.application.check_in import Identified
from clinic_terminal.i18n import N_
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.pages.card_reading import Reading
from clinic_terminal.ui.pages.check_in_body import CheckInBody
from clinic_terminal.ui.pages.line_notices import LineNotices
from clinic_terminal.ui.pictures import Picture, copied, grey_picture, picture_in
from clinic_terminal.ui.screen_region import RegionPicker, ScreenUnseenError
from clinic_terminal.ui.sounds import Chime

_REGION_HINT = N_("用鼠标框出二维码；回车读取整个屏幕，Esc 取消。")


class WaysIn(QObject):
    """Shows on the body what the ways in see; the page takes the verdict from `reading`."""

    asked = Signal()
    """It is asked which child is meant."""

    def __init__(self, desk: Desk, body: CheckInBody, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._body = body
        self.children_found: tuple[Identified, ...] = ()
        self.reading = Reading(desk, self)
        self._notices = LineNotices(desk, body, self.reading, self)
        self.chime = Chime(on=desk.sound)
        self.region = RegionPicker(self, desk.words(_REGION_HINT))
        body.scan.show_sound(on=desk.sound)
        desk.setting_changed.connect(self._take_setting)
        self._connect()

    def forget(self) -> None:
        """Let go of everything that is being read, and of what was typed."""
        self.reading.cancel()
        self.rest()

    def rest(self) -> None:
        """Close the ways in, now that a verdict is on show; the server may still improve it."""
        self.children_found = ()
        self._body.scan.camera.close_camera()
        self._body.scan.clear()
        self._body.person.clear()

    def read_text(self, text: str) -> None:
        """Read a scanned or typed text."""
        self.reading.text(text)

    def read_picture(self, picture: Picture) -> None:
        """Read the card in a picture file, or in a picture itself."""
        if isinstance(picture, Path):
            self.reading.picture(picture)
        else:
            self.reading.grey(picture)

    def choose_child(self, number: int) -> bool:
        """Go on with the child at ``number`` (from 0); False where it was not asked."""
        if not 0 <= number < len(self.children_found):
            return False
        chosen = self.children_found[number]
        self.children_found = ()
        self.reading.take(chosen)
        return True

    def open_camera(self) -> None:
        """Show the live picture, where a card is waited for."""
        if self._body.is_searching:
            self._body.show_scan()
        if self._body.is_scanning:
            self._body.scan.open_camera()

    def pick_region(self) -> None:
        """Have a part of the screen chosen, where a card is waited for."""
        if self._body.is_scanning:
            self._body.scan.camera.close_camera()
            self.region.pick(self._body.window())

    def search_person(self) -> None:
        """Ask for name and birth date, where a card is waited for."""
        if self._body.is_scanning:
            self._body.show_person()

    def paste_into_field(self) -> None:
        """Paste: a picture is read, a text goes into the field."""
        picture = picture_in(copied())
        if picture is not None:
            self.read_picture(picture)
        else:
            self._body.scan.field.paste()

    def _connect(self) -> None:
        scan, reading = self._body.scan, self.reading
        scan.submitted.connect(self.read_text)
        scan.region_wanted.connect(self.pick_region)
        scan.person_wanted.connect(self.search_person)
        scan.sound_switched.connect(self._switch_sound)
        scan.field.pasted.connect(self.paste_into_field)
        scan.camera.found.connect(self._take_seen)
        scan.camera.refused.connect(self.tell)
        self._body.person.submitted.connect(self._look_for)
        self.region.chosen.connect(self._take_region)
        self.region.refused.connect(self._tell_unseen)
        reading.started.connect(self._body.show_busy)
        reading.identified.connect(self._greet)
        reading.undecided.connect(self._ask)

    def _take_seen(self, found: tuple[Identified, ...], picture: QImage | None) -> None:
        self.reading.several(found)
        if not self.children_found:
            self._body.show_seen(picture)

    def _take_region(self, image: QImage) -> None:
        self.reading.grey(grey_picture(image))

    def _look_for(self, name: str, birth_date: date, last_four: str) -> None:
        self.reading.person(name, birth_date, last_four)

    def _greet(self, identified: Identified) -> None:
        self.chime.ring()
        self._body.show_child(identified)

    def _ask(self, found: tuple[Identified, ...]) -> None:
        self.chime.ring()
        self.children_found = found
        self._body.show_children(found)
        self.asked.emit()

    def tell(self, error: Exception) -> None:
        """Show a failure above whatever is on show, with the way out of it where the line is its cause."""
        self._notices.tell(error)

    def _tell_unseen(self) -> None:
        self.tell(ScreenUnseenError())

    def _take_setting(self, name: str, _value: object) -> None:
        if name == "sound":
            self.chime.on = self._desk.sound
            self._body.scan.show_sound(on=self._desk.sound)

    def _switch_sound(self, on: bool) -> None:  # noqa: FBT001 - Qt's signal brings it
        self.chime.on = self._desk.sound = on
        self._body.scan.show_sound(on=on)
        self.chime.ring()
