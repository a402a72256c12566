"""The doctor by its command: in words, as JSON, with exit codes; and a bundle that names nobody."""

import json
import os
import zipfile
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest

from clinic_terminal import cli
from clinic_terminal.application import follow_up
from clinic_terminal.application.acts import ActState, Answer, AnswerClass
from clinic_terminal.application.backup_ports import Restored
from clinic_terminal.application.doctor import Examination
from clinic_terminal.application.doctor_bundle import MANIFEST, make_bundle, short_id
from clinic_terminal.application.doctor_lines import Code, State
from clinic_terminal.application.doctor_ports import CameraLook, FontLook, NoProbes, ScreenLook, Seen
from clinic_terminal.application.operators import add_operator
from clinic_terminal.application.paper_orders import PaperKind, PaperSize
from clinic_terminal.application.printer_address import PrinterAddress, Way
from clinic_terminal.application.printer_choices import KindChoice, choose_printer
from clinic_terminal.bootstrap.doctor import HouseProbes, patient_in
from clinic_terminal.bootstrap.program import open_program
from clinic_terminal.bootstrap.wire import SERVICE
from clinic_terminal.domain.invoice import Invoice
from clinic_terminal.settings import HOME_VARIABLE, Paths, Settings, save_settings
from clinic_terminal.store import restore_note
from clinic_terminal.store.key import SecretVault
from clinic_terminal.store.restore_note import Note
from tests.application.people import NUMBER, signed, to_settle
from tests.build import CHILD, NOW, TODAY, snapshot
from tests.closing import finish
from tests.terminal import CLERK, KEY, make_bench

# The doctor makes an application without windows where there is none; after it no window could be opened.
pytestmark = pytest.mark.usefixtures("qapp")

OPERATOR = "李前台虚构"
CAREFUL = "赵负责虚构"
BUYER = "孙购买虚构"
NOTE = "周妈妈电话 13800138000"
SHOUTED = "WANG_XIAOMING"
PRINTER = "Dr-Zheng-Printer"
GUARDIAN = "练习家长"
EVERYBODY = (
    CHILD.name, CHILD.member, GUARDIAN, NUMBER, OPERATOR, CLERK.name, CAREFUL, BUYER, "周妈妈", "13800138000",
    SHOUTED, PRINTER, "zheng", "proxy.wang", "202604C",
)  # fmt: skip


@pytest.fixture
def paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Paths:
    monkeypatch.setenv("CLINIC_TERMINAL_KEYRING", "off")
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    return Paths(tmp_path / "home")


def plant(paths: Paths) -> str:
    """Fill the clinic's folder with invented people, wherever one can be; return the id of an act."""
    paths.prepare()
    SecretVault(SERVICE, paths.data).put(paths.key_file.name, KEY)
    bench = make_bench(paths.data, snapshot())
    terminal = bench.terminal
    add_operator(terminal, OPERATOR, "2468")
    visit_id = to_settle(bench)
    signed(bench, visit_id)
    finish(terminal, CLERK, visit_id)
    choose_printer(
        terminal, CLERK, PaperKind.BILL, KindChoice(PrinterAddress(Way.SYSTEM, PRINTER), PaperSize.A4)
    )
    with bench.store.begin() as uow:
        uow.invoices.add(Invoice("26317000000000000017", visit_id, TODAY, 35_000, BUYER, CLERK.name, NOW))
        row = uow.queue.lease(OPERATOR, NOW, 60)[0]
        refused = Answer(
            AnswerClass.FINAL, ActState.REJECTED, SHOUTED, CHILD.name, receipt=f'"{CHILD.name}"'.encode()
        )
        assert uow.queue.settle(row, refused, NOW)
    follow_up.take_over(terminal, CLERK, row.act.id)
    follow_up.note(terminal, CLERK, row.act.id, NOTE)
    bench.store.close()
    plant_in_files(paths)
    return row.act.id


