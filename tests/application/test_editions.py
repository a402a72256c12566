"""The look for later editions: off unless set, once a day, never in the way, never believed too easily."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from clinic_terminal.application import editions
from clinic_terminal.application.doctor_edition import judge_edition
from clinic_terminal.application.doctor_lines import Line, State
from clinic_terminal.application.edition_ports import (
    EditionLook,
    EditionUnsureError,
    NoEditions,
    Standing,
    Unsure,
)
from clinic_terminal.application.editions import look_for_update, look_if_due, may_ask
from clinic_terminal.application.settings_ports import SettingsInMemory
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.domain.edition import is_version, order_of
from clinic_terminal.i18n import translator
from clinic_terminal.settings import Language
from clinic_terminal.ui.views.doctor import line_view
from clinic_terminal.ui.views.edition_words import EDITION, passing_word
from tests.application.edition_looks import JUDGED, LATER, FakeEditions, look
from tests.build import NOW
from tests.terminal import Bench, make_bench

ADDRESS = "https://editions.example"
DAY = timedelta(days=1)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return make_bench(tmp_path)


@pytest.fixture
def publisher() -> FakeEditions:
    return FakeEditions()


@pytest.fixture
def terminal(bench: Bench, publisher: FakeEditions) -> Terminal:
    return replace(bench.terminal, editions=publisher, settings=set_to(check=True))


def set_to(*, check: bool, address: str = ADDRESS) -> SettingsInMemory:
    return SettingsInMemory({editions.CHECK: check, editions.ADDRESS: address})


def test_nobody_is_asked_unless_it_was_set(bench: Bench, publisher: FakeEditions) -> None:
    usual = replace(bench.terminal, editions=publisher)
    assert not may_ask(usual)
    assert look_for_update(usual) == look_if_due(usual) == EditionLook(Standing.OFF, "0.1.0")
    no_address = replace(usual, settings=set_to(check=True, address=""))
    assert look_for_update(no_address).standing is Standing.NO_ADDRESS
    no_key = replace(usual, settings=set_to(check=True), editions=replace(publisher, has_key=False))
    assert look_for_update(no_key).standing is Standing.NO_KEY
    assert publisher.asked == []
    assert publisher.kept is None


def test_a_later_edition_is_told_and_remembered(terminal: Terminal, publisher: FakeEditions) -> None:
    found = look_for_update(terminal)
    assert found == EditionLook(Standing.NEWER, "0.1.0", NOW, None, LATER, NOW, ADDRESS)
    assert found.later == LATER
    assert publisher.kept == found
    assert publisher.asked == [(ADDRESS, NOW)]


@pytest.mark.parametrize("version", ["0.1.0", "0.1", "0.0.9"])
def test_the_same_or_an_earlier_edition_is_no_news(
    terminal: Terminal, publisher: FakeEditions, version: str
) -> None:
    publisher.says = replace(LATER, version=version)
    found = look_for_update(terminal)
    assert (found.standing, found.later) == (Standing.CURRENT, None)


def test_the_publisher_is_asked_once_a_day(bench: Bench, terminal: Terminal, publisher: FakeEditions) -> None:
    first = look_if_due(terminal)
    bench.clock.advance(DAY.total_seconds() - 1)
    assert look_if_due(terminal) == first
    assert len(publisher.asked) == 1
    bench.clock.advance(1)
    assert look_if_due(terminal).at == NOW + DAY
    assert len(publisher.asked) == 2


def test_another_address_is_asked_at_once(terminal: Terminal, publisher: FakeEditions) -> None:
    look_if_due(terminal)
    look_if_due(replace(terminal, settings=set_to(check=True, address="https://other.example")))
    assert [address for address, _at in publisher.asked] == [ADDRESS, "https://other.example"]


def test_where_nobody_is_to_be_asked_the_settings_do_not_matter(terminal: Terminal) -> None:
    practice = replace(terminal, editions=NoEditions())
    assert look_for_update(practice).standing is look_if_due(practice).standing is Standing.OFF


def test_a_look_that_failed_is_not_repeated_all_day(terminal: Terminal, publisher: FakeEditions) -> None:
    publisher.says = EditionUnsureError(Unsure.TIMEOUT)
    assert look_if_due(terminal).standing is look_if_due(terminal).standing is Standing.UNSURE
    assert len(publisher.asked) == 1


def test_a_clock_that_ran_ahead_does_not_put_the_next_look_off_for_years(
    bench: Bench, terminal: Terminal, publisher: FakeEditions
) -> None:
    publisher.says = EditionUnsureError(Unsure.EXPIRED)
    bench.clock.advance(400 * DAY.total_seconds())
    look_if_due(terminal)
    bench.clock.advance(-400 * DAY.total_seconds())
    publisher.says = LATER
    assert look_if_due(terminal).standing is Standing.NEWER


def test_after_installing_what_was_known_is_no_news_any_more(
    terminal: Terminal, publisher: FakeEditions
) -> None:
    assert look_if_due(terminal).standing is Standing.NEWER
    publisher.running = "0.2.0"
    found = look_if_due(terminal)
    assert (found.standing, found.running, found.later) == (Standing.CURRENT, "0.2.0", None)
    assert len(publisher.asked) == 1


def test_what_was_sure_is_kept_through_a_look_that_failed(
    bench: Bench, terminal: Terminal, publisher: FakeEditions
) -> None:
    look_for_update(terminal)
    bench.clock.advance(DAY.total_seconds())
    publisher.says = EditionUnsureError(Unsure.NO_CONNECTION)
    found = look_for_update(terminal)
    assert found == EditionLook(
        Standing.UNSURE, "0.1.0", NOW + DAY, Unsure.NO_CONNECTION, LATER, NOW, ADDRESS
    )
    assert judge_edition(found).finding == "NEWER_BEFORE"


def test_a_clock_behind_the_last_good_news_is_not_gone_by(
    bench: Bench, terminal: Terminal, publisher: FakeEditions
) -> None:
    look_for_update(terminal)
    bench.clock.advance(-DAY.total_seconds())
    assert look_for_update(terminal).standing is Standing.NEWER
    bench.clock.advance(-2 * DAY.total_seconds())
    assert publisher.kept is not None
    publisher.kept = replace(publisher.kept, sure_at=NOW)
    found = look_for_update(terminal)
    assert (found.standing, found.cause) == (Standing.UNSURE, Unsure.CLOCK)
    assert len(publisher.asked) == 2


@pytest.mark.parametrize("failure", [RuntimeError("x"), OSError(5, "x"), RecursionError()])
def test_whatever_goes_wrong_is_a_value(
    terminal: Terminal, publisher: FakeEditions, failure: Exception
) -> None:
    publisher.says = failure
    for found in (look_for_update(terminal), look_if_due(terminal)):
        assert (found.standing, found.cause, found.later) == (Standing.UNSURE, Unsure.UNEXPECTED, None)


def test_nobody_at_the_port_says_nothing() -> None:
    nobody = NoEditions()
    nobody.keep(EditionLook(Standing.CURRENT))
    assert (nobody.last(), nobody.has_key, nobody.running) == (None, True, "")
    with pytest.raises(EditionUnsureError):
        nobody.newest(ADDRESS, NOW)


@pytest.mark.parametrize(("line", "state", "finding"), JUDGED, ids=[finding for _, _, finding in JUDGED])
def test_each_look_is_judged(line: Line, state: State, finding: str) -> None:
    assert (line.state, line.finding) == (state, finding)


def test_every_finding_can_be_reached_and_every_cause_has_words() -> None:
    assert {(line.code, line.finding) for line, _, _ in JUDGED} == set(EDITION)
    for cause in Unsure:
        line = judge_edition(look(Standing.UNSURE, cause))
        assert line_view(line, translator(Language.ZH)).remedy


@pytest.mark.parametrize(
    ("language", "note"), [(Language.ZH, "排队更快。"), (Language.EN, "The queue is faster.")]
)
def test_the_line_names_version_day_and_note_in_its_language(language: Language, note: str) -> None:
    view = line_view(judge_edition(look(Standing.NEWER, edition=LATER)), translator(language))
    for part in ("0.2.0", "0.1.0", "2026-05-20", note):
        assert part in view.found
    assert view.remedy


def test_the_word_in_passing_names_a_later_edition_only() -> None:
    words = translator(Language.ZH)
    assert "0.2.0" in passing_word(look(Standing.NEWER, edition=LATER), words)
    assert passing_word(look(Standing.CURRENT), words) == ""


@pytest.mark.parametrize(
    ("earlier", "later"),
    [("0.1.0", "0.1.1"), ("0.9.0", "0.10.0"), ("1.0", "1.0.1"), ("0.1.0.dev1", "0.1.1"), ("2", "2.0.1")],
)
def test_versions_are_ordered_by_their_numbers(earlier: str, later: str) -> None:
    assert order_of(earlier) < order_of(later)


def test_trailing_noughts_and_suffixes_make_no_difference() -> None:
    assert order_of("1.2") == order_of("1.2.0") == order_of("1.2.0rc1")
    assert order_of("nonsense") == ()


@pytest.mark.parametrize("text", ["", "1", "v1.2", "1.2.3.4.5", "1.2\n", "1..2", "１.２", "123456.1"])
def test_what_is_no_version_is_refused(text: str) -> None:
    assert not is_version(text)
