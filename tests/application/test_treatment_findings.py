"""What the rules at the chair find of a stored visit, how it is confirmed, what a signature waits for."""

from dataclasses import replace
from datetime import timedelta

import pytest

from clinic_terminal.application import settlement, treatment
from clinic_terminal.application.chair_items import add_family, put_right
from clinic_terminal.application.failures import BillStoppedError, NothingToConfirmError
from clinic_terminal.application.habits import habits_of
from clinic_terminal.application.line_groups import add_package
from clinic_terminal.application.mouth import correct_tooth
from clinic_terminal.application.treatment import Chart, open_chart
from clinic_terminal.domain.chair_findings import ChairRule
from clinic_terminal.domain.eligibility import NetworkRow
from clinic_terminal.domain.errors import ToothError, VisitStateError
from clinic_terminal.domain.item_families import Family
from clinic_terminal.domain.letter_cost import LetterCost, LineLetter
from clinic_terminal.domain.plan import Category, Preauth
from clinic_terminal.domain.visit import Stage, Visit
from tests.application.people import audited, let_in, signed
from tests.build import CHILD, DENTAL, TODAY, YEAR, snapshot
from tests.closing import finish
from tests.domain.chair import done, shipped
from tests.terminal import CLERK, EDITION, Bench

SEALED_AND_FILLED = "FILLING_AND_SEALANT PV13+BS08 16"


@pytest.fixture
def bench(bench: Bench) -> Bench:
    """Give the terminal the catalogue as it ships."""
    return replace(bench, terminal=replace(bench.terminal, catalogue=shipped()))


def itemised(bench: Bench, *lines: str) -> Chart:
    """Let the child in, take it to the chair and put lines on its bill, such as ``BS07 54:OD``."""
    chart = open_chart(bench.terminal, let_in(bench, to_chair=True).id)
    for line in map(done, lines):
        surfaces = line.surfaces
        added = (line.item, line.teeth, None, surfaces)
        chart = treatment.add_item(bench.terminal, CLERK, chart.visit.id, *added)
    return chart


def keys(chart: Chart) -> list[str]:
    return [one.key for one in chart.findings]


def before(bench: Bench, days: int, line: str, stage: Stage = Stage.DONE, member: str = CHILD.member) -> None:
    person = replace(CHILD, member=member)
    earlier = TODAY - timedelta(days=days)
    visit = Visit(bench.ids.new(), stage, earlier, person, "POL-1", DENTAL.code, lines=(done(line),))
    with bench.store.begin() as uow:
        uow.visits.put(visit)


def use_plan(bench: Bench, **changes: object) -> None:
    plan = replace(DENTAL, **changes)  # type: ignore[arg-type]  # fields by name
    with bench.store.begin() as uow:
        uow.memory.put_plan(replace(EDITION, plan=plan))


def frozen(bench: Bench, chart: Chart) -> Visit:
    treatment.hand_to_desk(bench.terminal, CLERK, chart.visit.id)
    return settlement.freeze(bench.terminal, CLERK, chart.visit.id, online=True)


def test_the_usual_visit_is_silent(bench: Bench) -> None:
    chart = add_package(bench.terminal, CLERK, itemised(bench).visit.id, "RECALL").chart
    assert len(chart.visit.lines) == 3
    assert chart.findings == ()
    frozen(bench, chart)
    assert audited(bench)[-1][2].keys() == {"digest"}


def test_a_finding_comes_with_the_line_and_goes_with_it(bench: Bench) -> None:
    chart = itemised(bench, "PV13 16", "BS08 16")
    assert keys(chart) == [SEALED_AND_FILLED]
    assert treatment.remove_item(bench.terminal, CLERK, chart.visit.id, 0).findings == ()


def test_a_confirmation_is_kept_quiet_and_on_record_by_codes_only(bench: Bench) -> None:
    chart = itemised(bench, "PV13 16", "BS08 16")
    confirmed = treatment.confirm(bench.terminal, CLERK, chart.visit.id, SEALED_AND_FILLED)
    assert [(one.key, one.open) for one in confirmed.findings] == [(SEALED_AND_FILLED, False)]
    assert audited(bench)[-1] == (CLERK.id, "confirm_finding", {"finding": SEALED_AND_FILLED})
    again = open_chart(bench.terminal, chart.visit.id)
    assert (again.visit, again.findings) == (confirmed.visit, confirmed.findings)


