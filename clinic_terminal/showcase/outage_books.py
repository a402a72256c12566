"""What stands on both sides after the busy hour, and what of it has to be equal.

That the server lists no id twice is its own making and proves nothing. What can be wrong, and is compared:
which ids are there and here, their number, each act's amounts and content, and by how much the used pool of
each policy grew beside what the terminal's own bills posted to it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from clinic_terminal.application.acts import ActState
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.domain.visit import Stage

_MOST_ROWS = 1_000_000


@dataclass(frozen=True, slots=True)
class Signed:
    """What a closed visit's bill says, in fen; ``pool`` is what it takes from the policy's pool."""

    chain: str
    insurer: int
    guardian: int
    pool: int


@dataclass(frozen=True, slots=True)
class OwnSide:
    """The terminal: the bill of each act that a closed visit names; state and digest of each queued one."""

    signed: Mapping[str, Signed]
    queued: Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ActRow:
    """One act on both sides; amounts (insurer, guardian) in fen, None where a side does not have it."""

    act: str
    ours: tuple[int, int] | None
    theirs: tuple[int, int] | None
    state: str
    same_content: bool

    @property
    def agrees(self) -> bool:
        """Whether it stands at the server, with our amounts and content, and we hold the receipt."""
        both = self.ours is not None and self.ours == self.theirs
        return both and self.same_content and self.state == ActState.ACCEPTED


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """What a policy's bills posted to its pool here, and by how much the server's used pool grew, in fen."""

    chain: str
    bills: int
    ours_fen: int
    theirs_fen: int

    @property
    def agrees(self) -> bool:
        """Whether the server posted what the bills say: nothing twice, nothing left out."""
        return self.ours_fen == self.theirs_fen


@dataclass(frozen=True, slots=True)
class Books:
    """Both sides beside each other. ``told``: ids that the desk said aloud when it closed a visit."""

    acts: tuple[ActRow, ...]
    policies: tuple[PolicyRow, ...]
    rows_there: int
    ids_here: int
    told: int

    @property
    def unknown_here(self) -> int:
        """How many acts the server has that the terminal did not make."""
        return sum(row.theirs is not None and row.state == "MISSING" for row in self.acts)

    @property
    def missing_there(self) -> int:
        """How many acts the terminal made, or told of, that the server does not have."""
        return sum(row.theirs is None for row in self.acts)

    def agree(self, visits: int) -> bool:
        """Tell whether everything is equal, and there is an act for each of so many visits."""
        whole = len(self.acts) == self.rows_there == self.ids_here == visits
        return whole and all(row.agrees for row in self.acts) and all(row.agrees for row in self.policies)


def own_side(terminal: Terminal) -> OwnSide:
    """Read what the terminal has of today."""
    with terminal.store.read() as uow:
        visits = uow.visits.on_day(terminal.clock.today(), (Stage.DONE,))
        rows = uow.queue.rows(_MOST_ROWS)
    signed = {}
    for visit in visits:
        if visit.bill is not None:
            result = visit.bill.result
            totals, posted = result.totals, result.posted
            signed[visit.act] = Signed(visit.chain, totals.insurer, totals.guardian, posted.pool_fen)
    return OwnSide(signed, {row.act.id: (row.state.value, row.act.digest) for row in rows})


def compared(own: OwnSide, before: Mapping[str, int], after: Mapping[str, Any], told: Iterable[str]) -> Books:
    """Put both sides beside each other.

    ``before`` is the used pool by chain as the hour began, in fen; ``after`` the server's whole list as it
    ended; ``told`` the ids that the desk said.
    """
    listed = list(after["acts"])
    theirs = {act["id"]: act for act in listed}
    said = set(told)
    ids = sorted({*own.signed, *own.queued, *theirs, *said})
    return Books(
        acts=tuple(_act(act, own, theirs.get(act)) for act in ids),
        policies=_policies(own, before, after["pool_used_fen"]),
        rows_there=len(listed),
        ids_here=len({*own.signed, *own.queued}),
        told=len(said),
    )


def _act(act: str, own: OwnSide, booked: Mapping[str, Any] | None) -> ActRow:
    bill = own.signed.get(act)
    state, digest = own.queued.get(act, ("MISSING", ""))
    return ActRow(
        act=act,
        ours=(bill.insurer, bill.guardian) if bill else None,
        theirs=(booked["insurer_fen"], booked["guardian_fen"]) if booked else None,
        state=state,
        same_content=booked is not None and booked["digest"] == digest,
    )


def _policies(own: OwnSide, before: Mapping[str, int], after: Mapping[str, int]) -> tuple[PolicyRow, ...]:
    bills = Counter(bill.chain for bill in own.signed.values())
    posted: Counter[str] = Counter()
    for bill in own.signed.values():
        posted[bill.chain] += bill.pool
    rows = (
        PolicyRow(chain, bills[chain], posted[chain], after.get(chain, 0) - before.get(chain, 0))
        for chain in sorted({*before, *after, *bills})
    )
    return tuple(row for row in rows if row.bills or row.theirs_fen)
