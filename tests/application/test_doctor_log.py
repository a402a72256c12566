"""Of the log only our own sentences leave the house: no name, no number of a person, no foreign sentence."""

import ast
from pathlib import Path

import pytest

import clinic_terminal
from clinic_terminal.application.doctor_codes import OTHER, is_known, shown_code
from clinic_terminal.application.doctor_log import GAP, SENTENCES, without_persons

SOURCE = Path(clinic_terminal.__file__).parent
VERBS = {"debug", "info", "warning", "error", "exception", "critical", "log"}
HEAD = "2026-11-22 10:31:58,123"


def shown(*lines: str) -> list[str]:
    return list(without_persons("\n".join(lines)))


def logged_in(tree: ast.AST) -> set[str]:
    """Return the sentences that a module logs."""
    found = set()
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        owner = node.func.value
        if node.func.attr in VERBS and isinstance(owner, ast.Name) and owner.id in {"_log", "logger"}:
            place = 1 if node.func.attr == "log" else 0
            sentence = node.args[place]
            assert isinstance(sentence, ast.Constant)
            found.add(str(sentence.value))
    return found


def test_every_sentence_that_the_program_logs_is_known_to_the_bundle() -> None:
    files = SOURCE.rglob("*.py")
    logged = set[str]().union(*(logged_in(ast.parse(file.read_text(encoding="utf-8"))) for file in files))
    assert logged == set(SENTENCES)


def test_our_own_sentences_stay_with_codes_and_numbers() -> None:
    assert shown(
        f"{HEAD} INFO clinic_terminal.sync.loop the server was not reached: CENTRAL_UNREACHABLE TIMEOUT"
    ) == [f"{HEAD} INFO clinic_terminal.sync.loop the server was not reached: CENTRAL_UNREACHABLE TIMEOUT"]
    assert shown(
        f"{HEAD} ERROR clinic_terminal.bootstrap.caretaker database checked: ('PAGES', 'AUDIT')"
    ) == [f"{HEAD} ERROR clinic_terminal.bootstrap.caretaker database checked: PAGES AUDIT"]
    assert shown(f"{HEAD} INFO clinic_terminal.bootstrap.caretaker backup made: 王小明.db, 4096 bytes") == [
        f"{HEAD} INFO clinic_terminal.bootstrap.caretaker backup made: {GAP}, 4096 bytes"
    ]


@pytest.mark.parametrize(
    "line",
    [
        f"{HEAD} INFO clinic_terminal.ui.window WANG XIAOMING came in",
        f"{HEAD} WARNING clinic_terminal.ui.window a verb failed: WangXiaoming",
        f"{HEAD} WARNING clinic_terminal.ui.window a verb failed: WANG",
        f"{HEAD} WARNING clinic_terminal.sync.prefetch a child was not prefetched: 310101201501011234",
        f"{HEAD} WARNING urllib3.connectionpool GET /members/WANG",
        f"{HEAD} WARNING clinic_terminal.ui.WANG a verb failed: TIMEOUT",
        f"{HEAD} WARNING Wang.Xiaoming a verb failed",
        "ValueError: WANG XIAOMING is no number",
        "WangError: nobody",
        '    raise ValueError("WANG")',
        '  File "/srv/wang/clinic.py", line 3, in wang',
        "王小明",
    ],
)
def test_nothing_of_a_person_is_left(line: str) -> None:
    (left,) = shown(line)
    for trace in ("wang", "xiaoming", "310101", "王"):
        assert trace not in left.lower()


def test_a_traceback_keeps_where_it_happened_and_what_kind_of_error_it_was() -> None:
    assert shown(
        "Traceback (most recent call last):",
        '  File "/srv/wang/lib/clinic_terminal/sync/loop.py", line 152, in _turn',
        '    raise StoreFailedError("WANG")',
        "clinic_terminal.application.failures.StoreFailedError: WANG",
        "KeyError: 'WANG'",
    ) == [
        GAP,
        "  clinic_terminal/sync/loop.py:152 _turn",
        GAP,
        f"StoreFailedError: {GAP}",
        f"KeyError: {GAP}",
    ]  # fmt: skip


def test_what_is_left_out_in_a_row_is_one_gap() -> None:
    assert shown("one", "two", "three", f"{HEAD} ERROR clinic_terminal.sync.loop sync turn failed") == [
        GAP,
        f"{HEAD} ERROR clinic_terminal.sync.loop sync turn failed",
    ]


def test_only_listed_codes_are_shown() -> None:
    assert shown_code("") == ""
    assert shown_code("BRAND_LOCKED") == "BRAND_LOCKED"
    assert shown_code("HTTP_503") == "HTTP_503"
    assert shown_code("WANG_XIAOMING") == OTHER
    assert not is_known("HTTP_99")
