"""The children who are known here, found by what a hand types: name, pinyin, initials, or member number."""

from typing import Final

from clinic_terminal.application.terminal import Terminal
from clinic_terminal.domain.eligibility import Person
from clinic_terminal.pinyin import Index

MOST: Final = 30
"""Nobody reads further; another letter is typed instead."""


class Children:
    """Everybody known here, ready to be searched; asking is safe from any thread."""

    def __init__(self, people: list[Person]) -> None:
        self._people = {person.member: person for person in people}
        self._index = Index[str]()
        for person in sorted(people, key=lambda one: one.name):
            self._index.add(person.member, (person.name, person.member))

    def find(self, text: str) -> tuple[Person, ...]:
        """Return who fits, the best first; nobody for an empty text."""
        return tuple(self._people[member] for member in self._index.find(text, MOST)[:MOST])

    def get(self, member: str) -> Person | None:
        """Return the child of a member number, however its letters are typed, or None."""
        typed = member.strip()
        return self._people.get(typed) or self._people.get(typed.upper())


def known_children(terminal: Terminal) -> Children:
    """Return everybody whose facts are here; raises StoreFailedError."""
    with terminal.store.read() as uow:
        return Children(uow.snapshots.people())
