import io
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from clinic_terminal.domain.consent import Consent, Way
from clinic_terminal.printing.commands import verify_bill_command
from clinic_terminal.printing.papers import BillPapers
from clinic_terminal.printing.practice_tamper import NothingToAlterError, alter_amount
from clinic_terminal.printing.seal import TerminalSeal
from clinic_terminal.printing.seal_check import SealState
from clinic_terminal.printing.verify import LARGEST_FILE, BillCheck, CheckCode, verify_bill
from tests.printing import bills, tamper

Check = Callable[[bytes], BillCheck]
SEED = 20261122
PRICE = "bill.json: lines.3.unit_fen: 700.00 → 70.00"


@pytest.fixture
def check(tmp_path: Path, seal: TerminalSeal) -> Check:
    def judge(data: bytes) -> BillCheck:
        path = tmp_path / "found.pdf"
        path.write_bytes(data)
        return verify_bill(path, seal.certificate, bills.canonical)

    return judge


def chance_of_this_test() -> random.Random:
    return random.Random(SEED)  # noqa: S311  chance for tests, not for keys


def cheaper(bill: dict[str, Any]) -> None:
    bill["lines"][2]["unit_fen"] = 7_000


def test_an_untouched_bill_holds(paper: Path, seal: TerminalSeal) -> None:
    found = verify_bill(paper, seal.certificate, bills.canonical)
    assert found.holds
    assert found.code is CheckCode.HOLDS
    assert found.seal is SealState.HOLDS
    assert (found.digest_ok, found.consent_ok, found.changes) == (True, True, ())
    assert found.bill_id == bills.bill().id
    assert found.digest == bills.digest_of(bills.bill())
    assert found.terminal == "T-0007"


@pytest.mark.parametrize("case", [bills.EVERY_REASON, bills.RARE, bills.Case(works=bills.many(40))])
def test_bills_of_every_kind_hold(case: bills.Case, papers: BillPapers, seal: TerminalSeal) -> None:
    one = bills.bill(case)
    path = papers.produce(one, bills.digest_of(one), bills.consent(one))
    assert verify_bill(path, seal.certificate, bills.canonical).holds


def test_without_a_known_certificate_nobody_vouches_for_it(paper: Path) -> None:
    found = verify_bill(paper, None, bills.canonical)
    assert (found.code, found.seal, found.changes) == (CheckCode.UNTRUSTED, SealState.UNTRUSTED, ())
    assert len(found.fingerprint) == 64
    assert verify_bill(paper, b"", bills.canonical).code is CheckCode.UNTRUSTED


def test_another_terminals_seal_is_not_trusted(paper: Path) -> None:
    _, other = TerminalSeal.create("T-0007", bills.NOW)
    found = verify_bill(paper, other, bills.canonical)
    assert (found.code, found.seal) == (CheckCode.UNTRUSTED, SealState.UNTRUSTED)


def test_a_changed_bill_sealed_anew_by_a_stranger_is_not_trusted(
    tmp_path: Path, papers: BillPapers, seal: TerminalSeal
) -> None:
    forged = bills.bill(bills.Case(works=bills.USUAL[:2]))
    stranger = TerminalSeal(*TerminalSeal.create("T-0007", bills.NOW))
    path = BillPapers(tmp_path / "forged", stranger, bills.canonical).produce(
        forged, bills.digest_of(forged), bills.consent(forged)
    )
    assert not verify_bill(path, seal.certificate, bills.canonical).holds
    del papers


def test_a_changed_price_is_named_with_both_values(paper: Path, check: Check) -> None:
    found = check(tamper.update_file(paper.read_bytes(), "bill.json", cheaper))
    assert (found.code, found.seal) == (CheckCode.CHANGED, SealState.BROKEN)
    assert PRICE in found.changes
    assert not found.digest_ok
    assert not found.consent_ok


