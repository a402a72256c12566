"""Put teeth whose surfaces ask for another item under that item, and leave the rest of the bill as it is."""

from dataclasses import replace

from clinic_terminal.domain.catalogue import Catalogue
from clinic_terminal.domain.item_families import Family, by_surfaces, picks_for
from clinic_terminal.domain.surfaces import Surfaces
from clinic_terminal.domain.visit import Visit, VisitLine, with_line


def put_right(visit: Visit, catalogue: Catalogue, index: int) -> Visit:
    """Return the visit with the line at ``index`` under the items that its surfaces ask for.

    The new items have the prices of the catalogue; teeth that were right keep theirs, and the line's
    discount as far as it still fits. A line that is right, or is not there, changes nothing. Raises
    VisitStateError.
    """
    if not 0 <= index < len(visit.lines):
        return visit
    line = visit.lines[index]
    right: dict[str, tuple[str, ...]] = {}
    for tooth, named in line.surfaces:
        item = by_surfaces(catalogue, line.item, tooth, named)
        if item:
            right[item] = (*right.get(item, ()), tooth)
    if not right:
        return visit
    moved = {tooth for teeth in right.values() for tooth in teeth}
    fresh = replace(visit, lines=_without(line, moved))
    for item, teeth in right.items():
        fresh = with_line(fresh, catalogue, item, teeth, None, _of(line.surfaces, set(teeth)))
    return replace(fresh, lines=(*visit.lines[:index], *fresh.lines, *visit.lines[index + 1 :]))


def with_family(
    visit: Visit, catalogue: Catalogue, family: Family, places: tuple[str, ...], surfaces: Surfaces = ()
) -> Visit:
    """Add what a dentist calls by one word: a line for each item that the places ask for.

    Raises ToothError, SurfaceError, VisitStateError.
    """
    for pick in picks_for(catalogue, family, places, surfaces):
        visit = with_line(visit, catalogue, pick.item, pick.teeth, None, pick.surfaces)
    return visit


def _without(line: VisitLine, moved: set[str]) -> tuple[VisitLine, ...]:
    """Return what stays of a line once ``moved`` teeth are taken off it."""
    kept = tuple(tooth for tooth in line.teeth if tooth not in moved)
    if not kept:
        return ()
    off = min(line.discount_fen, line.unit_fen * len(kept))
    faces = _of(line.surfaces, set(kept))
    return (replace(line, teeth=kept, qty=len(kept), surfaces=faces, discount_fen=off),)


def _of(surfaces: Surfaces, teeth: set[str]) -> Surfaces:
    return tuple((tooth, named) for tooth, named in surfaces if tooth in teeth)
