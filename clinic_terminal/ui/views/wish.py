"""What somebody wants to do that a manager has to confirm."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wish:
    """A question, what it means point by point, and the button's word.

    ``matter`` is a short code for the audit log. ``grave``: it cannot simply be undone.
    """

    title: str
    matter: str
    points: tuple[str, ...] = ()
    word: str = ""
    grave: bool = False
