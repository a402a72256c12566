"""The same item on the same tooth twice in a day: asked about, never guessed (gate G7)."""

from collections.abc import Iterable, Iterator

from clinic_terminal.domain.visit import VisitLine


def repeats(lines: Iterable[VisitLine], billed: Iterable[VisitLine]) -> tuple[str, ...]:
    """Return what of ``lines`` is on ``billed`` already, once each and in the order of the bill.

    Each is "item tooth", or the item alone where no place was named on either.
    """
    known = set(_places(billed))
    return tuple(dict.fromkeys(place for place in _places(lines) if place in known))


def _places(lines: Iterable[VisitLine]) -> Iterator[str]:
    for line in lines:
        if line.teeth:
            yield from (f"{line.item} {tooth}" for tooth in line.teeth)
        else:
            yield line.item
