"""The log: UTF-8 everywhere, and of an error its kind and its place, never a word of what it says."""

import io
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from clinic_terminal.application.doctor_log import without_persons
from clinic_terminal.bootstrap.log_form import MOST_FRAMES, NamelessForm
from clinic_terminal.bootstrap.program import start_log
from clinic_terminal.contract.act_lock import unlock
from clinic_terminal.settings import Paths

SAID = "C:\\Users\\王敏\\clinic.db"


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return the log's file of a program that has begun to log."""
    monkeypatch.setattr(logging.root, "handlers", [])
    monkeypatch.setattr(logging.root, "level", logging.WARNING)
    # As on a Windows whose code page is not UTF-8.
    monkeypatch.setattr(io, "text_encoding", lambda encoding, _level=2: encoding or "ascii")
    paths = Paths(tmp_path)
    start_log(paths)
    yield paths.log
    for handler in logging.root.handlers:
        handler.close()


def failing() -> None:
    """Fail as a driver does, with a file of somebody's in the words."""
    try:
        unlock(b"no file of acts", SAID)
    except Exception as error:
        raise PermissionError(13, SAID) from error


def test_an_error_is_logged_by_kind_and_place_alone(log: Path) -> None:
    try:
        failing()
    except PermissionError:
        logging.getLogger("clinic_terminal.sync.loop").exception("sync turn failed")
    text = log.read_text(encoding="utf-8")
    assert "王敏" not in text
    assert "Users" not in text
    assert str(Path(__file__).parent) not in text
    lines = text.splitlines()
    assert lines[0].endswith("ERROR clinic_terminal.sync.loop sync turn failed")
    assert lines[-1] == "PermissionError"
    assert any(line.startswith('  File "clinic_terminal/contract/act_lock.py", line ') for line in lines)
    assert any(line.startswith("clinic_terminal.contract.") for line in lines), "the error that led to it"


def test_what_support_gets_of_it_still_has_the_places(log: Path) -> None:
    try:
        failing()
    except PermissionError:
        logging.getLogger("clinic_terminal.sync.loop").exception("sync turn failed")
    shown = list(without_persons(log.read_text(encoding="utf-8")))
    assert any("clinic_terminal/contract/act_lock.py:" in line for line in shown)
    assert shown[-1].startswith("PermissionError")


def test_a_name_that_no_encoding_holds_loses_no_line(log: Path) -> None:
    # To the log alone: what collects the records of a test cannot pass such a name on.
    (ours,) = (one for one in logging.root.handlers if isinstance(one, logging.FileHandler))
    told = ("backup made: %s, %d bytes", ("诊所\udc80.db", 4))
    ours.handle(logging.LogRecord("clinic_terminal.bootstrap.caretaker", logging.INFO, "", 1, *told, None))
    assert "backup made: 诊所\\udc80.db, 4 bytes" in log.read_text(encoding="utf-8")


def test_what_another_handler_left_on_the_record_is_not_taken() -> None:
    try:
        failing()
    except PermissionError as error:
        found = (type(error), error, error.__traceback__)
    record = logging.LogRecord("clinic_terminal.ui", logging.ERROR, "", 1, "a verb failed: %s", ("X",), found)
    logging.Formatter().format(record)
    assert SAID in str(record.exc_text)
    assert "王敏" not in NamelessForm().format(record)
    assert SAID in str(record.exc_text), "the record is the other handler's too"


def test_an_endless_recursion_fills_no_log() -> None:
    def again() -> None:
        again()

    try:
        again()
    except RecursionError as error:
        told = NamelessForm().formatException((type(error), error, error.__traceback__))
    assert len(told.splitlines()) == MOST_FRAMES + 2
