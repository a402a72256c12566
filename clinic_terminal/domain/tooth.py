"""Tooth codes of FDI / ISO 3950, as a mixed dentition shows them."""

import re
from enum import StrEnum
from itertools import pairwise

UPPER_PERMANENT = (
    "18",
    "17",
    "16",
    "15",
    "14",
    "13",
    "12",
    "11",
    "21",
    "22",
    "23",
    "24",
    "25",
    "26",
    "27",
    "28",
)
UPPER_PRIMARY = ("55", "54", "53", "52", "51", "61", "62", "63", "64", "65")
LOWER_PRIMARY = ("85", "84", "83", "82", "81", "71", "72", "73", "74", "75")
LOWER_PERMANENT = (
    "48",
    "47",
    "46",
    "45",
    "44",
    "43",
    "42",
    "41",
    "31",
    "32",
    "33",
    "34",
    "35",
    "36",
    "37",
    "38",
)
ROWS = (UPPER_PERMANENT, UPPER_PRIMARY, LOWER_PRIMARY, LOWER_PERMANENT)
"""The four rows of the chart, each from the patient's right to left."""

PERMANENT = frozenset(UPPER_PERMANENT + LOWER_PERMANENT)
PRIMARY = frozenset(UPPER_PRIMARY + LOWER_PRIMARY)
TEETH = PERMANENT | PRIMARY
QUADRANTS = ("Q1", "Q2", "Q3", "Q4")
ARCHES = ("UPPER", "LOWER")

_REGION = re.compile(r"(\d\d)-(\d\d)")


class ToothSet(StrEnum):
    """The two sets of teeth a child has."""

    PERMANENT = "PERMANENT"
    PRIMARY = "PRIMARY"


def tooth_set(tooth: str) -> ToothSet | None:
    """Return the set that ``tooth`` belongs to, or None if it is no tooth code."""
    if tooth in PRIMARY:
        return ToothSet.PRIMARY
    return ToothSet.PERMANENT if tooth in PERMANENT else None


def successor(tooth: str) -> str | None:
    """Return the permanent tooth that follows a primary one, None for a tooth that is not primary."""
    return f"{int(tooth[0]) - 4}{tooth[1]}" if tooth in PRIMARY else None


def predecessor(tooth: str) -> str | None:
    """Return the primary tooth that stood where a permanent one stands, None where there was none."""
    found = f"{int(tooth[0]) + 4}{tooth[1]}" if tooth in PERMANENT else ""
    return found if found in PRIMARY else None


def regions() -> tuple[str, ...]:
    """Return the places between two neighbours, row by row: where a supernumerary tooth may stand."""
    return tuple(f"{left}-{right}" for row in ROWS for left, right in pairwise(row))


def is_region(text: str) -> bool:
    """Tell whether ``text`` names two neighbours of one row: where a supernumerary tooth stands (11-21)."""
    match = _REGION.fullmatch(text)
    if match is None:
        return False
    for row in ROWS:
        if match[1] in row and match[2] in row:
            return abs(row.index(match[1]) - row.index(match[2])) == 1
    return False
