"""One run: the root, the two editions, the queue that the old one left, and what each step came to."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from installer.upgrade.acts import Queue, queue_in, schema_in
from installer.upgrade.edition import version_of
from installer.upgrade.root import DOWNGRADE, HOME, PACKAGE, Root
from installer.upgrade.waiting import PATIENCE_S, until

WORLD: Final = f"{HOME}/world"
TERMINAL: Final = f"{WORLD}/terminal"
OWN_DATA: Final = (f"CLINIC_TERMINAL_HOME={TERMINAL}",)
"""Starts the program on the world's terminal as on a clinic's own data: without the practice server."""

GLANCE_S: Final = 4.0


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was tried, and what came of it; ``acts`` counts what the data folder holds after it."""

    name: str
    good: bool
    acts: int
    note: str = ""


@dataclass(slots=True)
class Story:
    """One run. ``newest`` is the new edition's schema, ``queue`` what the old edition left."""

    root: Root
    old: Path
    new: Path
    scratch: Path
    newest: str
    say: Callable[[Step], None]
    steps: list[Step] = field(default_factory=list)
    queue: Queue = field(default_factory=lambda: Queue((), 0, None))

    @property
    def pristine(self) -> Path:
        """Where the world is kept as the old edition left it."""
        return self.scratch / "pristine"

    @property
    def world(self) -> Path:
        """The world in the root."""
        return self.root.place(WORLD)

    @property
    def terminal(self) -> Path:
        """The data folder of the world's terminal, in the root."""
        return self.root.place(TERMINAL)

    def check(self, name: str, *, good: bool = True, note: str = "") -> bool:
        """Compare the acts in the world with the queue as it was made, and note the step."""
        found = queue_in(self.terminal)
        whole = good and found.acts == self.queue.acts
        self.note(name, good=whole, note=note or f"schema {found.schema}", acts=len(found.acts))
        return whole

    def note(self, name: str, *, good: bool, note: str = "", acts: int | None = None) -> None:
        """Keep a step, and say it."""
        self.steps.append(Step(name, good, len(self.queue.acts) if acts is None else acts, note))
        self.say(self.steps[-1])

    def schema(self) -> str | None:
        """Return the schema of the world's data; None while somebody is just writing."""
        return schema_in(self.terminal)

    def anew(self) -> None:
        """Put the world back to what the old edition left."""
        shutil.rmtree(self.world, ignore_errors=True)
        shutil.copytree(self.pristine, self.world)

    def old_again(self) -> None:
        """Put the world and the old edition back."""
        self.anew()
        self.root.must("dpkg", "-i", self.root.take_in(self.old), settings=DOWNGRADE)

    def glance(self) -> None:
        """Start whatever program is there on the data, and cut it after a moment; it may not start at all."""
        program = self.root.start(PACKAGE, "run", settings=OWN_DATA)
        until(program.has_ended, GLANCE_S)
        program.cut()

    def start_until_upgraded(self, tracer: Sequence[str] = ()) -> bool:
        """Start the program until the data have the newest schema, then cut it; tells whether they do."""
        program = self.root.start(PACKAGE, "run", settings=OWN_DATA, tracer=tracer)
        until(lambda: self.schema() == self.newest or program.has_ended())
        program.cut()
        return self.schema() == self.newest

    def start_cut(self, tracer: Sequence[str]) -> None:
        """Start the program under a tracer that kills it; where it is not reached, cut it at last."""
        program = self.root.start(PACKAGE, "run", settings=OWN_DATA, tracer=tracer)
        until(program.has_ended, PATIENCE_S / 4)
        program.cut()

    def upgraded(self, name: str) -> None:
        """Check the package, start the new edition until its data are up to date, and check the acts."""
        state = self.root.installed().strip()
        complaints = (
            self.root.run("dpkg", "--verify", PACKAGE).stdout + self.root.run("dpkg", "--audit").stdout
        )
        good = state == f"ii  {version_of(self.new)}" and not complaints and self.start_until_upgraded()
        self.check(name, good=good)
