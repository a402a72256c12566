"""A practice world of its own for pictures of the queue: its server, its acts, its clock, and its window.

Whatever a scene does to it is gone with it, so that no picture hangs on what another left behind.
"""

import json
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from http import HTTPStatus
from pathlib import Path
from typing import Final

from clinic_terminal.application.acts import ActState, QueueRow
from clinic_terminal.application.operators import operators
from clinic_terminal.application.ports import Operator
from clinic_terminal.application.queue_view import Part, QueueView
from clinic_terminal.application.terminal import Terminal, enrolment_of
from clinic_terminal.bootstrap.practice import PracticeWorld, open_practice_world, terminal_in
from clinic_terminal.bootstrap.program import open_program
from clinic_terminal.sandbox.faults import FOR_EVER, FaultKind
from clinic_terminal.sandbox.world import load_world
from clinic_terminal.settings import Language
from clinic_terminal.showcase import outage_visits as visits
from clinic_terminal.showcase.album import Album
from clinic_terminal.showcase.demo import receptionist
from clinic_terminal.showcase.opened import OpenProgram
from clinic_terminal.showcase.run import practice_hint
from clinic_terminal.sync.http import Wire
from clinic_terminal.ui.hands import Hands
from clinic_terminal.ui.pages.queue import QueuePage
from clinic_terminal.ui.pages.queue_listing import Listing
from clinic_terminal.ui.theatre import SceneStuckError
from clinic_terminal.ui.widgets.notice import Toast

_TEETH: Final = ("55", "65", "54")
_LONG_MS: Final = 60_000
"""Longer than the program waits for any answer."""

Fault = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Easel:
    """What every picture of a series has in common; ``width`` and ``height`` are the window's, in pixels."""

    album: Album
    language: Language
    width: int
    height: int


@contextmanager
def queue_place(easel: Easel) -> Iterator["QueuePlace"]:
    """Open a practice world and close it afterwards; raises PracticeServerFailedError."""
    with tempfile.TemporaryDirectory() as folder:
        world = open_practice_world(Path(folder))
        try:
            settings = world.program.terminal.settings
            settings.keep({**settings.values, "language": easel.language.value})
            place = QueuePlace(world, easel)
        except BaseException:
            world.close()
            raise
        try:
            yield place
        finally:
            place.world.close()


class QueuePlace:
    """The world behind the window: what the server does, which visits are billed, what time it is."""

    def __init__(self, world: PracticeWorld, easel: Easel) -> None:
        self.world = world
        self.terminal: Terminal = world.program.terminal
        self._easel = easel

    @cached_property
    def _members(self) -> list[str]:
        return visits.billable_members(self.terminal, [child.member for child in load_world().entries.child])

    @property
    def operator(self) -> Operator:
        """Whoever bills here."""
        return operators(self.terminal)[0]

    def know_children(self) -> None:
        """Ask about the children while the server answers: they can be billed without it from then on."""
        if not self._members:
            raise SceneStuckError("children who can be billed")

    def start_anew(self) -> None:
        """End the program and start it again, as in the morning: nothing is known of the line then."""
        self.world.program.close()
        program = open_program(terminal_in(self.world.cards.parent), practice=True)
        self.world = replace(self.world, program=program)
        self.terminal = program.terminal

    def bill(self, child: int, turn: int = 0) -> str:
        """Bill a visit of the child at ``child``, its ``turn``-th from 0; returns the act that waits now."""
        plan = visits.Plan(self._members[child], _TEETH[turn], with_filling=True)
        return visits.play(self.terminal, self.operator, plan, online=False).act

    def row(self, act: str) -> QueueRow | None:
        """Return what has become of an act."""
        with self.terminal.store.read() as uow:
            return uow.queue.get(act)

    def all_are(self, state: ActState, *acts: str) -> bool:
        """Tell whether all these acts stand in one state."""
        rows = [self.row(act) for act in acts]
        return all(row is not None and row.state is state for row in rows)

    def misbehave(self, *faults: Fault) -> None:
        """Have the server do these to the requests that come, and nothing else."""
        self._tell("/sandbox/faults", {"faults": [dict(one) for one in faults]})

    def say_nothing(self, path: str = "/v1/") -> Fault:
        """Return the fault by which requests to ``path`` get no answer for longer than anybody waits."""
        return {"kind": FaultKind.DELAY, "path": path, "delay_ms": _LONG_MS, "times": FOR_EVER}

    def shut_out(self) -> None:
        """Have the server not know this terminal any more."""
        with self.terminal.store.read() as uow:
            enrolment = enrolment_of(uow)
        self._tell("/sandbox/revocations", {"terminal": enrolment.terminal})

    def later(self, span: timedelta) -> None:
        """Let so much time go by: the terminal takes it for the server's time and goes by it."""
        clock = self.terminal.clock
        clock.heard(clock.now() + span)

    @contextmanager
    def window(self) -> Iterator["QueueWindow"]:
        """Open the program's window, signed in; the server goes before it, with whatever hangs there."""
        easel, world = self._easel, self.world
        opened = OpenProgram(world.program, easel.language, practice=True, hint=practice_hint())
        opened.window.resize(easel.width, easel.height)
        opened.start()
        hands = Hands(easel.album.theatre, opened.window)
        try:
            hands.theatre.raise_curtain(opened.window)
            hands.sign_in(*receptionist(world))
            yield QueueWindow(self, hands, easel)
        finally:
            world.server.stop()
            opened.close()
            opened.window.deleteLater()

    def _tell(self, path: str, wish: object) -> None:
        reply = Wire(self.world.server.url).send("POST", path, body=json.dumps(wish).encode())
        if reply.status != HTTPStatus.OK:
            raise SceneStuckError(f"the practice server to take {path}")


