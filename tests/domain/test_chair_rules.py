"""Each rule at the chair both ways: what it notices, and the nearest bill that it lets pass."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from clinic_terminal.domain.chair_findings import WEIGHTS, ChairRule, Weight
from clinic_terminal.domain.chair_rules import ChairCase, chair_findings, confirmable
from clinic_terminal.domain.chair_tables import (
    COURSES,
    MULTI_SURFACE,
    NOT_ON_TEETH,
    ONCE_A_VISIT,
    RETAINED,
    STAGE_DAYS,
    TREATING,
    UNERUPTED,
)
from clinic_terminal.domain.dentition import Dentition, Finding, Presence
from clinic_terminal.domain.item_families import MEMBERS
from clinic_terminal.domain.plan import Category
from clinic_terminal.domain.visit import VisitLine
from tests.build import TODAY
from tests.domain.chair import SEVEN, done, found, past, shipped, told

NOTICED = (
    (("BS07 54", "BS07 54"), "TWICE BS07 54 x2"),
    (("BS07 54 55", "BS07 55 84"), "TWICE BS07 55 x2"),
    (("PV08 Q1", "PV08 Q1"), "TWICE PV08 Q1 x2"),
    (("BS03 11-21", "BS03 11-21"), "TWICE BS03 11-21 x2"),
    (("OR09 UPPER", "OR09 UPPER"), "TWICE OR09 UPPER x2"),
    (("PV13 16", "BS08 16"), "FILLING_AND_SEALANT PV13+BS08 16"),
    (("BS10 16 26", "PV14 26 16"), "FILLING_AND_SEALANT BS10+PV14 16,26"),
    (("BS05 54", "BS23 54"), "CROWN_AND_FILLING BS05+BS23 54"),
    (("BS25 54", "PV13 54"), "CROWN_AND_FILLING BS25+PV13 54"),
    (("BS01 54", "BS07 54"), "EXTRACTION_AND_MORE BS01+BS07 54"),
    (("NC12 84", "BS02 84"), "EXTRACTION_AND_MORE NC12+BS02 84"),
    (("BS01 54", "BS14 54"), "EXTRACTION_AND_MORE BS01+BS14 54"),
    (("BS01 54", "BS02 54"), "EXTRACTED_TWICE BS01+BS02 54"),
    (("BS01 54", "BS01 54"), "EXTRACTED_TWICE BS01 54"),
    (("PV01", "PV01"), "ONCE_A_VISIT PV01 x2"),
    (("PV01", "PV02"), "ONCE_A_VISIT PV01+PV02 x2"),
    (("PV04", "PV03", "PV04"), "ONCE_A_VISIT PV04+PV03 x3"),
    (("PV11", "PV12"), "ONCE_A_VISIT PV11+PV12 x2"),
    (("PV06", "PV06"), "ONCE_A_VISIT PV06 x2"),
    (("PV09", "PV09"), "ONCE_A_VISIT PV09 x2"),
    (("OR13", "OR13"), "STAGE_AGAIN OR13 x2"),
    (("BS06 54:OD",), "WRONG_ITEM BS06 54"),
    (("BS07 54:O",), "WRONG_ITEM BS07 54"),
    (("BS08 16:MOD",), "WRONG_ITEM BS08 16"),
    (("BS09 16:O 26:OD",), "WRONG_ITEM BS09 16"),
    (("OR11",), "WHOLE_COURSE OR11"),
    (("OR12",), "WHOLE_COURSE OR12"),
    (("BS09 15",), "TOOTH_NOT_DUE BS09 15"),
    ((VisitLine("BS07", ("16",), 100, 1),), "TOOTH_NOT_FIT BS07 16"),
    ((VisitLine("BS07", ("54", "54"), 100, 2),), "TOOTH_NOT_FIT BS07 54"),
    ((VisitLine("PV13", ("11",), 100, 1),), "TOOTH_NOT_FIT PV13 11"),
    ((VisitLine("BS07", (), 100, 1),), "TOOTH_NOT_FIT BS07"),
)

PASSED = (
    ("BS07 54", "BS07 55"),
    ("BS07 54:OD", "BS06 55:O"),
    ("PV08 Q1", "PV08 Q2"),
    ("PV13 16", "BS08 26"),
    ("PV13 16", "BS27 16", "PV07 16"),
    ("BS05 54", "BS14 54"),
    ("BS14 54", "BS23 54"),
    ("BS01 54", "BS27 54", "PV07 54", "BS28 54"),
    ("BS01 54", "BS07 55"),
    ("BS03 11-21", "BS04 11-21"),
    ("PV01", "PV03"),
    ("PV09", "PV10", "PV11"),
    ("PV07", "PV07"),
    ("NC06", "NC06"),
    ("OR01", "OR02", "OR03"),
    ("OR09 UPPER", "OR09 LOWER"),
    ("BS06 54", "BS07 55"),
)


@pytest.mark.parametrize(("lines", "key"), NOTICED)
def test_a_rule_notices(lines: tuple[str | VisitLine, ...], key: str) -> None:
    assert told(*lines) == [key]


@pytest.mark.parametrize("lines", PASSED)
def test_the_nearest_bill_without_the_mistake_passes(lines: tuple[str, ...]) -> None:
    assert told(*lines) == []


def test_every_rule_has_a_weight_and_only_a_note_or_a_stop_cannot_be_confirmed() -> None:
    assert set(WEIGHTS) == set(ChairRule)
    for rule, weight in WEIGHTS.items():
        (one,) = {each.overridable for each in [replace(found("PV01", "PV02")[0], rule=rule, weight=weight)]}
        assert one is (weight in {Weight.ASK, Weight.WARN})


def test_the_tables_name_items_that_the_catalogue_has() -> None:
    families = {code for members in MEMBERS.values() for code in members}
    tables = {*COURSES, *MULTI_SURFACE, *NOT_ON_TEETH, *ONCE_A_VISIT, *RETAINED, *STAGE_DAYS, *TREATING}
    assert (tables | UNERUPTED | families) <= shipped().items.keys()


def test_a_wrong_item_names_the_right_one_and_only_the_teeth_at_fault() -> None:
    (one,) = found("BS07 54:O 84:OD")
    assert (one.proposed, one.teeth, one.stops, one.lines) == ("BS06", ("54",), True, (0,))


def test_what_weighs_more_is_told_first_and_then_by_line() -> None:
    rules = [one.rule for one in found("PV01", "BS07 54", "BS07 54", "PV01", "BS06 55:OD")]
    assert rules == [ChairRule.WRONG_ITEM, ChairRule.TWICE, ChairRule.ONCE_A_VISIT]


LATE = date(TODAY.year - 14, TODAY.month, TODAY.day)
EARLY = date(TODAY.year - 5, TODAY.month, TODAY.day)


def test_primary_teeth_are_asked_about_from_the_day_after_the_fourteenth_birthday() -> None:
    assert told("BS01 55", born=LATE) == []
    assert told("BS01 55", born=LATE - timedelta(days=1)) == ["PRIMARY_LATE BS01 55"]


@pytest.mark.parametrize("tooth", ["14", "15", "13", "17", "18", "33", "47"])
def test_permanent_teeth_under_five_are_told_until_the_fifth_birthday(tooth: str) -> None:
    line = f"BS08 {tooth}"
    assert told(line, born=EARLY + timedelta(days=1)) == [f"PERMANENT_EARLY {line}"]
    assert told(line, born=EARLY) == [f"TOOTH_NOT_DUE {line}"]


@pytest.mark.parametrize("tooth", ["11", "22", "31", "42", "16", "46"])
def test_incisors_and_six_year_molars_are_never_too_early_by_that_rule(tooth: str) -> None:
    assert told(f"BS08 {tooth}", born=EARLY + timedelta(days=1)) == [f"TOOTH_NOT_DUE BS08 {tooth}"]


def test_a_child_of_the_29th_of_february_turns_five_on_the_first_of_march() -> None:
    line = (done("BS08 15"),)

    def rules(day: date) -> list[ChairRule]:
        case = ChairCase(line, shipped(), Dentition(date(2020, 2, 29), day))
        return [one.rule for one in chair_findings(case)]

    assert rules(date(2025, 2, 28)) == [ChairRule.PERMANENT_EARLY]
    assert rules(date(2025, 3, 1)) == [ChairRule.TOOTH_NOT_DUE]


def test_a_retained_tooth_is_just_the_one_that_is_taken_out() -> None:
    born = date(2013, 1, 1)
    assert told("BS01 55", born=born) == []
    assert told("BS07 55", born=born) == ["TOOTH_NOT_DUE BS07 55"]


def test_an_impacted_wisdom_tooth_is_not_due_and_yet_taken_out() -> None:
    assert told("NC05 38", born=date(2012, 1, 1)) == []
    assert told("NC04 38", born=date(2012, 1, 1)) == ["TOOTH_NOT_DUE NC04 38"]


def test_a_tooth_that_was_extracted_here_is_told_once_with_all_of_its_line() -> None:
    gone = (past(TODAY - timedelta(days=30), "BS01 54 64"),)
    (one,) = found("BS07 54 64 55", earlier=gone)
    assert (one.rule, one.teeth, one.overridable) == (ChairRule.TOOTH_GONE, ("54", "64"), True)
    assert found("PV07 54", earlier=gone) == ()
    assert found("BS07 55", earlier=gone) == ()


def test_a_tooth_that_a_dentist_saw_is_there_whatever_the_age_says() -> None:
    def rules(presence: Presence) -> list[ChairRule]:
        seen = Dentition(SEVEN, TODAY, found=(Finding("15", presence, TODAY),))
        return [one.rule for one in chair_findings(ChairCase((done("BS08 15"),), shipped(), seen))]

    assert rules(Presence.PRESENT) == []
    assert rules(Presence.MISSING) == [ChairRule.TOOTH_GONE]
    assert rules(Presence.NOT_YET) == [ChairRule.TOOTH_GONE]


def test_a_wisdom_tooth_that_was_seen_to_be_unerupted_may_be_operated_on() -> None:
    born = date(2010, 1, 1)
    seen = Dentition(born, TODAY, found=(Finding("38", Presence.NOT_YET, TODAY),))
    assert chair_findings(ChairCase((done("NC05 38"),), shipped(), seen)) == ()
    lost = Dentition(born, TODAY, found=(Finding("38", Presence.MISSING, TODAY),))
    assert [one.rule for one in chair_findings(ChairCase((done("NC05 38"),), shipped(), lost))] == [
        ChairRule.TOOTH_GONE
    ]


@pytest.mark.parametrize(
    ("item", "days", "asked"),
    [("OR13", 13, True), ("OR13", 14, False), ("OR13", 0, True), ("OR01", 179, True), ("OR01", 180, False)],
)
def test_an_orthodontic_stage_is_asked_about_within_its_days(item: str, days: int, *, asked: bool) -> None:
    earlier = TODAY - timedelta(days=days)
    stages = [one.day for one in found(item, earlier=(past(earlier, item),))]
    assert stages == ([earlier] if asked else [])


def test_an_appliance_for_the_other_jaw_is_no_repetition() -> None:
    earlier = (past(TODAY - timedelta(days=5), "OR09 UPPER"),)
    assert found("OR09 LOWER", earlier=earlier) == ()
    (one,) = found("OR09 UPPER", earlier=earlier)
    assert (one.rule, one.teeth, one.limit) == (ChairRule.STAGE_AGAIN, ("UPPER",), 180)


def test_another_item_of_last_week_is_no_repetition() -> None:
    assert found("OR13", earlier=(past(TODAY - timedelta(days=7), "OR02"),)) == ()
    assert found("OR09 UPPER", earlier=(past(TODAY - timedelta(days=7), "OR05 UPPER"),)) == ()


def test_the_latest_of_several_stages_is_told() -> None:
    days = (TODAY - timedelta(days=9), TODAY - timedelta(days=3), TODAY - timedelta(days=30))
    (one,) = found("OR13", earlier=tuple(past(day, "OR13") for day in days))
    assert one.day == days[1]


def test_a_stage_of_a_course_passes_and_the_whole_course_does_not() -> None:
    low = shipped().item("OR11").low_fen
    assert found(done("OR11", low - 1)) == ()
    (one,) = found(done("OR11", low))
    assert (one.rule, one.stops, one.limit) == (ChairRule.WHOLE_COURSE, True, low)
    assert found(replace(done("OR11", low), discount_fen=1)) == ()


def test_a_family_that_pays_a_whole_course_itself_is_only_asked() -> None:
    for covered in (frozenset[str](), frozenset({Category.BASIC})):
        (one,) = found("OR11", covered=covered)
        assert (one.stops, one.overridable) == (False, True)
    (stopped,) = found("OR11", covered=frozenset({Category.ORTHODONTIC}))
    assert stopped.stops


@pytest.mark.parametrize(
    ("used", "rule", "count"),
    [
        (0, ChairRule.FREQUENCY_LEFT, 2),
        (2, ChairRule.FREQUENCY_LEFT, 0),
        (3, ChairRule.FREQUENCY_OVER, 1),
        (4, ChairRule.FREQUENCY_OVER, 2),
        (9, ChairRule.FREQUENCY_OVER, 2),
    ],
)
def test_units_of_the_year_are_counted_with_those_on_the_bill(used: int, rule: ChairRule, count: int) -> None:
    (one,) = found("PV13 16", "PV01", "PV13 26", frequency={"PV13": 4, "PV11": 1}, used={"PV13": used})
    assert (one.rule, one.count, one.limit, one.lines) == (rule, count, 4, (0, 2))
    assert one.overridable is (rule is ChairRule.FREQUENCY_OVER)


def test_an_item_that_was_not_used_this_year_begins_at_none() -> None:
    (one,) = found("PV13 16", frequency={"PV13": 4}, used={"PV11": 2})
    assert one.count == 3


def test_a_plan_without_frequency_or_a_family_that_pays_itself_counts_nothing() -> None:
    assert found("PV13 16", frequency={"PV11": 1}) == ()
    for covered in (frozenset[str](), frozenset({Category.BASIC})):
        assert found("PV13 16", frequency={"PV13": 0}, covered=covered) == ()
    assert found("NC06", frequency={"NC06": 0}) == ()


def test_a_confirmed_finding_is_listed_but_quiet_wherever_its_lines_stand() -> None:
    (asked,) = found("PV13 16", "BS08 16")
    assert (asked.open, asked.confirmed) == (True, False)
    (quiet,) = found("PV01", "PV13 16", "BS08 16", confirmed=(asked.key,))
    assert (quiet.open, quiet.confirmed, quiet.lines) == (False, True, (1, 2))


def test_more_at_stake_is_asked_about_anew() -> None:
    (asked,) = found("PV01", "PV01")
    (anew,) = found("PV01", "PV01", "PV01", confirmed=(asked.key,))
    assert anew.open
    (other,) = found("PV13 16 26", "BS08 16 26", confirmed=("FILLING_AND_SEALANT PV13+BS08 16",))
    assert other.open


def test_what_stops_cannot_be_confirmed_away() -> None:
    (stopping,) = found("BS06 54:OD")
    assert not confirmable([stopping], stopping.key)
    (still,) = found("BS06 54:OD", confirmed=(stopping.key,))
    assert (still.stops, still.open, still.confirmed) == (True, True, False)


def test_only_what_is_found_can_be_confirmed() -> None:
    asked = found("PV01", "PV01")
    assert confirmable(asked, asked[0].key)
    assert not confirmable(asked, "TWICE BS07 54 x2")
    noted = found("PV13 16", frequency={"PV13": 4})
    assert not confirmable(noted, noted[0].key)
