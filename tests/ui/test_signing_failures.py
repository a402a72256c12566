"""Every failure of signing has its sentences, and who can do something about it."""

import pytest

from clinic_terminal.application import sheet_failures
from clinic_terminal.application.failures import ApplicationError
from clinic_terminal.domain import signing_errors
from clinic_terminal.domain.errors import DomainError
from clinic_terminal.i18n import translator
from clinic_terminal.ui.failure_table import TABLE
from clinic_terminal.ui.guardian_display import GuardianScreenLostError
from clinic_terminal.ui.messages import failure_notice

CAUSES = ("TOO_LARGE", "EMPTY", "NOT_A_SHEET", "DAMAGED", "UNREADABLE", "NO_PAPER")


def _codes() -> list[str]:
    kinds = [*vars(sheet_failures).values(), *vars(signing_errors).values(), GuardianScreenLostError]
    bases = (ApplicationError, DomainError)
    own = [one for one in kinds if isinstance(one, type) and issubclass(one, Exception) and one not in bases]
    return sorted(str(getattr(one, "code", "")) for one in own)


@pytest.mark.parametrize("code", _codes())
def test_every_failure_says_what_happened_who_can_mend_it_and_how(code: str) -> None:
    told = TABLE[code]
    assert told.what
    assert told.who
    assert told.next_step


@pytest.mark.parametrize("cause", CAUSES)
def test_a_refused_sheet_says_why(cause: str) -> None:
    notice = failure_notice(sheet_failures.SheetRefusedError(cause), translator("zh_CN"))
    assert notice.what == TABLE[f"SHEET_REFUSED.{cause}"].what
    assert notice.reference == f"SHEET_REFUSED.{cause}"
