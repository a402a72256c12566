from collections import Counter

import pytest

from clinic_terminal.domain.decision import VERDICTS, CheckState, Doubt
from clinic_terminal.domain.gates import decide
from tests.domain.verdict_table import NOTHING_FOUND, PLANS, PRECEDENCE, Situation, situations

ROWS = tuple(situations())
FEWEST_ROWS = 2_000
SHOWN = 5


def _difference(row: Situation) -> str | None:
    decision = decide(row.question())
    found = (decision.verdict.value, decision.cause.value if decision.cause else None)
    names = ", ".join(fact.name for fact in row.facts)
    return None if found == row.expected() else f"{row} [{names}]: {found} instead of {row.expected()}"


@pytest.mark.parametrize("line", ["ONLINE", "OFFLINE"])
@pytest.mark.parametrize("plan", PLANS)
def test_every_row_comes_out_as_the_table_says(plan: str, line: str) -> None:
    rows = [row for row in ROWS if (row.plan, row.line) == (plan, line)]
    wrong = [difference for row in rows if (difference := _difference(row))]
    print(f"verdict table, {plan} {line}: {len(rows)} rows, {len(wrong)} wrong")  # noqa: T201  shown on failure
    assert wrong[:SHOWN] == []


def test_the_table_is_large_and_leaves_nothing_out() -> None:
    outcomes = Counter(row.expected() for row in ROWS)
    print(f"verdict table: {len(ROWS)} rows, {len(outcomes)} outcomes")  # noqa: T201  shown with -rP
    assert len(ROWS) >= FEWEST_ROWS
    assert len(set(ROWS_AS_TEXT)) == len(ROWS)
    stated = {tuple(cell.strip() for cell in line.split("|")[1:]) for line in PRECEDENCE.strip().splitlines()}
    assert set(outcomes) == stated | set(NOTHING_FOUND.values())
    assert {cause for _, cause in stated} >= {doubt.value for doubt in Doubt}
    assert {cause for _, cause in stated} >= {cause.value for cause in VERDICTS}


ROWS_AS_TEXT = [repr(row) for row in ROWS]


def test_the_first_failed_check_is_the_cause_and_every_check_has_its_evidence() -> None:
    for row in ROWS[:: len(ROWS) // FEWEST_ROWS]:
        decision = decide(row.question())
        failed = [check.cause for check in decision.checks if check.state is CheckState.FAIL]
        assert decision.cause == (failed[0] if failed else None)
        assert decision.verdict.is_billable == (not failed)
        assert all((check.cause is None) == (check.state is not CheckState.FAIL) for check in decision.checks)
