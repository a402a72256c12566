"""Bills at the chair in a few words, on the catalogue as it ships."""

from collections.abc import Mapping
from datetime import date
from functools import cache

from clinic_terminal.contract.catalogue_file import read_catalogue
from clinic_terminal.domain.catalogue import Catalogue
from clinic_terminal.domain.chair_findings import ChairFinding
from clinic_terminal.domain.chair_rules import ChairCase, chair_findings
from clinic_terminal.domain.dentition import Dentition
from clinic_terminal.domain.surfaces import Surfaces
from clinic_terminal.domain.tooth_history import PastLine, findings
from clinic_terminal.domain.visit import VisitLine
from clinic_terminal.settings import resource
from tests.build import TODAY

SEVEN = date(2019, 1, 1)


@cache
def shipped() -> Catalogue:
    """Return the catalogue that ships."""
    folder = resource("catalogue")
    texts = ((folder / name).read_text(encoding="utf-8") for name in ("catalogue.csv", "packages.toml"))
    return read_catalogue(*texts)


def done(text: str, unit_fen: int | None = None) -> VisitLine:
    """Return a line such as ``BS07 54:OD 84`` at the price of the catalogue."""
    code, *words = text.split()
    places = tuple(word.partition(":")[0] for word in words)
    faces: Surfaces = tuple(
        (tooth, named) for tooth, _, named in (word.partition(":") for word in words) if named
    )
    item = shipped().item(code)
    price = item.price_fen if unit_fen is None else unit_fen
    return VisitLine(code, places, price, item.units_for(places), faces)


def past(day: date, text: str) -> PastLine:
    """Return a line of an earlier bill."""
    line = done(text)
    return PastLine(day, line.item, line.teeth, line.surfaces)


def found(
    *lines: "str | VisitLine",
    born: date = SEVEN,
    earlier: tuple[PastLine, ...] = (),
    frequency: Mapping[str, int] | None = None,
    used: Mapping[str, int] | None = None,
    covered: frozenset[str] | None = None,
    confirmed: tuple[str, ...] = (),
) -> tuple[ChairFinding, ...]:
    """Return what the rules notice of a bill of today."""
    case = ChairCase(
        lines=tuple(done(line) if isinstance(line, str) else line for line in lines),
        catalogue=shipped(),
        dentition=Dentition(born, TODAY, findings(earlier)),
        past=earlier,
        frequency=frequency or {},
        used=used or {},
        covered=covered,
        confirmed=confirmed,
    )
    return chair_findings(case)


def told(*lines: "str | VisitLine", born: date = SEVEN) -> list[str]:
    """Return the keys of what is noticed."""
    return [one.key for one in found(*lines, born=born)]
