"""Who signs, in which language, on paper too; and the family that does not."""

from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest

from clinic_terminal.application import settlement, signing
from clinic_terminal.application.binding import Binding, binding_of
from clinic_terminal.application.failures import EmptyBillError
from clinic_terminal.application.sheet_failures import SheetRefusedError
from clinic_terminal.application.sheet_ports import SheetFile
from clinic_terminal.application.sheets import attach_sheet, sheets_of, sign_sheet
from clinic_terminal.application.signing import FamilyHabits, Signing
from clinic_terminal.contract.acts import StrokePayload
from clinic_terminal.domain.attachment import LARGEST_ATTACHMENT, Media
from clinic_terminal.domain.consent import Relationship, SignerDocument, Way
from clinic_terminal.domain.declined import DeclineReason, DeclineWay
from clinic_terminal.domain.errors import SignatureMismatchError, VisitStateError
from clinic_terminal.domain.signing_errors import (
    DeclineNoteMissingError,
    SignatureTooLargeError,
    SignerMissingError,
)
from clinic_terminal.domain.visit import Stage, Visit
from tests.application.people import SIGNING, audited, signed, to_settle
from tests.build import CHILD
from tests.closing import finish
from tests.terminal import CLERK, Bench

SHEET = SheetFile(Media.PNG, b"\x89PNG the picture of a sheet")
BY_HAND = replace(
    SIGNING, way=Way.PAPER, strokes=(), document=SignerDocument("RESIDENT_ID", "9900**********0024")
)


def _frozen(bench: Bench) -> Visit:
    return settlement.freeze(bench.terminal, CLERK, to_settle(bench), online=True)


def _sign(bench: Bench, given: Signing) -> Visit:
    frozen = _frozen(bench)
    return signing.sign(bench.terminal, CLERK, frozen.id, frozen.digest, given)


def _deeds(bench: Bench, deed: str) -> list[dict[str, Any]]:
    return [facts for _, done, facts in audited(bench) if done == deed]


def test_a_family_that_comes_again_is_known_by_who_signed_and_what_it_reads(bench: Bench) -> None:
    visit_id = to_settle(bench)
    assert signing.family_habits(bench.terminal, visit_id) == FamilyHabits()
    signed(bench, visit_id)
    finish(bench.terminal, CLERK, visit_id)
    again = to_settle(bench, (("PV01", ()),))
    assert signing.family_habits(bench.terminal, again) == FamilyHabits("练习家长", Relationship.MOTHER, "zh")
    signing.remember_language(bench.terminal, CHILD.member, "en")
    assert signing.family_habits(bench.terminal, again).language == "en"


def test_the_language_is_kept_beside_what_is_known_of_the_child(bench: Bench) -> None:
    to_settle(bench)
    with bench.store.read() as uow:
        before = uow.members.get(CHILD.member)
    assert before is not None
    signing.remember_language(bench.terminal, CHILD.member, "en")
    with bench.store.read() as uow:
        assert uow.members.get(CHILD.member) == replace(before, language="en")


def test_nobody_signs_without_a_name(bench: Bench) -> None:
    for given in (replace(SIGNING, signer="  "), replace(BY_HAND, signer="")):
        frozen = _frozen(bench)
        with pytest.raises(SignerMissingError):
            signing.sign(bench.terminal, CLERK, frozen.id, frozen.digest, given)
        settlement.thaw(bench.terminal, CLERK, frozen.id)
        with bench.store.begin() as uow:
            uow.visits.put(replace(uow.visits.get(frozen.id), stage=Stage.CANCELLED))


def test_ink_that_no_pad_gives_is_refused(bench: Bench) -> None:
    flood = replace(SIGNING, strokes=SIGNING.strokes * 300)
    with pytest.raises(SignatureTooLargeError):
        _sign(bench, flood)


def test_a_hand_on_paper_needs_no_ink_and_says_so_in_the_act(bench: Bench) -> None:
    stored = _sign(bench, BY_HAND)
    consent = stored.consent
    assert consent is not None
    assert (consent.way, consent.strokes, consent.sheet, consent.witness) == (Way.PAPER, (), "", CLERK.name)
    said = StrokePayload.model_validate(signing.consent_content(bench.terminal, consent), strict=False)
    assert said.way is Way.PAPER
    assert said.sheet is None
    assert said.document is not None
    assert said.document.number == "9900**********0024"
    assert _deeds(bench, "sign") == [{"digest": stored.digest, "way": "PAPER"}]


def test_an_ordinary_signature_looks_in_the_act_as_before(bench: Bench) -> None:
    consent = _sign(bench, SIGNING).consent
    assert consent is not None
    plain = signing.consent_content(bench.terminal, consent)
    assert not {"way", "sheet", "document"} & plain.keys()


def test_a_sheet_given_with_the_signature_is_named_by_it(bench: Bench) -> None:
    stored = _sign(bench, replace(BY_HAND, sheet=SHEET))
    digest = sha256(SHEET.body).hexdigest()
    assert stored.consent is not None
    assert stored.consent.sheet == digest
    (kept,) = sheets_of(bench.terminal, stored.id)
    assert (kept.digest, kept.media, kept.size) == (digest, Media.PNG, len(SHEET.body))
    assert _deeds(bench, "attach_sheet")[0]["digest"] == digest