def test_confirming_twice_is_one_deed(bench: Bench) -> None:
    chart = itemised(bench, "PV13 16", "BS08 16")
    once = treatment.confirm(bench.terminal, CLERK, chart.visit.id, SEALED_AND_FILLED)
    rows = audited(bench)
    twice = treatment.confirm(bench.terminal, CLERK, chart.visit.id, SEALED_AND_FILLED)
    assert (twice.visit, audited(bench)) == (once.visit, rows)


@pytest.mark.parametrize("key", ["", "TWICE BS07 54 x2", "WRONG_ITEM BS06 54"])
def test_what_is_not_there_or_stops_cannot_be_confirmed(bench: Bench, key: str) -> None:
    chart = itemised(bench, "BS06 54:OD")
    rows = audited(bench)
    with pytest.raises(NothingToConfirmError):
        treatment.confirm(bench.terminal, CLERK, chart.visit.id, key)
    assert audited(bench) == rows
    assert open_chart(bench.terminal, chart.visit.id).visit == chart.visit


def test_the_frozen_bill_records_what_was_confirmed_and_what_nobody_said_anything_to(bench: Bench) -> None:
    chart = itemised(bench, "PV13 16", "BS08 16", "PV01", "PV02")
    treatment.confirm(bench.terminal, CLERK, chart.visit.id, SEALED_AND_FILLED)
    visit = frozen(bench, chart)
    assert audited(bench)[-1] == (
        CLERK.id,
        "freeze",
        {
            "digest": visit.digest,
            "confirmed": [SEALED_AND_FILLED],
            "unconfirmed": ["ONCE_A_VISIT PV01+PV02 x2"],
        },
    )


def test_what_was_confirmed_and_taken_off_again_is_not_recorded_with_the_bill(bench: Bench) -> None:
    chart = itemised(bench, "PV13 16", "BS08 16")
    treatment.confirm(bench.terminal, CLERK, chart.visit.id, SEALED_AND_FILLED)
    frozen(bench, treatment.remove_item(bench.terminal, CLERK, chart.visit.id, 0))
    assert audited(bench)[-1][2].keys() == {"digest"}


def test_a_frozen_bill_is_confirmed_no_more(bench: Bench) -> None:
    chart = itemised(bench, "PV13 16", "BS08 16")
    frozen(bench, chart)
    with pytest.raises(VisitStateError):
        treatment.confirm(bench.terminal, CLERK, chart.visit.id, SEALED_AND_FILLED)


@pytest.mark.parametrize(
    ("lines", "cause", "item", "teeth", "proposed"),
    [
        (("BS06 54:OD",), "WRONG_ITEM", "BS06", ("54",), "BS07"),
        (("BS01 54", "BS02 54"), "EXTRACTED_TWICE", "BS01", ("54",), ""),
        (("OR11",), "WHOLE_COURSE", "OR11", (), ""),
    ],
)
def test_what_cannot_be_so_is_not_signed(
    bench: Bench, lines: tuple[str, ...], cause: str, item: str, teeth: tuple[str, ...], proposed: str
) -> None:
    chart = itemised(bench, *lines)
    with pytest.raises(BillStoppedError) as stopped:
        frozen(bench, chart)
    error = stopped.value
    assert (error.cause, error.item, error.teeth, error.proposed) == (cause, item, teeth, proposed)
    assert open_chart(bench.terminal, chart.visit.id).visit.stage is Stage.TO_SETTLE


def test_a_stage_of_a_course_is_signed(bench: Bench) -> None:
    chart = itemised(bench, "OR11")
    chart = treatment.change_price(bench.terminal, CLERK, chart.visit.id, 0, 400_000)
    assert chart.findings == ()
    assert frozen(bench, chart).stage is Stage.FROZEN


def test_a_whole_course_that_the_family_pays_itself_is_asked_about_and_signed(bench: Bench) -> None:
    chart = itemised(bench, "OR11")
    chart = treatment.choose_self_pay(bench.terminal, CLERK, chart.visit.id, chosen=True)
    assert [(one.rule, one.stops) for one in chart.findings] == [(ChairRule.WHOLE_COURSE, False)]
    assert frozen(bench, chart).stage is Stage.FROZEN


def test_a_course_in_a_category_that_this_branch_does_not_bill_is_only_asked_about(bench: Bench) -> None:
    basic = (NetworkRow(Category.BASIC, YEAR.start),)
    bench.central.snapshots[:] = [snapshot(network=basic)]
    assert [one.stops for one in itemised(bench, "OR11").findings] == [False]


