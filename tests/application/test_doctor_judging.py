"""The doctor's judgement from readings alone: each line as it should be, to be seen to, and not working."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from clinic_terminal.application.acts import Exposure, Freshness
from clinic_terminal.application.backup_ports import Backup, BackupReason, Health
from clinic_terminal.application.backups import BackupsView
from clinic_terminal.application.doctor import worst
from clinic_terminal.application.doctor_devices import (
    judge_cameras,
    judge_fonts,
    judge_printers,
    judge_scanner,
    judge_screen,
)
from clinic_terminal.application.doctor_house import (
    judge_backup,
    judge_database,
    judge_disk,
    judge_key,
    judge_log,
    judge_settings,
    judge_versions,
    judge_words,
)
from clinic_terminal.application.doctor_lines import Code, Line, State, fault, ok, warning
from clinic_terminal.application.doctor_ports import (
    CameraLook,
    Disk,
    FontLook,
    KeyLook,
    LogLook,
    ScannerLook,
    ScreenLook,
    SealLook,
    ServerLook,
    Versions,
)
from clinic_terminal.application.doctor_wire import (
    closed,
    judge_certificate,
    judge_clock,
    judge_enrolment,
    judge_queue,
    judge_seal,
    judge_server,
)
from clinic_terminal.application.exposure import Room
from clinic_terminal.application.ports import Enrolment
from clinic_terminal.application.printer_address import PDF, PrinterAddress, Way
from clinic_terminal.application.printing_ports import PrinterState
from clinic_terminal.application.queue_view import QueueView
from clinic_terminal.i18n import translator
from clinic_terminal.ui.views.doctor import line_view, summary
from clinic_terminal.ui.views.doctor_words import RECENT, SAID
from tests.application import edition_looks
from tests.build import CLINIC, NOW

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
GB = 1_000_000_000

VERSIONS = Versions("1.0", "3.11", "4.12", "Linux", "0005", "0005")
DISK = Disk(50 * GB, 100 * GB, reserved=True, writable=True)
ANSWER = ServerLook(secure=True, valid_until=NOW + 200 * DAY, date=NOW, milliseconds=40)
ENROLMENT = Enrolment("T-1", CLINIC, "https://api.example", "root")
SEAL = SealLook(NOW - DAY, NOW + 9_000 * DAY, fits=True)
FRONT = PrinterAddress(Way.SYSTEM, "front")
ROLL = PrinterAddress(Way.NETWORK, "10.0.0.9:9100")
SCREEN = ScreenLook(2, "HDMI-1", present=True)
FONTS = FontLook(("Inter", "Noto Sans SC"), ())


def backups(hours: float, *, good: bool = True) -> BackupsView:
    made = NOW - timedelta(hours=hours)
    one = Backup("b", Path("b"), made, BackupReason.DAILY, 5_000_000, made if good else None)
    return BackupsView((one,), None, None, NOW)


def queue(
    unsent: int = 0, *, parked: int = 0, for_a_person: int = 0, alarm: bool = False, used: int = 0
) -> QueueView:
    rooms = (Room("unsent_count", used, 100, 300), Room("silence_hours", 0, 24, 72))
    oldest = NOW - 5 * HOUR if unsent else None
    return QueueView(
        (), Exposure(unsent, 0, parked, oldest), Freshness(), rooms, NOW,
        open_count=for_a_person, alarm=NOW if alarm else None,
    )  # fmt: skip


def ending(at: datetime) -> ServerLook:
    return replace(ANSWER, valid_until=at)


def away(problem: str) -> ServerLook:
    return ServerLook(problem, secure=True)


def enrolled(*, key: bool = True, address: str | None = None) -> Line:
    return judge_enrolment(ENROLMENT, has_identity=key, set_address=address)


def printers(*states: tuple[PrinterAddress, PrinterState]) -> Line:
    return judge_printers(dict(states), found=2)


def scanner(port: str = "COM3", *, present: bool = True, allowed: bool = True, usb: bool = False) -> Line:
    return judge_scanner(ScannerLook(port, present, allowed, ("COM7",) if usb else ()))


JUDGED = [
    *edition_looks.JUDGED,
    (judge_versions(VERSIONS, "6.11"), State.OK, "VERSIONS"),
    (judge_versions(replace(VERSIONS, schema="")), State.OK, "VERSIONS"),
    (judge_versions(replace(VERSIONS, schema="0004")), State.WARNING, "SCHEMA_OLDER"),
    (judge_versions(replace(VERSIONS, schema="0006")), State.FAULT, "SCHEMA_NEWER"),
    (judge_versions(replace(VERSIONS, sqlcipher="")), State.FAULT, "NO_SQLCIPHER"),
    (judge_settings(""), State.OK, "SETTINGS"),
    (judge_settings("", waits=True), State.WARNING, "WAITS"),
    (judge_settings("SETTINGS_INVALID_VALUE"), State.FAULT, "UNUSABLE"),
    (judge_database("", Health(NOW), NOW), State.OK, "SOUND_TODAY"),
    (judge_database("", Health(NOW - 3 * DAY), NOW), State.OK, "SOUND"),
    (judge_database("", None, NOW), State.WARNING, "NEVER_CHECKED"),
    (judge_database("", Health(NOW - 15 * DAY), NOW), State.WARNING, "CHECK_OLD"),
    (judge_database("NO_DATABASE", None, NOW), State.WARNING, "NO_DATABASE"),
    (judge_database("SCHEMA_OLDER", None, NOW), State.WARNING, "SCHEMA_OLDER"),
    (judge_database("SETTINGS", None, NOW), State.WARNING, "CLOSED"),
    (judge_database("WRONG_KEY", None, NOW), State.FAULT, "NOT_OPEN"),
    (judge_database("RESTORING", None, NOW), State.FAULT, "RESTORING"),
    (judge_database("", Health(NOW, ("PAGES", "AUDIT")), NOW), State.FAULT, "DAMAGED"),
    (judge_backup(backups(5)), State.OK, "BACKUP"),
    (judge_backup(backups(73)), State.WARNING, "BACKUP_OLD"),
    (judge_backup(BackupsView((), None, None, NOW)), State.WARNING, "NO_BACKUP"),
    (judge_backup(None), State.WARNING, "CLOSED"),
    (judge_backup(backups(24 * 15)), State.FAULT, "BACKUP_LOST"),
    (judge_backup(backups(1, good=False)), State.FAULT, "NONE_GOOD"),
    (judge_disk(DISK), State.OK, "ROOM"),
    (judge_disk(replace(DISK, reserved=False)), State.WARNING, "NO_RESERVE"),
    (judge_disk(replace(DISK, free=GB - 1)), State.WARNING, "LITTLE_ROOM"),
    (judge_disk(replace(DISK, free=99_999_999)), State.FAULT, "NO_ROOM"),
    (judge_disk(replace(DISK, writable=False)), State.FAULT, "READ_ONLY"),
    (judge_key(KeyLook("KEYRING")), State.OK, "KEYRING"),
    (judge_key(KeyLook("")), State.OK, "NO_KEY"),
    (judge_key(KeyLook("FILE")), State.WARNING, "FILE"),
    (judge_key(KeyLook("FILE", exposed=True)), State.FAULT, "EXPOSED"),
    (judge_key(KeyLook("KEYRING", out_of_reach=True)), State.FAULT, "OUT_OF_REACH"),
    (enrolled(), State.OK, "ENROLLED"),
    (enrolled(address="https://api.example/"), State.OK, "ENROLLED"),
    (enrolled(address="https://other.example"), State.WARNING, "OTHER_ADDRESS"),
    (enrolled(key=False), State.FAULT, "NO_IDENTITY"),
    (judge_enrolment(None, has_identity=True, set_address=None), State.FAULT, "NOT_ENROLLED"),
    (judge_server(ANSWER, None, NOW), State.OK, "ANSWERS"),
    (judge_server(None, None, NOW), State.WARNING, "NOBODY_TO_ASK"),
    (judge_server(away("TIMEOUT"), NOW - HOUR, NOW), State.WARNING, "AWAY"),
    (judge_server(away("NO_CONNECTION"), NOW - 25 * HOUR, NOW), State.FAULT, "AWAY_LONG"),
    (judge_server(away("NO_CONNECTION"), None, NOW), State.FAULT, "AWAY_LONG"),
    (judge_server(away("NOT_THE_SERVER"), NOW, NOW), State.FAULT, "NOT_THE_SERVER"),
    (judge_server(away("CERT_NAME"), NOW, NOW), State.FAULT, "CERTIFICATE"),
    (judge_certificate(ANSWER, NOW), State.OK, "VALID"),
    (judge_certificate(replace(ANSWER, own_ca=True), NOW), State.OK, "OWN_CA"),
    (judge_certificate(ServerLook(), NOW), State.OK, "THIS_COMPUTER"),
    (judge_certificate(None, NOW), State.WARNING, "NOBODY_TO_ASK"),
    (judge_certificate(away("TIMEOUT"), NOW), State.WARNING, "NOT_SEEN"),
    (judge_certificate(ending(NOW + 29 * DAY), NOW), State.WARNING, "SOON_ENDED"),
    (judge_certificate(ending(NOW - HOUR), NOW), State.FAULT, "CERT_EXPIRED"),
    (judge_certificate(away("CERT_UNKNOWN"), NOW), State.FAULT, "CERT_UNKNOWN"),
    (judge_certificate(away("CERT_NAME"), NOW), State.FAULT, "CERT_NAME"),
    (judge_certificate(away("CERT_REFUSED"), NOW), State.FAULT, "CERT_REFUSED"),
    (judge_certificate(away("CA_FILE"), NOW), State.FAULT, "CA_FILE"),
    (judge_clock(NOW, None, ANSWER, NOW + timedelta(seconds=59)), State.OK, "CLOCK"),
    (judge_clock(NOW, None, ANSWER, NOW - timedelta(seconds=61)), State.WARNING, "CLOCK_OFF"),
    (judge_clock(NOW, None, ANSWER, NOW + 11 * timedelta(minutes=1)), State.FAULT, "CLOCK_WRONG"),
    (judge_clock(NOW, NOW - HOUR, away("TIMEOUT"), NOW), State.OK, "NOT_BEHIND"),
    (judge_clock(NOW, NOW - 25 * HOUR, None, None), State.WARNING, "LONG_AGO"),
    (judge_clock(NOW, None, None, None), State.WARNING, "NEVER_ASKED"),
    (judge_clock(NOW, NOW + HOUR, None, None), State.FAULT, "CLOCK_BEHIND"),
    (judge_queue(queue()), State.OK, "EMPTY"),
    (judge_queue(queue(3, used=3)), State.OK, "WAITING"),
    (judge_queue(queue(1, parked=1, for_a_person=1)), State.WARNING, "PARKED"),
    (judge_queue(queue(for_a_person=2)), State.WARNING, "FOR_A_PERSON"),
    (judge_queue(queue(101, used=101)), State.WARNING, "LIMIT_NEAR"),
    (judge_queue(queue(301, used=301)), State.FAULT, "LIMIT_PASSED"),
    (judge_queue(queue(3, alarm=True)), State.FAULT, "STUCK"),
    (closed(Code.QUEUE), State.WARNING, "CLOSED"),
    (judge_seal(SEAL, NOW), State.OK, "SEAL"),
    (judge_seal(None, NOW), State.OK, "NO_SEAL"),
    (judge_seal(replace(SEAL, valid_until=NOW + 300 * DAY), NOW), State.WARNING, "SEAL_ENDING"),
    (judge_seal(replace(SEAL, valid_until=NOW - DAY), NOW), State.FAULT, "SEAL_ENDED"),
    (judge_seal(replace(SEAL, valid_from=NOW + DAY), NOW), State.FAULT, "SEAL_NOT_YET"),
    (judge_seal(replace(SEAL, fits=False), NOW), State.FAULT, "SEAL_BROKEN"),
    (printers((FRONT, PrinterState.READY)), State.OK, "READY"),
    (printers((FRONT, PrinterState.UNKNOWN)), State.OK, "SAYS_NOTHING"),
    (printers((PDF, PrinterState.READY)), State.WARNING, "PDF_ONLY"),
    (printers((FRONT, PrinterState.READY), (ROLL, PrinterState.PAPER_LOW)), State.WARNING, "PAPER_LOW"),
    *(
        (printers((FRONT, PrinterState.READY), (ROLL, state)), State.FAULT, state.value)
        for state in PrinterState
        if state not in {PrinterState.READY, PrinterState.UNKNOWN, PrinterState.PAPER_LOW}
    ),
    (scanner(), State.OK, "PLUGGED_IN"),
    (scanner(""), State.OK, "KEYBOARD"),
    (scanner("", usb=True), State.WARNING, "NOT_CHOSEN"),
    (scanner(present=False), State.FAULT, "UNPLUGGED"),
    (scanner(allowed=False), State.FAULT, "NOT_ALLOWED"),
    (judge_cameras(CameraLook(("one",))), State.OK, "CAMERAS"),
    (judge_cameras(CameraLook(())), State.WARNING, "NO_CAMERA"),
    (judge_cameras(None), State.WARNING, "NOT_LOOKED"),
    (judge_cameras(CameraLook((), usable=False)), State.FAULT, "CAMERAS_BROKEN"),
    (judge_screen(SCREEN), State.OK, "TWO_SCREENS"),
    (judge_screen(ScreenLook(1, "", present=False)), State.OK, "ONE_SCREEN"),
    (judge_screen(replace(SCREEN, chosen="")), State.WARNING, "SCREEN_UNUSED"),
    (judge_screen(None), State.WARNING, "NO_DISPLAY"),
    (judge_screen(replace(SCREEN, present=False)), State.FAULT, "SCREEN_GONE"),
    (judge_fonts(FONTS), State.OK, "FONTS"),
    (judge_fonts(FontLook(("Noto Sans SC",), ("Inter",))), State.WARNING, "FONT_MISSING"),
    (judge_fonts(None), State.WARNING, "NOT_LOOKED"),
    (judge_fonts(FontLook(("Inter",), ("Noto Sans SC",))), State.FAULT, "NO_CHINESE_FONT"),
    (judge_words(()), State.OK, "WORDS"),
    (judge_words(("en",)), State.WARNING, "LANGUAGE_MISSING"),
    (judge_words(("zh_CN", "en")), State.FAULT, "NO_CHINESE"),
    (judge_log(LogLook(10, writable=True)), State.OK, "LOG"),
    (judge_log(LogLook(21_000_000, writable=True)), State.WARNING, "LOG_LONG"),
    (judge_log(LogLook(201_000_000, writable=True)), State.FAULT, "LOG_HUGE"),
    (judge_log(LogLook(10, writable=False)), State.FAULT, "LOG_CLOSED"),
]


@pytest.mark.parametrize(
    ("line", "state", "finding"), JUDGED, ids=[f"{line.code}-{finding}" for line, _, finding in JUDGED]
)
def test_a_reading_is_judged(line: Line, state: State, finding: str) -> None:
    assert (line.state, line.finding) == (state, finding)


@pytest.mark.parametrize("code", Code)
def test_every_line_has_all_three_states_here(code: Code) -> None:
    assert {state for line, state, _finding in JUDGED if line.code is code} == set(State)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_finding_is_said_without_a_place_left_empty(language: str) -> None:
    words = translator(language)
    for line, _state, _finding in JUDGED:
        view = line_view(line, words)
        assert view.title
        assert view.found
        assert "{" not in view.found + view.remedy
        assert view.remedy or view.state is State.OK, view
    assert len(
        {line_view(ok(code, next(f for c, f in SAID if c is code), _all()), words).title for code in Code}
    ) == len(Code)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize(("code", "finding"), RECENT)
def test_nobody_says_nought_hours_ago(code: Code, finding: str, language: str) -> None:
    words = translator(language)
    fact, _what = RECENT[code, finding]
    facts = {**_all(), fact: 0}
    found = line_view(ok(code, finding, facts), words).found
    assert "0" not in found
    assert "{" not in found
    assert found != line_view(ok(code, finding, {**facts, fact: 1}), words).found


def _all() -> dict[str, int]:
    names = "program python qt sqlcipher schema problem days cause faults hours count free_gigabytes missing"
    more = "kilobytes terminal clinic milliseconds seconds unsent oldest_hours room"
    of_editions = "running version released note cause"
    return dict.fromkeys(f"{names} {more} {of_editions}".split(), 1)


def test_every_sentence_belongs_to_a_finding_that_can_be_found() -> None:
    found = {(line.code, line.finding) for line, _state, _finding in JUDGED}
    assert set(SAID) <= found


def test_the_worst_line_decides() -> None:
    fine, warned, broken = ok(Code.LOG, "LOG"), warning(Code.LOG, "LOG_LONG"), fault(Code.LOG, "LOG_HUGE")
    assert worst(()) is State.OK
    assert worst((fine, fine)) is State.OK
    assert worst((fine, warned)) is State.WARNING
    assert worst((warned, broken, fine)) is State.FAULT


def test_the_summary_counts_faults_and_warnings() -> None:
    zh = translator("zh_CN")
    fine, warned, broken = ok(Code.LOG, "LOG"), warning(Code.DISK, "NO_RESERVE"), fault(Code.KEY, "EXPOSED")
    assert summary((fine,), zh) == "全部正常。"
    assert summary((fine, warned), zh) == "没有故障，1 项注意。"
    assert summary((broken, warned, fine), zh) == "1 项故障，1 项注意。"


def test_facts_say_how_much() -> None:
    assert judge_certificate(ending(NOW + 29 * DAY), NOW).facts["days"] == 29
    assert judge_queue(queue(101, used=150)).facts["room"] == 50
    assert judge_disk(DISK).facts["free_gigabytes"] == "50.0"
    assert judge_clock(NOW, None, ANSWER, NOW - timedelta(seconds=61)).facts["seconds"] == -61