def test_the_demo_forger_is_found_out(paper: Path, tmp_path: Path, seal: TerminalSeal) -> None:
    altered = tmp_path / "altered.pdf"
    named = alter_amount(paper, altered)
    found = verify_bill(altered, seal.certificate, bills.canonical)
    assert f"bill.json: {named}" == PRICE
    assert PRICE in found.changes


def test_the_demo_forger_wants_a_bill_with_a_price(tmp_path: Path, papers: BillPapers) -> None:
    free = bills.bill(bills.Case(works=(replace(bills.CHECK, unit_fen=0),)))
    path = papers.produce(free, bills.digest_of(free), bills.consent(free))
    with pytest.raises(NothingToAlterError):
        alter_amount(path, tmp_path / "altered.pdf")
    for other in (tamper.empty_pdf(), tamper.drop_file(path.read_bytes(), "bill.json")):
        path.write_bytes(other)
        with pytest.raises(NothingToAlterError):
            alter_amount(path, tmp_path / "altered.pdf")


def test_a_price_changed_in_a_rewritten_file_is_named_too(paper: Path, check: Check) -> None:
    found = check(tamper.rewrite_file(paper.read_bytes(), "bill.json", cheaper))
    assert (found.code, found.seal) == (CheckCode.UNSEALED, SealState.ABSENT)
    assert found.changes == (PRICE,)


def test_a_rewritten_manifest_is_named_where_the_bill_is_true(paper: Path, check: Check) -> None:
    found = check(
        tamper.rewrite_file(paper.read_bytes(), "manifest.json", lambda listed: cheaper(listed["bill"]))
    )
    assert found.changes == ("manifest.json: bill",)
    assert found.code is CheckCode.UNSEALED


def test_removing_the_seal_alone_is_no_way_out(paper: Path, check: Check) -> None:
    found = check(tamper.rewrite_file(paper.read_bytes(), "bill.json", lambda _: None))
    assert (found.code, found.changes) == (CheckCode.UNSEALED, ())


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda consent: consent.update(signer="王伟"), "consent.json: signer: 林悦 → 王伟"),
        (lambda consent: consent["strokes"][0][0].__setitem__(0, 9), "consent.json: strokes"),
        (lambda consent: consent.pop("strokes"), "consent.json: strokes"),
        (lambda consent: consent.update(strokes=[[1]]), "consent.json: strokes"),
    ],
)
def test_a_changed_signature_is_named(paper: Path, check: Check, change: tamper.Change, named: str) -> None:
    found = check(tamper.update_file(paper.read_bytes(), "consent.json", change))
    assert found.code is CheckCode.CHANGED
    assert named in found.changes


def test_drawing_over_a_page_is_named(papers: BillPapers, check: Check) -> None:
    one = bills.bill(bills.Case(works=bills.many(40)))
    path = papers.produce(one, bills.digest_of(one), bills.consent(one))
    found = check(tamper.update_page(path.read_bytes(), b"1 0 0 rg 100 100 200 50 re f"))
    assert found.code is CheckCode.CHANGED
    assert "page 1 content" in found.changes
    assert "page 2 content" not in found.changes
    assert found.digest_ok


def test_a_note_laid_over_a_page_is_named(paper: Path, check: Check) -> None:
    found = check(tamper.add_note(paper.read_bytes()))
    assert found.code is CheckCode.CHANGED
    assert "page 1 annotations: 0 → 1" in found.changes


def test_bytes_after_the_end_break_the_seal(paper: Path, check: Check) -> None:
    found = check(paper.read_bytes() + b"\n% harmless?\n")
    assert (found.code, found.seal) == (CheckCode.CHANGED, SealState.BROKEN)
    assert found.changes == ("file: 13 bytes added after the seal",)


def test_a_flipped_bit_in_a_page_is_named(paper: Path, check: Check) -> None:
    data = paper.read_bytes()
    found = check(tamper.flip_byte(data, tamper.content_position(data)))
    assert (found.code, found.seal) == (CheckCode.CHANGED, SealState.BROKEN)
    assert found.changes == ("page 1 content",)


