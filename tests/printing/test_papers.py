import errno
import os
import threading
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from clinic_terminal.application.failures import PaperFailedError
from clinic_terminal.application.ports import Papers
from clinic_terminal.domain.bill import FrozenBill
from clinic_terminal.printing.paper_files import files_of
from clinic_terminal.printing.paper_writing import DISK_FULL, IO_ERROR, READ_ONLY
from clinic_terminal.printing.papers import DIGEST_MISMATCH, BillPapers
from clinic_terminal.printing.seal import TerminalSeal
from clinic_terminal.printing.verify import verify_bill
from tests.printing import bills, tamper

Fail = Callable[..., None]


def produce(papers: BillPapers, one: FrozenBill | None = None) -> Path:
    one = one or bills.bill()
    return papers.produce(one, bills.digest_of(one), bills.consent(one))


def leftovers(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def failing_with(code: int) -> Fail:
    def fail(*_args: object, **_keywords: object) -> None:
        raise OSError(code, os.strerror(code))

    return fail


def test_papers_fit_the_port(papers: BillPapers) -> None:
    port: Papers = papers
    assert port is papers


def test_the_name_holds_date_and_id_and_no_person(papers: BillPapers) -> None:
    assert produce(papers).name == "bill-2026-11-22-019aa7c2-5d1e-7a40-8b31-6f0c2d9e4a11.pdf"


def test_an_id_can_never_lead_out_of_the_folder(papers: BillPapers, tmp_path: Path) -> None:
    path = produce(papers, bills.bill(bills.Case(id="../../x/y")))
    assert path.parent == tmp_path / "bills"
    assert path.name == "bill-2026-11-22-______x_y.pdf"


def test_producing_twice_keeps_the_paper_that_was_handed_out(papers: BillPapers) -> None:
    path = produce(papers)
    before = path.read_bytes()
    assert produce(papers) == path
    assert path.read_bytes() == before
    assert leftovers(path.parent) == [path.name]


def test_a_damaged_paper_is_made_anew(papers: BillPapers, seal: TerminalSeal) -> None:
    path = produce(papers)
    path.write_bytes(tamper.flip_byte(path.read_bytes(), 5_000))
    assert verify_bill(produce(papers), seal.certificate, bills.canonical).holds


def test_a_paper_in_another_language_or_mode_is_made_anew(tmp_path: Path, seal: TerminalSeal) -> None:
    folder = tmp_path / "bills"
    first = produce(BillPapers(folder, seal, bills.canonical)).read_bytes()
    english = produce(BillPapers(folder, seal, bills.canonical, language="en")).read_bytes()
    practice = produce(BillPapers(folder, seal, bills.canonical, practice=True, language="en")).read_bytes()
    assert len({first, english, practice}) == 3


def test_a_paper_with_another_signature_is_made_anew(papers: BillPapers) -> None:
    one = bills.bill()
    first = produce(papers, one).read_bytes()
    later = replace(bills.consent(one), signer="林岳")
    assert papers.produce(one, later.digest, later).read_bytes() != first


def test_the_paper_is_in_the_language_that_the_guardian_read(tmp_path: Path, seal: TerminalSeal) -> None:
    one = bills.bill()
    papers = BillPapers(tmp_path, seal, bills.canonical)
    path = papers.produce(one, bills.digest_of(one), bills.consent(one, language="en"))
    assert b'"look":{"language":"both"' in tamper.file_of(path.read_bytes(), "manifest.json")
    path = papers.produce(one, bills.digest_of(one), bills.consent(one))
    assert b'"look":{"language":"zh"' in tamper.file_of(path.read_bytes(), "manifest.json")


def test_bill_and_signature_lie_in_the_paper_as_they_are_sent(papers: BillPapers) -> None:
    one = bills.bill()
    data = produce(papers, one).read_bytes()
    assert sha256(tamper.file_of(data, "bill.json")).hexdigest() == bills.digest_of(one)
    assert b'"signer":"\xe6\x9e\x97\xe6\x82\xa6"' in tamper.file_of(data, "consent.json")


@pytest.mark.parametrize("digest", ["0" * 64, ""])
def test_a_signature_for_another_bill_makes_no_paper(papers: BillPapers, tmp_path: Path, digest: str) -> None:
    one = bills.bill()
    for pair in ((digest, bills.consent(one)), (digest, replace(bills.consent(one), digest=digest))):
        with pytest.raises(PaperFailedError) as failure:
            papers.produce(one, *pair)
        assert failure.value.cause == DIGEST_MISMATCH
    assert not (tmp_path / "bills").exists()


PLACES = ("os.fsync", "pathlib.Path.replace", "tempfile.mkstemp", "pathlib.Path.mkdir")
CAUSES = {
    errno.ENOSPC: DISK_FULL,
    errno.EDQUOT: DISK_FULL,
    errno.EACCES: READ_ONLY,
    errno.EROFS: READ_ONLY,
    errno.EIO: IO_ERROR,
}


@pytest.mark.parametrize(
    ("place", "code"),
    [*((place, errno.ENOSPC) for place in PLACES), *(("os.fsync", code) for code in CAUSES)],
)
def test_a_disk_that_refuses_leaves_nothing_behind(
    papers: BillPapers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str, code: int
) -> None:
    folder = tmp_path / "bills"
    folder.mkdir()
    with monkeypatch.context() as patched:
        patched.setattr(place, failing_with(code))
        with pytest.raises(PaperFailedError) as failure:
            produce(papers)
    assert failure.value.cause == CAUSES[code]
    assert leftovers(folder) == []
    assert produce(papers).exists()


def test_a_failed_second_try_leaves_the_first_paper_alone(
    papers: BillPapers, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = bills.bill()
    path = produce(papers, one)
    before = path.read_bytes()
    later = replace(bills.consent(one), signer="林岳")
    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", failing_with(errno.ENOSPC))
        with pytest.raises(PaperFailedError):
            papers.produce(one, later.digest, later)
    assert path.read_bytes() == before
    assert leftovers(path.parent) == [path.name]


def test_a_file_in_the_place_of_the_folder_is_an_io_error(papers: BillPapers, tmp_path: Path) -> None:
    (tmp_path / "bills").write_text("in the way", encoding="utf-8")
    with pytest.raises(PaperFailedError) as failure:
        produce(papers)
    assert failure.value.cause == IO_ERROR


def test_where_folders_cannot_be_synced_the_paper_is_written_all_the_same(
    papers: BillPapers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clinic_terminal.printing.paper_writing._FOLDERS_SYNC", False)
    monkeypatch.setattr("os.open", failing_on_folders(os.open))
    assert produce(papers).exists()


def failing_on_folders(really_open: Callable[..., int]) -> Callable[..., int]:
    def refuse(path: str, flags: int, mode: int = 0o777) -> int:
        assert not Path(path).is_dir()
        return really_open(path, flags, mode)

    return refuse


def test_papers_may_be_made_in_any_thread(papers: BillPapers, seal: TerminalSeal) -> None:
    cases = [bills.Case(id=f"thread-{number}") for number in range(4)]
    made: list[Path] = []

    def work(case: bills.Case) -> None:
        made.append(produce(papers, bills.bill(case)))

    threads = [threading.Thread(target=work, args=(case,)) for case in cases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 4
    assert all(verify_bill(path, seal.certificate, bills.canonical).holds for path in made)


def test_the_files_of_a_paper_are_the_three_it_needs(papers: BillPapers) -> None:
    reader = PdfFileReader(BytesIO(produce(papers).read_bytes()))
    assert sorted(files_of(reader)) == ["bill.json", "consent.json", "manifest.json"]
