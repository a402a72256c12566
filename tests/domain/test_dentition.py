"""Which teeth a child has, by age, by what was done, and by what was seen."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_terminal.domain.dentition import (
    ABSENT,
    Dentition,
    Finding,
    Presence,
    age_in_months,
    as_plain,
    from_plain,
    presence_at,
)
from clinic_terminal.domain.tooth import PERMANENT, PRIMARY, TEETH, predecessor, regions, successor
from clinic_terminal.domain.tooth_history import (
    EFFECTS,
    Effect,
    PastLine,
    Work,
    findings,
    takes_surfaces,
    work_on,
)

PRESENT, NOT_YET, EITHER, SHED, MISSING = (
    Presence.PRESENT,
    Presence.NOT_YET,
    Presence.EITHER,
    Presence.SHED,
    Presence.MISSING,
)
BORN = date(2019, 1, 1)
ANY_TOOTH = st.sampled_from(sorted(TEETH))


def at(years: int, *known: Finding) -> Dentition:
    """Return the teeth of a child on a birthday."""
    return Dentition(BORN, date(2019 + years, 1, 1), known)


def states(teeth: Dentition, row: str) -> dict[str, Presence]:
    return {tooth: teeth.presence(tooth) for tooth in row.split()}


def test_at_three_the_primary_teeth_are_there_and_no_others() -> None:
    teeth = at(3)
    assert {teeth.presence(tooth) for tooth in PRIMARY} == {PRESENT}
    assert {teeth.presence(tooth) for tooth in PERMANENT} == {NOT_YET}


def test_at_seven_the_dentition_is_mixed() -> None:
    teeth = at(7)
    assert states(teeth, "16 26 36 46 31 41") == dict.fromkeys(("16", "26", "36", "46", "31", "41"), PRESENT)
    assert states(teeth, "11 51 21 61 72 82") == dict.fromkeys(("11", "51", "21", "61", "72", "82"), EITHER)
    assert states(teeth, "71 81") == {"71": SHED, "81": SHED}
    assert states(teeth, "53 54 55 75") == dict.fromkeys(("53", "54", "55", "75"), PRESENT)
    assert states(teeth, "13 14 15 17 18 35") == dict.fromkeys(("13", "14", "15", "17", "18", "35"), NOT_YET)


def test_at_twelve_the_primary_teeth_have_gone() -> None:
    teeth = at(12)
    assert {teeth.presence(tooth) for tooth in PRIMARY} == {SHED}
    assert states(teeth, "13 14 15 45 44 43") == dict.fromkeys(("13", "14", "15", "45", "44", "43"), PRESENT)
    assert states(teeth, "17 27 37 47") == dict.fromkeys(("17", "27", "37", "47"), EITHER)
    assert states(teeth, "18 48") == {"18": NOT_YET, "48": NOT_YET}


def test_a_newborn_has_no_teeth_and_an_adult_all_permanent_ones() -> None:
    assert {presence_at(tooth, 0) for tooth in TEETH} == {NOT_YET}
    assert {presence_at(tooth, 300) for tooth in PERMANENT} == {PRESENT}


@given(st.integers(33, 300), st.sampled_from(sorted(PRIMARY)))
def test_there_is_never_a_place_where_no_tooth_may_stand(months: int, tooth: str) -> None:
    follower = successor(tooth)
    assert follower is not None
    assert predecessor(follower) == tooth
    assert {presence_at(tooth, months), presence_at(follower, months)} - ABSENT


@given(ANY_TOOTH)
def test_a_tooth_comes_once_and_goes_once(tooth: str) -> None:
    order = [NOT_YET, EITHER, PRESENT, EITHER, SHED] if tooth in PRIMARY else [NOT_YET, EITHER, PRESENT]
    seen = [presence_at(tooth, months) for months in range(400)]
    assert [state for n, state in enumerate(seen) if n == 0 or seen[n - 1] is not state] == order


@pytest.mark.parametrize(
    ("day", "months"),
    [
        (date(2019, 1, 1), 0),
        (date(2019, 1, 31), 0),
        (date(2019, 2, 1), 1),
        (date(2020, 1, 1), 12),
        (date(2018, 12, 1), 0),
    ],
)
def test_age_is_counted_in_whole_months(day: date, months: int) -> None:
    assert age_in_months(BORN, day) == months


@pytest.mark.parametrize(
    ("years", "tooth", "expected"),
    [
        (3, "55", [MISSING, PRESENT]),
        (3, "11", [PRESENT, NOT_YET]),
        (7, "51", [PRESENT, SHED, EITHER]),
        (7, "11", [PRESENT, NOT_YET, EITHER]),
        (12, "55", [PRESENT, SHED]),
        (12, "16", [MISSING, PRESENT]),
        (1, "51", [PRESENT, NOT_YET, EITHER]),
    ],
)
def test_a_tooth_is_corrected_step_by_step(years: int, tooth: str, expected: list[Presence]) -> None:
    # At the age of one the upper incisors have just come: a year and a day less.
    teeth = Dentition(BORN, date(2019, 10, 1)) if years == 1 else at(years)
    seen = []
    for _ in expected:
        teeth = teeth.toggle(tooth)
        seen.append(teeth.presence(tooth))
    assert seen == expected
    assert teeth.found == ()


def test_a_correction_changes_no_other_tooth_but_its_partner_in_question() -> None:
    before, after = at(7), at(7).toggle("11")
    assert after.found == (Finding("11", PRESENT, date(2026, 1, 1)),)
    changed = {tooth for tooth in TEETH if before.presence(tooth) is not after.presence(tooth)}
    assert changed == {"11", "51"}
    assert after.presence("51") is SHED
    assert at(7).toggle("51").presence("11") is NOT_YET


def test_both_teeth_of_one_position_may_be_seen() -> None:
    teeth = at(7).toggle("41").toggle("41").toggle("81")
    assert teeth.presence("41") is PRESENT
    assert teeth.presence("81") is PRESENT


def test_what_was_seen_holds_until_growth_overtakes_it() -> None:
    seen = Dentition(BORN, date(2026, 3, 1)).toggle("16").found
    assert seen[0].presence is MISSING
    later = Dentition(BORN, date(2031, 3, 1), found=seen)
    assert later.presence("16") is MISSING
    retained = (Finding("55", PRESENT, date(2031, 2, 1)),)
    assert Dentition(BORN, date(2031, 3, 1), found=retained).presence("55") is PRESENT
    assert Dentition(BORN, date(2032, 3, 1), found=retained).presence("55") is EITHER
    early = (Finding("16", NOT_YET, date(2026, 2, 1)),)
    assert Dentition(BORN, date(2026, 3, 1), found=early).presence("16") is NOT_YET
    assert Dentition(BORN, date(2027, 3, 1), found=early).presence("16") is EITHER


def test_an_old_correction_is_corrected_from_what_it_has_become() -> None:
    old = (Finding("16", NOT_YET, date(2026, 2, 1)),)
    teeth = Dentition(BORN, date(2028, 3, 1), found=old).toggle("16")
    assert teeth.presence("16") is MISSING
    assert teeth.found[0].day == date(2028, 3, 1)


@given(st.integers(0, 4000), st.lists(ANY_TOOTH, max_size=8))
def test_corrections_are_kept_as_plain_values(days: int, touched: list[str]) -> None:
    teeth = Dentition(BORN, date.fromordinal(BORN.toordinal() + days))
    for tooth in touched:
        teeth = teeth.toggle(tooth)
    again = from_plain(as_plain(teeth.found))
    assert set(again) == set(teeth.found)


@pytest.mark.parametrize(
    "plain", [{"11": ["HERE", "2026-01-01"]}, {"11": ["SHED", "2026-13-01"]}, {"11": ["SHED"]}]
)
def test_plain_values_that_are_no_findings_are_refused(plain: dict[str, list[str]]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        from_plain(plain)


LAST_YEAR, THIS_YEAR = date(2025, 3, 1), date(2026, 3, 1)


def test_treatments_leave_what_can_be_seen() -> None:
    past = [
        PastLine(LAST_YEAR, "PV13", ("16", "26")),
        PastLine(LAST_YEAR, "BS07", ("84",), (("84", "OD"),)),
        PastLine(THIS_YEAR, "BS06", ("84",), (("84", "B"),)),
        PastLine(THIS_YEAR, "BS17", ("75",)),
        PastLine(THIS_YEAR, "PV07", ("84",)),
        PastLine(THIS_YEAR, "PV09", ()),
    ]
    assert work_on(past) == {
        "16": (Work(Effect.SEALED, LAST_YEAR),),
        "26": (Work(Effect.SEALED, LAST_YEAR),),
        "84": (Work(Effect.FILLED, THIS_YEAR, "ODB"),),
        "75": (Work(Effect.ROOT_TREATED, THIS_YEAR),),
    }


def test_a_crown_hides_the_filling_and_an_extraction_hides_all() -> None:
    past = [
        PastLine(LAST_YEAR, "BS07", ("84",), (("84", "OD"),)),
        PastLine(LAST_YEAR, "BS17", ("84",)),
        PastLine(THIS_YEAR, "BS23", ("84",)),
    ]
    assert [work.effect for work in work_on(past)["84"]] == [Effect.CROWNED, Effect.ROOT_TREATED]
    gone = work_on([*past, PastLine(date(2026, 4, 1), "BS02", ("84",))])
    assert [work.effect for work in gone["84"]] == [Effect.EXTRACTED]


@pytest.mark.parametrize(
    ("sealed", "filled", "left"),
    [("", "", []), ("", "O", []), ("", "B", [""]), ("OB", "O", ["B"]), ("O", "O", []), ("O", "", [])],
)
def test_a_filling_takes_the_place_of_the_sealant_under_it(sealed: str, filled: str, left: list[str]) -> None:
    past = [
        PastLine(LAST_YEAR, "PV13", ("36",), (("36", sealed),) if sealed else ()),
        PastLine(THIS_YEAR, "BS08", ("36",), (("36", filled),) if filled else ()),
    ]
    sealants = [work.surfaces for work in work_on(past)["36"] if work.effect is Effect.SEALED]
    assert sealants == left


def test_the_order_of_bills_does_not_matter_but_their_days() -> None:
    crown, extraction = PastLine(LAST_YEAR, "BS23", ("84",)), PastLine(THIS_YEAR, "BS01", ("84",))
    assert work_on([extraction, crown]) == work_on([crown, extraction])


def test_an_extracted_supernumerary_tooth_marks_its_region() -> None:
    assert "11-21" in regions()
    assert work_on([PastLine(THIS_YEAR, "BS03", ("11-21",))])["11-21"][0].effect is Effect.EXTRACTED


def test_an_extracted_primary_tooth_is_missing_and_its_successor_expected() -> None:
    known = findings([PastLine(date(2023, 3, 1), "BS01", ("55",))])
    teeth = at(5, *known)
    assert teeth.presence("55") is MISSING
    assert teeth.presence("15") is NOT_YET
    assert at(11, *known).presence("15") is EITHER
    assert at(12, *known).presence("55") is MISSING


def test_a_treated_tooth_was_there() -> None:
    known = findings([PastLine(date(2024, 3, 1), "PV13", ("16",))])
    assert Dentition(BORN, date(2024, 4, 1)).presence("16") is NOT_YET
    assert Dentition(BORN, date(2024, 4, 1), known).presence("16") is PRESENT


def test_what_a_person_saw_counts_over_the_bill_of_the_same_day() -> None:
    day = date(2026, 1, 1)
    known = findings([PastLine(day, "BS01", ("55",))])
    assert Dentition(BORN, day, known, (Finding("55", PRESENT, day),)).presence("55") is PRESENT
    earlier = (Finding("55", PRESENT, date(2025, 1, 1)),)
    assert Dentition(BORN, day, known, earlier).presence("55") is MISSING


def test_fillings_and_sealants_are_done_on_surfaces_and_nothing_else() -> None:
    assert takes_surfaces("BS07")
    assert takes_surfaces("PV13")
    assert not any(takes_surfaces(item) for item in ("BS01", "BS23", "BS17", "PV07", "PV09", "unknown"))
    assert set(EFFECTS.values()) == set(Effect)