def plant_in_files(paths: Paths) -> None:
    """Put invented people into the settings, the log and the names of files."""
    save_settings(
        paths.settings,
        Settings(
            data_responsible=CAREFUL, proxy="http://proxy.wang:8080", serial_port="/dev/zheng",
            member_patterns=("https://wang/(?P<member>202604C.*)",), scanner_prefix="WANG",
        ),
    )  # fmt: skip
    (paths.bills / f"{CHILD.name}.pdf").write_bytes(b"%PDF")
    paths.backups.mkdir()
    (paths.backups / f"clinic-{CHILD.name}.db").write_bytes(b"x")
    paths.log.write_text(
        f"2026-11-22 10:31:58,123 WARNING clinic_terminal.ui.window a verb failed: {CHILD.name}\n"
        f"2026-11-22 10:31:58,124 WARNING clinic_terminal.ui.window {OPERATOR} signed in\n"
        f'ValueError: {CHILD.member} {NUMBER}\n  File "/srv/zheng/{CHILD.name}.py", line 3, in {SHOUTED}\n'
        "2026-11-22 10:31:59,125 INFO clinic_terminal.sync.loop "
        f"the server was not reached: {SHOUTED} TIMEOUT\n",
        encoding="utf-8",
    )


def members_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def states(said: str) -> dict[str, tuple[str, str]]:
    return {line["code"]: (line["state"], line["finding"]) for line in json.loads(said)["lines"]}


