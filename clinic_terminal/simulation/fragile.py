"""A program that may die at any boundary: before, within and after every transaction and request."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from clinic_terminal.store.store import SqlStore, SqlWork

COMMITTED: Final = "committed"
"""The boundary behind a transaction: what it wrote is in the file."""


class KilledError(BaseException):
    """The program ``who`` is gone: no exception that any of its own code may catch."""

    def __init__(self, who: str) -> None:
        super().__init__(who)
        self.who = who


class Fuse:
    """Burns down by one at every boundary; where it ends, the program dies there."""

    def __init__(self, who: str) -> None:
        self._who = who
        self._left = 0
        self.died_at = ""

    def light(self, boundaries: int) -> None:
        """Let the program die at the boundary of this number from now."""
        self._left = boundaries

    def put_out(self) -> None:
        """Let it live."""
        self._left = 0

    def __call__(self, place: str) -> None:
        """Pass a boundary; raises KilledError where the fuse has burnt down."""
        if not self._left:
            return
        self._left -= 1
        if not self._left:
            self.died_at = place
            raise KilledError(self._who)


class FragileStore:
    """The real store, whose transactions begin and end at boundaries."""

    def __init__(self, store: SqlStore, boundary: Callable[[str], None]) -> None:
        self._store = store
        self._boundary = boundary

    @contextmanager
    def begin(self) -> Iterator[SqlWork]:
        """Open a write transaction."""
        self._boundary("begin")
        with self._store.begin() as work:
            self._boundary("begun")
            yield work
            self._boundary("commit")
        self._boundary(COMMITTED)

    @contextmanager
    def read(self) -> Iterator[SqlWork]:
        """Open a transaction for reading only."""
        self._boundary("read")
        with self._store.read() as work:
            yield work
