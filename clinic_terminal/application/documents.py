"""The identity document at the desk: its number checked by itself, and against the child of the policy.

A number that does not fit is a doubt and never a failure: most are typing errors, and the desk may go on in
spite of it. What the document says is not read by a machine, so it proves no more than the eyes that saw it.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from stdnum.cn import ric
from stdnum.exceptions import ValidationError

from clinic_terminal.domain.eligibility import Person
from clinic_terminal.domain.identity import IdDocument, Identity, IdentityDoubt
from clinic_terminal.domain.member import Sex, half_width, normalised_name

_RESIDENT: Final = re.compile(r"[0-9]{17}[0-9X]")
_RESIDENT_LENGTH: Final = 18
_SEX_DIGIT: Final = 16
_PASSPORT: Final = re.compile(r".{5,20}")
_BIRTH_CERTIFICATE: Final = re.compile(r"[A-Z][0-9]{9}")
_BLANKS: Final = re.compile(r"\s+")


def check_document(document: IdDocument, number: str, name: str, person: Person) -> Identity:
    """Return the document with everything in it that does not fit ``person``.

    ``number`` may be typed in full width, with blanks and a small x; empty: the desk only looked at the
    document. ``name``: as it stands in the document, empty: not compared. Nothing is ever raised for what
    they hold.
    """
    written = normalised_number(number)
    doubts = [*_in_number(document, written, person)]
    if name.strip() and normalised_name(name) != normalised_name(person.name):
        doubts.append(IdentityDoubt.NAME)
    return Identity(document, written, tuple(doubts))


def normalised_number(number: str) -> str:
    """Return a document's number in half width and capitals, without blanks."""
    return _BLANKS.sub("", half_width(number)).upper()


def has_usual_form(document: IdDocument, number: str) -> bool:
    """Tell whether ``number`` looks as numbers of this kind do; a hint while typing, and never a doubt.

    Birth certificates of the present form have a letter and nine digits; older forms differ.
    """
    written = normalised_number(number)
    forms = {
        IdDocument.RESIDENT_ID: _RESIDENT,
        IdDocument.PASSPORT: _PASSPORT,
        IdDocument.BIRTH_CERT: _BIRTH_CERTIFICATE,
    }
    form = forms.get(document)
    return form is None or form.fullmatch(written) is not None


def _in_number(document: IdDocument, number: str, person: Person) -> Iterator[IdentityDoubt]:
    if not number:
        return
    in_register = document is IdDocument.HUKOU and len(number) == _RESIDENT_LENGTH
    if document is IdDocument.RESIDENT_ID or in_register:
        yield from _in_resident_number(number, person)
    elif document is IdDocument.PASSPORT and not _PASSPORT.fullmatch(number):
        yield IdentityDoubt.NUMBER_MALFORMED


def _in_resident_number(number: str, person: Person) -> Iterator[IdentityDoubt]:
    """Yield what in a number of GB 11643 does not fit.

    The district in its first six digits is left alone: lists of them are never complete.
    """
    born = _birth_date(number) if _RESIDENT.fullmatch(number) else None
    if born is None:
        yield IdentityDoubt.NUMBER_MALFORMED
        return
    if number[-1] != ric.calc_check_digit(number):
        yield IdentityDoubt.CHECK_DIGIT
    if born != person.birth_date:
        yield IdentityDoubt.BIRTH_DATE
    sex = Sex.MALE if int(number[_SEX_DIGIT]) % 2 else Sex.FEMALE
    if person.sex in {Sex.MALE, Sex.FEMALE} and person.sex is not sex:
        yield IdentityDoubt.SEX


def _birth_date(number: str) -> date | None:
    try:
        return ric.get_birth_date(number)
    except ValidationError:
        return None
