"""A finding of the doctor in words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a finding: ``what`` always, ``do`` where somebody has to do something."""

    what: str
    do: str = ""
