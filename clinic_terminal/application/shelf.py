"""The catalogue of a day: the edition that holds on it, with the clinic's own prices over it."""

from collections.abc import Callable
from datetime import date
from threading import Lock
from typing import Any, Final, TypeVar

from clinic_terminal.application.store_ports import UnitOfWork
from clinic_terminal.domain.catalogue import Catalogue
from clinic_terminal.domain.tariff import catalogue_on, edition_on

Made = TypeVar("Made")

_KEPT: Final = 8
"""Days whose catalogue is kept ready: today's, and those of visits that are still open."""


class Shelf:
    """Makes the catalogue of a day once and gives the same one until the tariff moves; from any thread."""

    def __init__(self, earlier: tuple[Catalogue, ...] = ()) -> None:
        self._earlier = earlier
        self._lock = Lock()
        self._made: dict[tuple[int, date], tuple[Catalogue, Catalogue]] = {}
        self._making = Lock()
        self._last: tuple[Catalogue, Any] | None = None

    def editions(self, newest: Catalogue) -> tuple[Catalogue, ...]:
        """Return all editions of the catalogue, the newest last."""
        return (*self._earlier, newest)

    def on(self, uow: UnitOfWork, newest: Catalogue, day: date) -> Catalogue:
        """Return the catalogue of ``day`` as the given transaction sees the tariff."""
        base = edition_on(self.editions(newest), day)
        revision = uow.tariff.revision()
        if not revision:
            return base
        with self._lock:
            over, made = self._made.get((revision, day), (None, base))
        if over is base:
            return made
        return self._keep((revision, day), base, catalogue_on(base, uow.tariff.editions(), day))

    def made_of(self, catalogue: Catalogue, make: Callable[[Catalogue], Made]) -> Made:
        """Return what ``make`` makes of ``catalogue``; it is made again only for another one."""
        with self._making:
            if self._last is None or self._last[0] is not catalogue:
                self._last = (catalogue, make(catalogue))
            made: Made = self._last[1]
            return made

    def _keep(self, key: tuple[int, date], base: Catalogue, made: Catalogue) -> Catalogue:
        with self._lock:
            while len(self._made) >= _KEPT:
                del self._made[next(iter(self._made))]
            self._made[key] = (base, made)
        return made