def test_the_bundle_of_a_house_full_of_people_names_nobody(
    paths: Paths, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    act = plant(paths)
    file = tmp_path / "support.zip"
    cli.main(["doctor", "--json", "--bundle", str(file)])
    members = members_of(file.read_bytes())
    said = capsys.readouterr().out
    for place, content in {
        **members,
        "the names": "\n".join(members).encode(),
        "JSON": said.encode(),
    }.items():
        text = content.decode("utf-8")
        for somebody in EVERYBODY:
            assert somebody.lower() not in text.lower(), (place, somebody)
        for visible in ("\\u", act):
            assert visible not in text, place
    for somebody in EVERYBODY:
        assert somebody.encode() not in file.read_bytes()


def test_the_bundle_still_tells_support_what_it_needs(paths: Paths, tmp_path: Path) -> None:
    act = plant(paths)
    file = tmp_path / "support.zip"
    cli.main(["doctor", "--bundle", str(file)])
    members = members_of(file.read_bytes())
    manifest = json.loads(members.pop(MANIFEST))
    assert {name: sha256(data).hexdigest() for name, data in members.items()} == {
        name: about["sha256"] for name, about in manifest["files"].items()
    }
    queue = json.loads(members["queue.json"])
    (row,) = queue["acts"]
    assert row["act"] == short_id(act)
    assert (row["state"], row["kind"], row["last_error"]) == ("REJECTED", "BILL_SIGNED", "OTHER")
    assert queue["follow_ups"] == {"REJECTED": 1}
    settings = json.loads(members["settings.json"])
    assert settings["data_responsible"] == settings["proxy"] == settings["member_patterns"] == "set"
    assert settings["language"] == "zh_CN"
    assert {line["code"] for line in json.loads(members["doctor.json"])} == set(Code)
    assert "TIMEOUT" in members["log.txt"].decode()


def test_a_fresh_folder_is_looked_at_and_left_as_it_is(
    paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["doctor", "--json"]) == 1
    found = states(capsys.readouterr().out)
    assert found["ENROLMENT"] == ("FAULT", "NOT_ENROLLED")
    assert found["DATABASE"] == ("WARNING", "NO_DATABASE")
    assert found["WORDS"] == ("OK", "WORDS")
    assert not paths.data.exists()


def test_without_a_fault_the_exit_code_is_0_though_there_are_warnings(
    paths: Paths, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    open_program(paths).close()
    monkeypatch.setattr("clinic_terminal.showcase.doctor.worst", lambda _lines: State.WARNING)
    assert cli.main(["doctor"]) == 0
    said = capsys.readouterr().out
    assert "数据库" in said
    assert "→" in said


def test_a_database_that_does_not_open_hides_no_other_line(
    paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    open_program(paths).close()
    paths.database.write_bytes(b"\x00" * 8192)
    assert cli.main(["doctor", "--json"]) == 1
    found = states(capsys.readouterr().out)
    assert found["DATABASE"] == ("FAULT", "NOT_OPEN")
    assert found["QUEUE"] == found["PRINTERS"] == ("WARNING", "CLOSED")
    assert found["DISK"][0] != "FAULT"
    assert found["KEY"] == ("WARNING", "FILE")
    assert set(found) == set(Code)


def test_settings_that_cannot_be_used_are_a_line_of_their_own(
    paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    open_program(paths).close()
    paths.settings.write_text("language = 7\n", encoding="utf-8")
    assert cli.main(["doctor", "--json"]) == 1
    found = states(capsys.readouterr().out)
    assert found["SETTINGS"] == ("FAULT", "UNUSABLE")
    assert found["DATABASE"] == ("WARNING", "CLOSED")


def test_the_words_are_in_the_language_of_the_settings(
    paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    open_program(paths).close()
    paths.settings.write_text('language = "en"\n', encoding="utf-8")
    cli.main(["doctor"])
    assert "Backups" in capsys.readouterr().out


def test_a_bundle_that_cannot_be_written_leaves_nothing(
    paths: Paths, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    open_program(paths).close()
    kept = tmp_path / "kept.zip"
    kept.write_bytes(b"an older one")

    def refuse(_descriptor: int, *_more: object) -> None:
        os.close(_descriptor)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("clinic_terminal.ui.saved_file.os.fdopen", refuse)
    assert cli.main(["doctor", "--bundle", str(kept)]) == 1
    assert kept.read_bytes() == b"an older one"
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] == ["kept.zip"]
    assert "DISK_FULL" in capsys.readouterr().err
    monkeypatch.undo()
    assert cli.main(["doctor", "--bundle", str(tmp_path / "gone" / "x.zip")]) == 1


def test_what_only_the_window_sees_is_judged_with_the_rest(paths: Paths) -> None:
    program = open_program(paths)
    try:
        seen = Seen(
            "6", CameraLook(("cam",)), FontLook(("Noto Sans SC",), ()), ScreenLook(1, "", present=False)
        )
        lines = {
            line.code: line for line in Examination(program.terminal.probes, program.terminal, seen).lines()
        }
    finally:
        program.close()
    assert lines[Code.CAMERAS].names == ("cam",)
    assert lines[Code.SCREEN].finding == "ONE_SCREEN"
    assert lines[Code.ENROLMENT].finding == "NOT_ENROLLED"


def test_a_house_where_nobody_can_look_says_so_in_every_line() -> None:
    lines = tuple(Examination(NoProbes()).lines())
    assert {line.finding for line in lines if line.code in {Code.DISK, Code.KEY, Code.LOG}} == {"NOT_LOOKED"}
    bundle = members_of(make_bundle(lines, NoProbes(), None, NOW))
    assert json.loads(bundle["queue.json"]) is None


def test_the_probes_see_what_is_there(paths: Paths) -> None:
    program = open_program(paths)
    program.close()
    probes = HouseProbes(paths, Settings(serial_port="/dev/none"), program.vault)
    assert probes.versions().schema == probes.versions().wanted_schema
    assert probes.versions().sqlcipher
    assert probes.disk().writable
    assert not probes.disk().reserved
    assert not probes.has_identity()
    assert probes.seal() is None
    assert probes.scanner().present is False
    assert not probes.key().exposed
    paths.key_file.chmod(0o644)
    assert probes.key().exposed
    paths.key_file.write_bytes(b"keyring\n")
    assert probes.key().out_of_reach


def test_an_older_database_is_not_upgraded_by_the_doctor(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_program(paths).close()
    monkeypatch.setattr("clinic_terminal.bootstrap.doctor.NEWEST_SCHEMA", "9999")
    patient = patient_in(paths)
    assert (patient.terminal, patient.cause) == (None, "SCHEMA_OLDER")


def test_a_restoring_that_stopped_half_way_is_named_and_its_files_are_left_alone(paths: Paths) -> None:
    open_program(paths).close()
    outcome = Restored(NOW, paths.backups / "replaced-1", 1, 1, 0)
    restore_note.write(paths.database, Note(paths.data / "a.db", outcome.replaced, "0" * 64, outcome))
    before = {path.name: path.read_bytes() for path in paths.data.iterdir() if path.is_file()}
    patient = patient_in(paths)
    assert (patient.terminal, patient.cause) == (None, "RESTORING")
    lines = {line.code: line for line in Examination(patient.probes, None, Seen(), patient.cause).lines()}
    assert (lines[Code.DATABASE].state, lines[Code.DATABASE].finding) == (State.FAULT, "RESTORING")
    patient.close()
    assert {path.name: path.read_bytes() for path in paths.data.iterdir() if path.is_file()} == before