class QueueWindow:
    """The window on the queue: each verb waits until the page shows what it did."""

    def __init__(self, place: QueuePlace, hands: Hands, easel: Easel) -> None:
        self.place = place
        self.hands = hands
        self.language = easel.language
        self.desk = hands.window.desk
        self.until = hands.theatre.until
        self._album = easel.album

    @property
    def page(self) -> QueuePage:
        """The queue page."""
        return self.hands.window.pages.queue

    @property
    def view(self) -> QueueView | None:
        """The queue as the page knows it."""
        return self.page.listing.view

    def online(self) -> None:
        """Wait until the line is up and nobody doubts it."""
        self.until("the line", lambda: self.desk.is_online and not self.desk.line.doubted)

    def offline(self) -> None:
        """Have the server go away, and wait until that is known."""
        self.place.world.server.stop()
        self.desk.wake_sync()
        self.until("the outage", lambda: self.desk.line.is_offline)

    def send(self, *acts: str) -> None:
        """Have acts sent, and wait for their receipts."""
        self.desk.wake_sync()
        self.until("the receipts", lambda: self.place.all_are(ActState.ACCEPTED, *acts))

    def show(self) -> None:
        """Show the queue as it is in this moment."""
        if self.hands.shown() != "queue":
            self.hands.window.shell.show_page("queue")
        now = self.place.terminal.clock.now()
        self._listed(self.desk.refresh, lambda listing: listing.view.at >= now)

    def choose(self, part: Part) -> None:
        """Show a part of the queue, as its button does."""
        self.page.body.choice.choose(part)
        self._listed(lambda: self.page.listing.choose(part), lambda listing: listing.part is part)

    def look_at(self, act: str) -> None:
        """Choose a matter, and wait for what is known of it."""
        self.page.table.set_current(act)
        self.until("the matter", lambda: self._found() == act)

    def let_go_of(self, act: str) -> None:
        """Choose an act of which there is no more to say, so that the whole width is the list's."""
        self.page.table.set_current(act)
        self.until("the list alone", lambda: self.page.found is None)

    def shot(self, name: str, holds: Callable[[], bool] = lambda: True) -> None:
        """Save what the window shows as ``name.png``, once no passing word lies over it.

        ``holds`` tells of a state that passes by itself whether it stands; raises SceneStuckError where it
        was over before the picture was taken.
        """
        toasts = self.hands.window.findChildren(Toast)
        self.until("the end of a word", lambda: not any(toast.isVisible() for toast in toasts))
        self.until(f"the state of {name}", holds)
        self._album.take(self.hands.window, name)
        if not holds():
            raise SceneStuckError(f"{name}, which was over too soon")

    def _found(self) -> str:
        return self.page.found.follow_up.subject if self.page.found is not None else ""

    def _listed(self, wish: Callable[[], object], true: Callable[[Listing], bool]) -> None:
        """Wait for the list that a wish brings."""
        heard: list[Listing] = []
        self.page.listing.listed.connect(heard.append)
        try:
            wish()
            self.until("the list", lambda: any(map(true, heard)))
        finally:
            self.page.listing.listed.disconnect(heard.append)
