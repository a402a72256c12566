"""References that a hotline gives on the phone: a booking number, an authorisation."""

from typing import Final

from clinic_terminal.domain.errors import BadReferenceError

LONGEST_REFERENCE: Final = 40


def checked_reference(text: str) -> str:
    """Return ``text`` without the blanks around it.

    Raises BadReferenceError unless 1 to 40 printable characters are left.
    """
    reference = text.strip()
    if not 1 <= len(reference) <= LONGEST_REFERENCE or not reference.isprintable():
        raise BadReferenceError
    return reference


def first_reference(*texts: str | None) -> str | None:
    """Return the first of ``texts`` that holds more than blanks, without those around it."""
    return next((text.strip() for text in texts if text and text.strip()), None)
