"""Who the child is, in words: the document known from before, and what in a new one does not fit."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from clinic_terminal.domain.identity import IdDocument, Identity, IdentityDoubt, masked_document
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.terms import document_word
from clinic_terminal.ui.views.case import Case

DOUBTS: Final[Mapping[IdentityDoubt, tuple[str, str]]] = {
    IdentityDoubt.NUMBER_MALFORMED: (N_("号码格式不对"), N_("号码的位数或字符不对，请对照证件再看一遍。")),
    IdentityDoubt.CHECK_DIGIT: (N_("校验位不对"), N_("号码的校验位不对，多半是有一位输错了。")),
    IdentityDoubt.BIRTH_DATE: (
        N_("出生日期与保单不符"),
        N_("号码里的出生日期是另一天，保单上是 {born}。"),
    ),
    IdentityDoubt.SEX: (N_("性别不符"), N_("号码里的性别与保单不符。")),
    IdentityDoubt.NAME: (N_("姓名不符"), N_("证件上的姓名与保单上的“{name}”不一样。")),
}
"""What does not fit, in a few words and in a sentence."""


def doubts_of(codes: str) -> tuple[IdentityDoubt, ...]:
    """Return the doubts that a check names, in its order; names this program does not know are left out."""
    known = {one.value: one for one in IdentityDoubt}
    return tuple(known[code] for code in codes.split(",") if code in known)


def doubts_text(doubts: tuple[IdentityDoubt, ...], words: Translate) -> str:
    """Return what does not fit, in few words."""
    return capital(words(N_("，")).join(words(DOUBTS[one][0]) for one in doubts))


def capital(text: str) -> str:
    """Return a text that begins as a sentence does."""
    return text[:1].upper() + text[1:]


def doubt_sentences(case: Case, doubts: tuple[IdentityDoubt, ...], words: Translate) -> str:
    """Return what does not fit, a sentence each, for the eye that holds the document."""
    person = case.policy.snapshot.person
    facts = {"born": person.birth_date.isoformat(), "name": person.name}
    return " ".join(words(DOUBTS[one][1]).format(**facts) for one in doubts)


def known_identity(case: Case) -> Identity | None:
    """Return the document that this branch saw of the child before, None where it saw none."""
    return case.verification.known.identity


def known_line(case: Case, words: Translate) -> str:
    """Return the document that is known from before and when it was seen, with the key that confirms it."""
    _ = words
    known, found = case.verification.known, known_identity(case)
    if found is None:
        return ""
    document = document_word(found.document, words)
    return _("{document} · 上次核对 {day}，还是这一份就按 {key}").format(
        document=f"{document} {masked_document(found.number)}".strip(),
        day=known.last_seen.isoformat() if known.last_seen else "—",
        key=list(IdDocument).index(found.document) + 1,
    )


def confirmed(fresh: Identity, known: Identity | None) -> Identity:
    """Return what was found now, with what the desk accepted of the very same document before."""
    if known is None or not known.accepted or known.document is not fresh.document:
        return fresh
    same = known.number == fresh.number and set(fresh.doubts) <= set(known.doubts)
    return replace(fresh, accepted=True) if same else fresh


def summary(case: Case, words: Translate) -> str:
    """Return what the desk has done about the document, on one line."""
    _ = words
    person, identity = case.policy.snapshot.person, case.identity
    if identity is None:
        return _("与证件核对：{person}").format(person=f"{person.name} · {person.birth_date.isoformat()}")
    document = document_word(identity.document, words)
    number = masked_document(identity.number) if identity.number else _("只看过，没有登记号码")
    # What does not fit stands before the number: it must not be what has no room.
    doubts = doubts_text(identity.doubts, words) if identity.doubts else ""
    return " · ".join(filter(None, (document, doubts, number)))