def test_no_flipped_bit_goes_unnoticed(paper: Path, check: Check) -> None:
    data, chance = paper.read_bytes(), chance_of_this_test()
    for position in chance.sample(range(len(data)), 120):
        bit = chance.randrange(8)
        assert not check(tamper.flip_byte(data, position, bit)).holds, (SEED, position, bit)


def test_no_flipped_bit_of_the_signature_itself_goes_unnoticed(paper: Path, check: Check) -> None:
    data, chance = paper.read_bytes(), chance_of_this_test()
    places = tamper.gap(data)
    for position in [places[0], places[-1], places[-2], *chance.sample(places, 120)]:
        bit = chance.randrange(8)
        assert not check(tamper.flip_byte(data, position, bit)).holds, (SEED, position, bit)


def test_damaged_files_get_an_answer(paper: Path, check: Check) -> None:
    data, chance = paper.read_bytes(), chance_of_this_test()
    for _ in range(60):
        cut = chance.randrange(5, len(data))
        for broken in (
            data[:cut],
            data[:9] + data[cut:],
            data[:cut] + chance.randbytes(40) + data[cut + 40 :],
        ):
            found = check(broken)
            assert not found.holds, (SEED, cut)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", CheckCode.NOT_A_PDF),
        (b"GIF89a", CheckCode.NOT_A_PDF),
        (b"%PDF-1.7\nnothing else", CheckCode.DAMAGED),
        (tamper.empty_pdf(), CheckCode.NOT_A_BILL),
        (b"%PDF-" + b"0" * LARGEST_FILE, CheckCode.TOO_LARGE),
    ],
)
def test_other_files_are_called_what_they_are(check: Check, data: bytes, code: CheckCode) -> None:
    found = check(data)
    assert found.code is code
    assert not found.holds


def test_a_missing_file_and_a_folder_are_unreadable(tmp_path: Path) -> None:
    for path in (tmp_path / "missing.pdf", tmp_path):
        assert verify_bill(path, None, bills.canonical).code is CheckCode.UNREADABLE


def test_a_certificate_that_is_none_is_said_so(paper: Path) -> None:
    assert verify_bill(paper, b"no certificate", bills.canonical).code is CheckCode.BAD_CERTIFICATE


def test_a_small_file_that_unpacks_to_a_giant_is_refused(check: Check) -> None:
    found = check(tamper.bomb())
    assert not found.holds
    assert found.code is CheckCode.NOT_A_BILL


def test_a_lost_attachment_is_named(paper: Path, check: Check) -> None:
    for name in ("bill.json", "consent.json"):
        found = check(tamper.drop_file(paper.read_bytes(), name))
        assert f"{name}: missing" in found.changes
        assert found.code is CheckCode.CHANGED
    without = check(tamper.drop_file(paper.read_bytes(), "manifest.json"))
    assert without.code is CheckCode.CHANGED


@pytest.mark.parametrize("name", ["bill", "consent"])
def test_a_manifest_that_lost_its_copy_is_named(paper: Path, check: Check, name: str) -> None:
    found = check(tamper.rewrite_file(paper.read_bytes(), "manifest.json", lambda listed: listed.pop(name)))
    assert found.changes == (f"manifest.json: {name} missing",)


def test_a_bill_changed_together_with_its_copy_does_not_fit_its_digest(paper: Path, check: Check) -> None:
    both = tamper.rewrite_file(paper.read_bytes(), "manifest.json", lambda listed: cheaper(listed["bill"]))
    found = check(tamper.replace_file(both, "bill.json", b"{}"))
    assert found.changes == ("manifest.json: bill", "bill.json: content")


def test_a_seal_that_is_only_claimed_is_broken(check: Check) -> None:
    plain = tamper.empty_pdf()
    for end in (30, len(plain)):
        found = check(plain + b"%% /ByteRange [0 10 20 %d]\n" % (end - 20))
        assert (found.code, found.seal) == (CheckCode.NOT_A_BILL, SealState.BROKEN)


