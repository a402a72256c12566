"""What of the server's answer about a member may be believed."""

from collections.abc import Sequence

from clinic_terminal.application.ports import EligibilityQuery, SignedSnapshot


def believable(query: EligibilityQuery, signed: Sequence[SignedSnapshot]) -> list[SignedSnapshot]:
    """Return the snapshots that are about the child that was asked for.

    A signature proves who said a thing, not that it answers the question: one about another member, or
    with another birth date than was asked, is left out, so that no child gets another child's answer.
    """
    return [one for one in signed if _is_asked(query, one)]


def _is_asked(query: EligibilityQuery, one: SignedSnapshot) -> bool:
    person = one.snapshot.person
    return person.member == query.member and query.birth_date in {None, person.birth_date}