def test_a_sheet_that_comes_before_the_end_is_named_by_the_signature(bench: Bench) -> None:
    stored = _sign(bench, BY_HAND)
    kept = attach_sheet(bench.terminal, CLERK, stored.id, SHEET)
    with bench.store.read() as uow:
        consent = uow.visits.get(stored.id).consent
    assert consent is not None
    assert consent.sheet == kept.digest


def test_a_sheet_that_comes_afterwards_changes_neither_signature_nor_act(bench: Bench) -> None:
    stored = _sign(bench, BY_HAND)
    finish(bench.terminal, CLERK, stored.id)
    with bench.store.read() as uow:
        before = uow.visits.get(stored.id)
    kept = attach_sheet(bench.terminal, CLERK, stored.id, SHEET)
    with bench.store.read() as uow:
        assert uow.visits.get(stored.id) == before
        assert uow.attachments.body(kept.id) == SHEET.body
    assert [one.id for one in sheets_of(bench.terminal, stored.id)] == [kept.id]


@pytest.mark.parametrize(("body", "cause"), [(b"", "EMPTY"), (b"x" * (LARGEST_ATTACHMENT + 1), "TOO_LARGE")])
def test_no_sheet_and_no_signature_are_stored_where_the_file_is_refused(
    bench: Bench, body: bytes, cause: str
) -> None:
    frozen = _frozen(bench)
    given = replace(BY_HAND, sheet=SheetFile(Media.PDF, body))
    with pytest.raises(SheetRefusedError) as refused:
        signing.sign(bench.terminal, CLERK, frozen.id, frozen.digest, given)
    assert refused.value.cause == cause
    with bench.store.read() as uow:
        assert uow.visits.get(frozen.id).consent is None
    assert sheets_of(bench.terminal, frozen.id) == []


def test_a_visit_signed_on_the_pad_takes_no_sheet(bench: Bench) -> None:
    stored = _sign(bench, SIGNING)
    with pytest.raises(SheetRefusedError) as refused:
        attach_sheet(bench.terminal, CLERK, stored.id, SHEET)
    assert refused.value.cause == "NO_PAPER"


def test_the_sheet_to_sign_on_is_printed_of_the_frozen_bill_only(bench: Bench) -> None:
    with bench.store.read() as uow:
        unfrozen = uow.visits.get(to_settle_id := to_settle(bench))
    with pytest.raises(EmptyBillError):
        sign_sheet(bench.terminal, unfrozen, "zh")
    frozen = settlement.freeze(bench.terminal, CLERK, to_settle_id, online=True)
    assert frozen.bill is not None
    sign_sheet(bench.terminal, frozen, "both")
    assert bench.papers.printed == [f"sign-sheet {frozen.bill.id} both"]


def test_a_family_that_declines_pays_itself_under_a_new_bill(bench: Bench) -> None:
    frozen = _frozen(bench)
    back = signing.decline_bill(
        bench.terminal, CLERK, frozen.id, DeclineReason.KEEP_LIMIT, DeclineWay.SELF_PAY, "留到暑假"
    )
    assert (back.stage, back.bill, back.self_pay) == (Stage.TO_SETTLE, None, True)
    assert back.declined is not None
    assert (back.declined.note, back.declined.digest) == ("留到暑假", frozen.digest)
    assert _deeds(bench, "decline") == [
        {"reason": "KEEP_LIMIT", "way": "SELF_PAY", "has_note": True, "digest": frozen.digest}
    ]
    anew = settlement.freeze(bench.terminal, CLERK, frozen.id, online=True)
    assert anew.bill is not None
    assert not anew.bill.is_direct
    assert anew.digest != frozen.digest
    with pytest.raises(SignatureMismatchError):
        signing.sign(bench.terminal, CLERK, frozen.id, frozen.digest, SIGNING)
    again = signing.sign(bench.terminal, CLERK, frozen.id, anew.digest, SIGNING)
    assert binding_of(bench.terminal, again) is Binding.HOLDS


def test_a_family_that_declines_may_end_the_visit(bench: Bench) -> None:
    frozen = _frozen(bench)
    ended = signing.decline_bill(bench.terminal, CLERK, frozen.id, DeclineReason.AMOUNT, DeclineWay.CANCEL)
    assert (ended.stage, ended.bill) == (Stage.CANCELLED, None)
    with bench.store.read() as uow:
        assert uow.queue.rows() == []


def test_another_reason_needs_a_note_and_an_unfrozen_bill_cannot_be_declined(bench: Bench) -> None:
    visit_id = to_settle(bench)
    with pytest.raises(VisitStateError):
        signing.decline_bill(bench.terminal, CLERK, visit_id, DeclineReason.DATA, DeclineWay.SELF_PAY)
    settlement.freeze(bench.terminal, CLERK, visit_id, online=True)
    with pytest.raises(DeclineNoteMissingError):
        signing.decline_bill(bench.terminal, CLERK, visit_id, DeclineReason.OTHER, DeclineWay.CANCEL, "  ")