def test_an_attachment_too_many_is_named(paper: Path, check: Check) -> None:
    found = check(tamper.add_file(paper.read_bytes(), "other.json", b"{}"))
    assert "other.json: added" in found.changes


def test_an_attachment_that_is_no_json_is_named(paper: Path, check: Check) -> None:
    for name in ("bill.json", "consent.json"):
        found = check(tamper.replace_file(paper.read_bytes(), name, b"[1, 2"))
        assert f"{name}: unreadable" in found.changes


def test_the_same_bill_in_other_bytes_is_named(paper: Path, check: Check) -> None:
    spaced = tamper.file_of(paper.read_bytes(), "bill.json") + b"\n"
    found = check(tamper.replace_file(paper.read_bytes(), "bill.json", spaced))
    assert "bill.json: same content, other bytes" in found.changes
    assert not found.digest_ok


def test_another_code_in_the_properties_is_named(paper: Path, check: Check) -> None:
    found = check(tamper.change_code(paper.read_bytes(), "CB1:other:00"))
    assert any(change.startswith("code: CB1:019aa7c2") for change in found.changes)
    assert not found.digest_ok


def test_a_page_too_many_is_named(paper: Path, check: Check) -> None:
    found = check(tamper.repeat_page(paper.read_bytes()))
    assert "pages: 1 → 2" in found.changes


def on_paper(**changes: Any) -> Consent:  # noqa: ANN401  any field of a consent
    return replace(
        bills.consent(bills.bill()), **{"way": Way.PAPER, "strokes": (), "sheet": "5a" * 32, **changes}
    )


def test_a_bill_that_was_signed_by_hand_holds_and_says_so(papers: BillPapers, seal: TerminalSeal) -> None:
    one = bills.bill()
    path = papers.produce(one, bills.digest_of(one), on_paper())
    found = verify_bill(path, seal.certificate, bills.canonical)
    assert found.holds
    assert (found.way, found.sheet) == ("PAPER", "5a" * 32)
    out = io.StringIO()
    assert verify_bill_command(path, seal.certificate, bills.canonical, out) == 0
    assert "纸质清单，原件由诊所保存" in out.getvalue()
    assert "5a" * 32 in out.getvalue()


def test_a_bill_that_was_signed_on_the_pad_says_that(paper: Path, seal: TerminalSeal) -> None:
    out = io.StringIO()
    verify_bill_command(paper, seal.certificate, bills.canonical, out)
    assert "签字方式 / Signed: 签字屏 / on the pad" in out.getvalue()


@pytest.mark.parametrize(
    "change",
    [
        lambda consent: consent.update(way="PAPER"),
        lambda consent: consent.update(way="PHONE"),
        lambda consent: consent.update(way=["PAD"]),
        lambda consent: consent.update(strokes=[]),
        lambda consent: consent.update(strokes=[[[0, 0, 0, 0]] * 5_000]),
        lambda consent: consent.update(sheet=7),
        lambda consent: consent.update(sheet="\x1b[2J" * 40),
    ],
)
def test_a_way_that_was_changed_later_is_found(paper: Path, check: Check, change: tamper.Change) -> None:
    found = check(tamper.update_file(paper.read_bytes(), "consent.json", change))
    assert found.code is CheckCode.CHANGED
    assert found.way in {"", "PAD", "PAPER"}
    assert "\x1b" not in found.sheet


def test_names_that_no_font_has_change_nothing_about_the_seal(papers: BillPapers, seal: TerminalSeal) -> None:
    odd = "林🙂\U0002a6a5 བཀྲ་ཤིས་ Zoe\u0308"
    one = bills.bill(bills.Case(person=replace(bills.PERSON, name=odd)))
    path = papers.produce(one, bills.digest_of(one), bills.consent(one, signer=odd))
    assert verify_bill(path, seal.certificate, bills.canonical).holds
    kept = tamper.file_of(path.read_bytes(), "bill.json")
    assert odd.encode() in kept, "the attached bill has the name as it was typed"
