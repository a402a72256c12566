"""The file of acts: what it says, what a changed or cut one ends in, and its passphrase."""

from collections import Counter
from dataclasses import fields, replace
from datetime import UTC, datetime

import pytest

from clinic_terminal.application.acts import Act, ActKind
from clinic_terminal.contract import act_lock
from clinic_terminal.contract.act_export import ActExport, ActExportError, export_text, read_export
from clinic_terminal.contract.acts import seal
from clinic_terminal.domain.adjudication import Counters
from clinic_terminal.domain.plan import Category

AT = datetime(2026, 5, 21, 2, 30, tzinfo=UTC)
PHRASE = act_lock.passphrase(bytes(range(40, 60)))


def act(number: int) -> Act:
    """Return act ``number`` with a real envelope."""
    act_id = f"00000000-0000-7000-8000-{number:012d}"
    body, digest = seal(
        act_id=act_id,
        kind="BILL_SIGNED",
        chain="M1/POL-1",
        terminal="T-1",
        created_at=AT,
        sequence=number,
        payload={"note": "小牙"},
        evidence={},
    )
    posted = Counters(100, 100, {Category.BASIC: 100}, 0, {"BS07": 1})
    return Act(act_id, ActKind.BILL_SIGNED, "M1/POL-1", "V-1", AT, body, digest, 100, posted, "XIAOLU")


def text(*acts: Act) -> bytes:
    return export_text(((each, "READY") for each in acts), terminal="T-1", clinic="C-1", made_at=AT)


def refusal(content: bytes) -> str:
    with pytest.raises(ActExportError) as caught:
        read_export(content)
    return caught.value.cause


def test_what_was_written_is_read_back_to_the_byte() -> None:
    acts = [act(1), act(2)]
    export = read_export(text(*acts))
    assert (export.terminal, export.clinic, export.made_at) == ("T-1", "C-1", AT)
    assert export.unsound == ()
    for read, written in zip(export.acts, acts, strict=True):
        assert read.state == "READY"
        for name in (field.name for field in fields(Act)):
            assert getattr(read, name) == getattr(written, name), name


def test_a_file_without_acts_is_a_file() -> None:
    assert read_export(text()) == ActExport("T-1", "C-1", AT, ())


def test_every_cut_is_noticed() -> None:
    whole = text(act(1), act(2))
    causes = Counter(refusal(whole[:length]) for length in range(len(whole)))
    assert set(causes) <= {"CUT_OFF", "FORM", "DAMAGED"}
    assert causes["CUT_OFF"] > len(whole) // 2


def test_every_changed_byte_is_noticed() -> None:
    whole = text(act(1))
    for position in range(0, len(whole), 7):
        changed = bytearray(whole)
        changed[position] ^= 1
        assert refusal(bytes(changed)) in {"DAMAGED", "FORM", "CUT_OFF"}


def test_lines_that_were_swapped_or_left_out_are_noticed() -> None:
    lines = text(act(1), act(2)).split(b"\n")
    swapped = [lines[0], lines[2], lines[1], *lines[3:]]
    left_out = [lines[0], *lines[2:]]
    assert refusal(b"\n".join(swapped)) == "DAMAGED"
    assert refusal(b"\n".join(left_out)) == "CUT_OFF"


@pytest.mark.parametrize("content", [b"", b"\n", b"{}", b"[]", b"\xff\xfe", b'{"form":"other/1"}\n'])
def test_another_file_is_refused_as_such(content: bytes) -> None:
    assert refusal(content) == "FORM"


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": "00000000-0000-7000-8000-000000000009"},
        {"digest": "0" * 64},
        {"chain": "M2/POL-1"},
        {"kind": ActKind.NOTE},
        {"body": b"{}"},
        {"body": b"not json"},
        {"body": act(2).body},
    ],
)
def test_an_act_whose_bytes_do_not_fit_is_named(wrong: dict[str, object]) -> None:
    export = read_export(text(act(1), replace(act(1), **wrong)))  # type: ignore[arg-type]  # one field of a test
    assert export.unsound == export.acts[1:]


def test_a_locked_file_opens_with_its_passphrase_alone() -> None:
    locked = act_lock.lock_up(text(act(1)), PHRASE, bytes(16), bytes(12))
    assert act_lock.is_locked(locked)
    assert "小牙".encode() not in locked
    assert read_export(act_lock.unlock(locked, PHRASE)).acts[0].is_sound
    assert act_lock.unlock(locked, f" {PHRASE.lower().replace('-', ' ')} ") == text(act(1))
    for wrong, cause in (("AAAAA", "PASSPHRASE"), ("", "PASSPHRASE")):
        with pytest.raises(ActExportError) as caught:
            act_lock.unlock(locked, wrong)
        assert caught.value.cause == cause


def test_a_locked_file_that_was_changed_or_cut_is_refused() -> None:
    locked = act_lock.lock_up(text(act(1)), PHRASE, bytes(16), bytes(12))
    for content, cause in (
        (locked[:-1] + bytes([locked[-1] ^ 1]), "PASSPHRASE"),
        (locked[:30], "CUT_OFF"),
        (text(act(1)), "FORM"),
    ):
        with pytest.raises(ActExportError) as caught:
            act_lock.unlock(content, PHRASE)
        assert caught.value.cause == cause


def test_a_passphrase_is_easy_to_read_out() -> None:
    assert len(PHRASE) == 23
    assert PHRASE.count("-") == 3
    assert not set(PHRASE) & set("01IO")
    assert act_lock.passphrase(bytes(20)) != PHRASE
