"""What other people's tools say of a sealed bill. ``tools/setup.sh`` installs both."""

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from clinic_terminal.domain.consent import Way
from clinic_terminal.printing.papers import BillPapers
from clinic_terminal.printing.practice_tamper import alter_amount
from tests.printing import bills, tamper

CASES = {
    "usual": bills.Case(),
    "every reason": bills.EVERY_REASON,
    "rare names": bills.RARE,
    "40 lines": bills.Case(works=bills.many(40)),
    "offline": bills.Case(offline=True),
}


def run(tool: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    program = shutil.which(tool)
    assert program, f"{tool} is missing: tools/setup.sh installs it (Debian: qpdf, poppler-utils)"
    return subprocess.run([program, *arguments], capture_output=True, text=True, check=False)


def sealed(papers: BillPapers, case: bills.Case, way: Way = Way.PAD) -> Path:
    one = bills.bill(case)
    given = bills.consent(one)
    if way is Way.PAPER:
        given = replace(given, way=way, strokes=())
    return papers.produce(one, bills.digest_of(one), given)


@pytest.mark.parametrize("name", CASES)
def test_qpdf_finds_nothing_wrong(papers: BillPapers, name: str) -> None:
    checked = run("qpdf", "--check", str(sealed(papers, CASES[name])))
    assert checked.returncode == 0
    assert "No syntax or stream encoding errors found" in checked.stdout
    assert checked.stderr == ""


@pytest.mark.parametrize("way", Way)
def test_pdfsig_accepts_the_seal_for_the_whole_document(papers: BillPapers, way: Way) -> None:
    checked = run("pdfsig", "-nocert", str(sealed(papers, bills.Case(), way)))
    assert checked.returncode == 0
    assert "Signature is Valid." in checked.stdout
    assert "Total document signed" in checked.stdout
    assert "ETSI.CAdES.detached" in checked.stdout
    assert "Certificate Common Name: T-0007" in checked.stdout


def test_pdfsig_sees_what_was_altered(papers: BillPapers, tmp_path: Path) -> None:
    paper = sealed(papers, bills.Case())
    altered = tmp_path / "altered.pdf"
    data = paper.read_bytes()
    altered.write_bytes(tamper.flip_byte(data, tamper.content_position(data)))
    assert "Signature is Valid." not in run("pdfsig", "-nocert", str(altered)).stdout
    alter_amount(paper, altered)
    assert "Total document signed" not in run("pdfsig", "-nocert", str(altered)).stdout


def test_the_text_and_the_attachments_can_be_taken_out_by_anybody(papers: BillPapers, tmp_path: Path) -> None:
    paper = sealed(papers, bills.Case())
    text = run("pdftotext", "-layout", str(paper), "-").stdout
    assert "捌佰伍拾元整" in text
    assert "350.00" in text
    assert run("pdfdetach", "-saveall", "-o", str(tmp_path), str(paper)).returncode == 0
    assert (tmp_path / "bill.json").read_bytes() == tamper.file_of(paper.read_bytes(), "bill.json")
    fonts = run("pdffonts", str(paper)).stdout.splitlines()[2:]
    assert fonts
    assert all(line.split()[-5:-2] == ["yes", "no", "yes"] for line in fonts), "embedded, with true text"
