"""Looks for later editions, and how the doctor judges each."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from clinic_terminal.application.doctor_edition import judge_edition
from clinic_terminal.application.doctor_lines import State
from clinic_terminal.application.edition_ports import EditionLook, Standing, Unsure
from clinic_terminal.domain.edition import Edition
from tests.build import NOW

LATER = Edition("0.2.0", date(2026, 5, 20), "排队更快。", "The queue is faster.")


@dataclass
class FakeEditions:
    """A publisher in memory: ``says`` is an edition, or what goes wrong."""

    says: Edition | Exception = LATER
    running: str = "0.1.0"
    has_key: bool = True
    asked: list[tuple[str, datetime]] = field(default_factory=list)
    kept: EditionLook | None = None

    def newest(self, address: str, now: datetime) -> Edition:
        self.asked.append((address, now))
        if isinstance(self.says, Exception):
            raise self.says
        return self.says

    def last(self) -> EditionLook | None:
        return self.kept

    def keep(self, look: EditionLook) -> None:
        self.kept = look


def look(standing: Standing, cause: Unsure | None = None, edition: Edition | None = None) -> EditionLook:
    """Return a look of a program 0.1.0."""
    return EditionLook(standing, "0.1.0", NOW, cause, edition)


STEPWISE = replace(LATER, minimum_schema="0010")
JUDGED = [
    (judge_edition(look(Standing.OFF)), State.OK, "OFF"),
    (judge_edition(replace(look(Standing.OFF), has_key=False)), State.OK, "OFF_NO_KEY"),
    (judge_edition(look(Standing.NO_KEY)), State.WARNING, "NO_PUBLISHERS_KEY"),
    (judge_edition(look(Standing.NO_ADDRESS)), State.WARNING, "NO_ADDRESS"),
    (judge_edition(look(Standing.CURRENT, edition=LATER)), State.WARNING, "NEWER"),
    (judge_edition(look(Standing.CURRENT, edition=replace(LATER, version="0.1.0"))), State.OK, "CURRENT"),
    (judge_edition(look(Standing.NEWER, edition=LATER), "0009"), State.WARNING, "NEWER"),
    (judge_edition(look(Standing.NEWER, edition=STEPWISE), "0009"), State.WARNING, "NEWER_STEPWISE"),
    (judge_edition(look(Standing.NEWER, edition=STEPWISE), "0010"), State.WARNING, "NEWER"),
    (judge_edition(look(Standing.NEWER, edition=STEPWISE)), State.WARNING, "NEWER"),
    (judge_edition(look(Standing.UNSURE, Unsure.TIMEOUT, LATER)), State.WARNING, "NEWER_BEFORE"),
    (judge_edition(look(Standing.UNSURE, Unsure.TIMEOUT)), State.WARNING, "AWAY"),
    (judge_edition(look(Standing.UNSURE, Unsure.CERTIFICATE)), State.WARNING, "PUBLISHER_CERTIFICATE"),
    (judge_edition(look(Standing.UNSURE, Unsure.NO_NEWS)), State.WARNING, "NOT_THE_PUBLISHER"),
    (judge_edition(look(Standing.UNSURE, Unsure.EXPIRED, LATER)), State.WARNING, "NEWS_EXPIRED"),
    (judge_edition(look(Standing.UNSURE, Unsure.CLOCK)), State.WARNING, "CLOCK_TOO_EARLY"),
    (judge_edition(look(Standing.UNSURE, Unsure.SIGNATURE)), State.WARNING, "NOT_BELIEVED"),
    (judge_edition(look(Standing.UNSURE, Unsure.DISK_FULL)), State.WARNING, "NOT_STORED"),
    (judge_edition(look(Standing.UNSURE, Unsure.KEY_UNREADABLE)), State.FAULT, "KEY_BROKEN"),
    (judge_edition(look(Standing.UNSURE, Unsure.UNEXPECTED)), State.WARNING, "NOT_FOUND_OUT"),
]
