import io
import json
from pathlib import Path

import pytest

from clinic_terminal.printing.commands import verify_bill_command
from clinic_terminal.printing.practice_tamper import alter_amount
from clinic_terminal.printing.seal import TerminalSeal
from tests.printing import bills, tamper


def answer(path: Path, certificate: bytes | None, *, as_json: bool = False) -> tuple[int, str]:
    out = io.StringIO()
    status = verify_bill_command(path, certificate, bills.canonical, out, as_json=as_json)
    return status, out.getvalue()


def test_a_whole_bill_is_told_in_both_languages_with_its_facts(paper: Path, seal: TerminalSeal) -> None:
    status, said = answer(paper, seal.certificate)
    assert status == 0
    assert said.startswith("✓ 账单完整：自签字后没有任何改动。\n")
    assert "The bill is whole" in said
    assert "清单编号 / Bill number: 019aa7c2-5d1e-7a40-8b31-6f0c2d9e4a11" in said
    assert "电子封存 / Seal: 有效 / holds" in said
    assert "封存终端 / Sealed by terminal: T-0007" in said
    assert "林小禾" not in said


def test_a_changed_bill_says_what_was_changed(paper: Path, seal: TerminalSeal, tmp_path: Path) -> None:
    altered = tmp_path / "altered.pdf"
    alter_amount(paper, altered)
    status, said = answer(altered, seal.certificate)
    assert status == 1
    assert said.startswith("✗ 账单已被改动")
    assert "- bill.json: lines.3.unit_fen: 700.00 → 70.00" in said


def test_programs_get_one_line_of_json(paper: Path, seal: TerminalSeal) -> None:
    status, said = answer(paper, seal.certificate, as_json=True)
    assert status == 0
    assert said.count("\n") == 1
    found = json.loads(said)
    assert (found["code"], found["seal"], found["holds"]) == ("HOLDS", "HOLDS", True)
    assert found["digest"] == bills.digest_of(bills.bill())


@pytest.mark.parametrize("as_json", [True, False])
def test_no_certificate_is_no_success(paper: Path, *, as_json: bool) -> None:
    status, said = answer(paper, None, as_json=as_json)
    assert status == 1
    assert ("UNTRUSTED" in said) is as_json


def test_an_unsealed_bill_names_no_terminal(paper: Path, seal: TerminalSeal) -> None:
    paper.write_bytes(tamper.rewrite_file(paper.read_bytes(), "bill.json", lambda _: None))
    status, said = answer(paper, seal.certificate)
    assert status == 1
    assert "电子封存 / Seal: 无 / absent" in said
    assert "封存终端" not in said


def test_what_is_no_bill_is_answered_shortly(tmp_path: Path) -> None:
    status, said = answer(tmp_path / "missing.pdf", None)
    assert status == 1
    assert said.splitlines() == [
        "✗ 无法读取文件，请检查路径和权限。",
        "  The file cannot be read. Check its path and permissions.",
    ]
