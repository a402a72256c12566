"""The line as a pure state machine: tables of what was reported when, and what is shown after it."""

import itertools

import pytest

from clinic_terminal.application.line import (
    APART_S,
    LONGEST_PROOF_S,
    QUIET_S,
    STEADY_S,
    Line,
    Track,
    after_answer,
    after_failure,
    after_refusal,
    after_waiting,
)

LETTERS = {Line.UNKNOWN: "?", Line.ONLINE: "+", Line.OFFLINE: "-", Line.REFUSED: "x"}


def report(track: Track, what: str, at: float) -> Track:
    if what == "a":
        return after_answer(track, at)
    if what == "f":
        return after_failure(track, "TIMEOUT", at)
    if what == "r":
        return after_refusal(track, "TERMINAL_REVOKED", at)
    return after_waiting(track, at)


def shown(reports: str) -> str:
    """Return what is shown after each report such as ``f12``: a failure twelve seconds after the start."""
    track, seen = Track(), ""
    for one in reports.split():
        track = report(track, one[0], float(one[1:]))
        seen += LETTERS[track.line]
    return seen


SEQUENCES = {
    "the first answer decides": ("a0", "+"),
    "the first failure decides": ("f0", "-"),
    "the first refusal decides": ("r0", "x"),
    "waiting alone decides nothing": ("w0 w100", "??"),
    "one failure is no outage": ("a0 f5 w9 w40", "++++"),
    "two failures in a row are one": ("a0 f5 f10", "++-"),
    "an answer between two failures keeps the line up": ("a0 f5 a6 f10 a11 f15", "++++++"),
    "failures side by side count once": ("a0 f5 f5 f6", "++++"),
    "and a later one counts as the second": ("a0 f5 f6 f7", "+++-"),
    "after a long silence one failure is enough": ("a0 f46", "+-"),
    "after a short one it is not": ("a0 f45", "++"),
    "one answer is no return": ("f0 a5", "--"),
    "two answers in a row are one": ("f0 a5 a10", "--+"),
    "answers side by side count once": ("f0 a5 a5 a6", "----"),
    "and a later answer counts as the second": ("f0 a5 a6 a7", "---+"),
    "a failure between two answers keeps the line down": ("f0 a5 f6 a10 f11 a15", "------"),
    "a lonely answer that stands is a return": ("f0 a5 w14 w15", "---+"),
    "a lonely answer that a failure followed is none": ("f0 a5 f6 w15 w60", "-----"),
    "a refusal is certain at once": ("a0 r1", "+x"),
    "a refusal during an outage too": ("f0 r1", "-x"),
    "a refusal that stands beside answers is not blinked away": ("a0 r5 a5 r10 a10 r15 a15", "+xxxxxx"),
    "a refusal ends as an outage does": ("a0 r5 a10 a15", "+xx+"),
    "a refused line can go down as well": ("r0 f5 f10", "xx-"),
    "a relapse makes the next return slower": ("f0 a5 a10 f15 f20 a25 a30 a34 a35", "--++----+"),
    "an outage much later is no relapse": ("f0 a5 a10 a60 f70 f75 a80 a85", "--+++--+"),
}


@pytest.mark.parametrize(("reports", "expected"), SEQUENCES.values(), ids=SEQUENCES.keys())
def test_the_line_follows_its_table(reports: str, expected: str) -> None:
    assert shown(reports) == expected


def changes_of(reports: list[tuple[str, float]]) -> int:
    track, lines = Track(), []
    for what, at in reports:
        track = report(track, what, at)
        lines.append(track.line)
    return sum(one is not other for one, other in itertools.pairwise(lines))


@pytest.mark.parametrize("seconds", [0.5, 1, 5, 30])
@pytest.mark.parametrize("first", ["a", "f"])
def test_a_network_that_answers_every_other_time_never_changes_the_pill(seconds: float, first: str) -> None:
    other = "f" if first == "a" else "a"
    reports = [((first, other)[number % 2], number * seconds) for number in range(1_000)]
    assert changes_of(reports) == 0


@pytest.mark.parametrize("run", range(2, 12))
def test_a_flapping_network_changes_the_pill_ten_times_an_hour_at_most(run: int) -> None:
    """Runs of answers and of failures five seconds apart, for an hour: each is long enough to count."""
    reports = [("af"[number // run % 2], number * 5.0) for number in range(720)]
    assert 2 <= changes_of(reports) <= 10


def test_a_return_is_never_doubted_for_ever() -> None:
    track, at = Track(), 0.0
    for _ in range(50):  # outages, each a relapse
        track = report(report(track, "f", at), "f", at + APART_S)
        assert track.line is Line.OFFLINE
        at += APART_S + 1
        track = report(report(track, "a", at), "w", at + LONGEST_PROOF_S)
        assert track.line is Line.ONLINE
        at += LONGEST_PROOF_S + 1


def test_every_sequence_ends_as_its_last_minute_says() -> None:
    """However the line came to stand as it does: enough of one kind of report brings it there."""
    for history in itertools.product("afrw", repeat=6):
        track = Track()
        for number, what in enumerate(history):
            track = report(track, what, number * 3.0)
        for what, line in (("a", Line.ONLINE), ("f", Line.OFFLINE), ("r", Line.REFUSED)):
            end = track
            for second in range(20, 90, 5):
                end = report(end, what, float(second))
            assert end.line is line, (history, what)
            assert not end.is_in_doubt


def test_doubt_is_where_one_more_report_decides() -> None:
    online = after_answer(Track(), 0)
    assert Track().is_in_doubt
    assert not online.is_in_doubt
    assert after_failure(online, "TIMEOUT", 1).is_in_doubt
    offline = after_failure(Track(), "TIMEOUT", 0)
    assert not offline.is_in_doubt
    assert after_answer(offline, 1).is_in_doubt


def test_the_latest_failure_names_the_outage() -> None:
    track = after_failure(Track(), "NO_CONNECTION", 0)
    assert track.code == "NO_CONNECTION"
    assert after_failure(track, "TIMEOUT", 5).code == "TIMEOUT"
    assert after_waiting(after_answer(track, 5), 5 + STEADY_S).code == ""
    assert QUIET_S > STEADY_S
