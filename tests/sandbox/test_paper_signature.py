"""The service manager takes a bill that was signed by hand on a sheet of paper."""

import pytest

from clinic_terminal.contract.acts import AnswerState
from clinic_terminal.contract.canonical import digest
from tests.practice import Client, PracticeServer, bill_payload
from tests.sandbox.test_billing import Desk


@pytest.mark.parametrize("sheet", [None, "5" * 64])
def test_a_bill_signed_on_paper_is_booked(
    practice_server: PracticeServer, terminal: Client, sheet: str | None
) -> None:
    desk = Desk(practice_server, terminal, "RETURNING")
    content = desk.bill()
    signed = {
        **bill_payload(content)["consent"],
        "strokes": [],
        "strokes_digest": digest([]),
        "way": "PAPER",
        "sheet": sheet,
        "document": {"kind": "PASSPORT", "number": "E1****89"},
    }
    assert desk.send(content, consent=signed).state is AnswerState.ACCEPTED
