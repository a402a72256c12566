"""A usual visit is silent at any age; the same with a line twice is not."""

from collections.abc import Iterable
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from clinic_terminal.domain.chair_findings import ChairRule
from clinic_terminal.domain.chair_rules import ChairCase, chair_findings
from clinic_terminal.domain.chair_tables import ONCE_A_VISIT
from clinic_terminal.domain.dentition import ABSENT, Dentition
from clinic_terminal.domain.item_families import Family, picks_for
from clinic_terminal.domain.surfaces import letters
from clinic_terminal.domain.tooth import PERMANENT, PRIMARY, TEETH
from clinic_terminal.domain.visit import VisitLine
from tests.build import TODAY
from tests.domain.chair import done, shipped

ROUTINE = ("PV01", "PV04", "PV06", "PV09", "PV11", "PV15")
BIRTHS = st.dates(TODAY.replace(year=TODAY.year - 14), TODAY.replace(year=TODAY.year - 1))


def standing(dentition: Dentition, teeth: Iterable[str]) -> list[str]:
    """Return the teeth that an age lets stand there, and that are not early by the rule."""
    early = dentition.months < 60
    return sorted(
        tooth
        for tooth in teeth
        if dentition.presence(tooth) not in ABSENT and not (early and tooth in PERMANENT)
    )


@st.composite
def usual_visits(draw: st.DrawFn) -> ChairCase:
    """Draw a visit: a routine once each, and one treatment a tooth on teeth that stand there."""
    dentition = Dentition(draw(BIRTHS), TODAY)
    lines = [done(code) for code in draw(st.lists(st.sampled_from(ROUTINE), unique=True))]
    present = standing(dentition, TEETH)
    teeth = draw(st.lists(st.sampled_from(present), unique=True, max_size=12)) if present else []
    for tooth in teeth:
        surfaces = draw(st.sets(st.sampled_from(letters(tooth)), min_size=1, max_size=5))
        named = "".join(sign for sign in letters(tooth) if sign in surfaces)
        family = draw(st.sampled_from((Family.FILLING, Family.EXTRACTION)))
        (pick,) = picks_for(shipped(), family, (tooth,), ((tooth, named),))
        faces = pick.surfaces if family is Family.FILLING else ()
        lines += [replace(done(f"{pick.item} {tooth}"), surfaces=faces), done(f"BS27 {tooth}")]
    order = draw(st.permutations(lines))
    return ChairCase(tuple(order), shipped(), dentition)


@settings(max_examples=150, deadline=None)
@given(usual_visits())
def test_a_usual_visit_is_silent(case: ChairCase) -> None:
    assert chair_findings(case) == ()


@settings(max_examples=100, deadline=None)
@given(usual_visits(), st.data())
def test_a_usual_visit_with_one_line_twice_is_not(case: ChairCase, data: st.DataObject) -> None:
    told = [line for line in case.lines if line.teeth or line.item in ONCE_A_VISIT]
    if not told:
        return
    again: VisitLine = data.draw(st.sampled_from(told))
    rules = {one.rule for one in chair_findings(replace(case, lines=(*case.lines, again)))}
    assert rules
    assert rules <= {ChairRule.TWICE, ChairRule.EXTRACTED_TWICE, ChairRule.ONCE_A_VISIT}


@settings(max_examples=60, deadline=None)
@given(usual_visits())
def test_the_order_of_lines_changes_no_rule(case: ChairCase) -> None:
    doubled = (*case.lines, *case.lines)
    turned = tuple(reversed(doubled))
    first = {(one.rule, one.teeth, one.count) for one in chair_findings(replace(case, lines=doubled))}
    second = {(one.rule, one.teeth, one.count) for one in chair_findings(replace(case, lines=turned))}
    assert {(rule, frozenset(teeth), count) for rule, teeth, count in first} == {
        (rule, frozenset(teeth), count) for rule, teeth, count in second
    }


def test_every_primary_tooth_of_a_preschool_child_can_be_treated_in_silence() -> None:
    dentition = Dentition(TODAY.replace(year=TODAY.year - 4), TODAY)
    lines = tuple(done(f"BS06 {tooth}") for tooth in sorted(PRIMARY))
    assert chair_findings(ChairCase(lines, shipped(), dentition)) == ()
