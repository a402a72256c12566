"""In what a treatment is counted: tooth, visit, film …, by the catalogue that ships with the program."""

import csv
from collections.abc import Mapping
from functools import cache

from clinic_terminal.domain.bill import BillLine
from clinic_terminal.settings import resource

_TOOTH, _TIME = "tooth", "case"


@cache
def _units() -> Mapping[str, str]:
    with resource("catalogue", "catalogue.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["unit"] for row in csv.DictReader(file)}


def unit_of(line: BillLine) -> str:
    """Return the code of the line's unit; an item of the clinic's own counts by tooth where it names any."""
    own = _TOOTH if line.qty == len(line.teeth) and all(code.isdigit() for code in line.teeth) else _TIME
    return _units().get(line.item, own)