def test_a_line_put_right_can_be_signed_at_the_price_of_its_new_item(bench: Bench) -> None:
    chart = itemised(bench, "PV01", "BS06 54:OD")
    right = put_right(bench.terminal, CLERK, chart.visit.id, 1)
    assert [(one.item, one.teeth, one.unit_fen) for one in right.visit.lines[1:]] == [
        ("BS07", ("54",), 70_000)
    ]
    assert right.findings == ()
    assert audited(bench)[-1] == (CLERK.id, "put_right", {"line": 1})
    assert frozen(bench, right).stage is Stage.FROZEN


def test_putting_right_what_is_right_writes_nothing(bench: Bench) -> None:
    chart = itemised(bench, "BS07 54:OD")
    rows = audited(bench)
    assert put_right(bench.terminal, CLERK, chart.visit.id, 0).visit == chart.visit
    assert audited(bench) == rows


def test_an_extraction_is_one_word_and_the_teeth_decide_the_items(bench: Bench) -> None:
    chart = itemised(bench)
    added = add_family(bench.terminal, CLERK, chart.visit.id, Family.EXTRACTION, ("54", "14", "11-21"))
    assert [(one.item, one.teeth) for one in added.visit.lines] == [
        ("BS01", ("54",)),
        ("NC04", ("14",)),
        ("BS03", ("11-21",)),
    ]
    assert audited(bench)[-1] == (CLERK.id, "add_family", {"family": "EXTRACTION", "lines": 3})
    assert habits_of(bench.terminal, CLERK).own.keys() == {"BS01", "NC04", "BS03"}


def test_a_family_without_a_fitting_item_adds_nothing(bench: Bench) -> None:
    chart = itemised(bench)
    with pytest.raises(ToothError):
        add_family(bench.terminal, CLERK, chart.visit.id, Family.CROWN, ("54", "11"))
    assert open_chart(bench.terminal, chart.visit.id).visit.lines == ()


def test_a_tooth_that_was_extracted_here_before_is_told(bench: Bench) -> None:
    before(bench, 20, "BS01 54")
    assert keys(itemised(bench, "BS07 54")) == ["TOOTH_GONE BS07 54"]


def test_a_voided_extraction_and_the_teeth_of_another_child_tell_nothing(bench: Bench) -> None:
    before(bench, 20, "BS01 54", Stage.VOIDED)
    before(bench, 20, "BS01 54", member="202604C00000010200")
    assert itemised(bench, "BS07 54").findings == ()


def test_a_tooth_that_a_dentist_corrected_is_told_with_the_next_chart(bench: Bench) -> None:
    chart = itemised(bench, "BS07 54")
    correct_tooth(bench.terminal, CLERK, chart.visit.id, "54")
    assert keys(open_chart(bench.terminal, chart.visit.id)) == ["TOOTH_GONE BS07 54"]


def test_an_orthodontic_stage_of_last_week_is_asked_about(bench: Bench) -> None:
    before(bench, 7, "OR13")
    (asked,) = itemised(bench, "OR13").findings
    assert (asked.rule, asked.day) == (ChairRule.STAGE_AGAIN, TODAY - timedelta(days=7))


def test_units_of_a_bill_that_was_not_sent_yet_count_for_the_year(bench: Bench) -> None:
    use_plan(bench, frequency={"PV13": 3})
    first = itemised(bench, "PV13 16 26")
    assert [(one.rule, one.count) for one in first.findings] == [(ChairRule.FREQUENCY_LEFT, 1)]
    treatment.hand_to_desk(bench.terminal, CLERK, first.visit.id)
    signed(bench, first.visit.id)
    finish(bench.terminal, CLERK, first.visit.id)
    second = itemised(bench, "PV13 36 46")
    (over,) = second.findings
    assert (over.rule, over.count, over.limit) == (ChairRule.FREQUENCY_OVER, 1, 3)
    assert second.estimate().totals.guardian == shipped().item("PV13").price_fen


def test_the_chart_knows_what_a_missing_letter_costs(bench: Bench) -> None:
    use_plan(bench, preauth=Preauth(enabled=True))
    chart = itemised(bench, "PV01", "BS04 11-21")
    assert chart.letter_cost() == LetterCost((LineLetter(1, "BS04"),), 64_000)
    use_plan(bench)
    assert open_chart(bench.terminal, chart.visit.id).letter_cost() is None
