"""Policies as the practice server remembers them, and the snapshots that terminals get of them."""

import sqlite3
from dataclasses import dataclass, replace
from datetime import date, datetime

from clinic_terminal.contract.changes import ChangeKind
from clinic_terminal.contract.eligibility import CountersMessage, LockMessage, SnapshotMessage
from clinic_terminal.domain.adjudication import CardState, Counters, PolicyPeriod, Standing
from clinic_terminal.domain.eligibility import Lock, PastVisit, Person, Snapshot
from clinic_terminal.domain.plan import Category
from clinic_terminal.sandbox.change_log import announce
from clinic_terminal.sandbox.database import Database
from clinic_terminal.sandbox.letters import letters_of
from clinic_terminal.sandbox.practice import Practice
from clinic_terminal.sandbox.world import World, shanghai_day


@dataclass(frozen=True, slots=True)
class PolicyState:
    """One policy with what it has used, its lock and its version."""

    person: Person
    number: str
    plan: str
    period: PolicyPeriod
    card: CardState
    lock: Lock | None
    booking_ref: str | None
    used: Counters
    version: int

    @property
    def chain(self) -> str:
        """The key of the member's acts: member and policy."""
        return f"{self.person.member}/{self.number}"

    def standing(self) -> Standing:
        """Return what the split starts from."""
        return Standing(self.used, self.lock.brand if self.lock else None, self.card)


def find_policy(practice: Practice, chain: str) -> PolicyState | None:
    """Return the policy of a chain, or None."""
    row = practice.database.row("SELECT * FROM policies WHERE chain = ?", chain)
    return None if row is None else _state(practice.world, row)


def policies_of(practice: Practice, member: str) -> list[PolicyState]:
    """Return the member's policies in the order of their numbers."""
    rows = practice.database.rows("SELECT * FROM policies WHERE member = ? ORDER BY number", member)
    return [_state(practice.world, row) for row in rows]


def save_policy(practice: Practice, state: PolicyState, clinic: str = "") -> PolicyState:
    """Store a changed policy as its next version, tell the clinics that know it, and return it.

    ``clinic`` is the one that made the change; it may be the first that it has to do with the member.
    """
    saved = replace(state, version=state.version + 1)
    practice.database.run(
        "UPDATE policies SET card = ?, lock = ?, booking_ref = ?, used = ?, version = ? WHERE chain = ?",
        saved.card.value,
        lock_text(saved.lock),
        saved.booking_ref,
        counters_text(saved.used),
        saved.version,
        saved.chain,
    )
    for name in sorted(interested_clinics(practice.database, saved.chain) | ({clinic} - {""})):
        announce(practice.database, ChangeKind.SNAPSHOT, saved.chain, name)
    return saved


def interested_clinics(database: Database, chain: str) -> set[str]:
    """Return the clinics that have acts or appointments of a chain."""
    rows = database.rows(
        "SELECT clinic FROM acts WHERE chain = ? UNION "
        "SELECT clinic FROM appointments WHERE member || '/' || policy = ?",
        chain,
        chain,
    )
    return {str(row["clinic"]) for row in rows}


def snapshot_of(practice: Practice, state: PolicyState, clinic: str, now: datetime) -> Snapshot:
    """Return what ``clinic`` is told of a policy; ``now`` becomes its as-of time."""
    return Snapshot(
        person=state.person,
        policy=state.number,
        plan=state.plan,
        plan_name=practice.world.editions[state.plan].name_zh,
        period=state.period,
        card=state.card,
        network=practice.world.network(clinic, state.plan, shanghai_day(now)),
        lock=state.lock,
        booking_ref=state.booking_ref,
        used=state.used,
        authorisations=letters_of(practice.database, state.chain),
        history=_history(practice.database, state.person.member),
        as_of=now,
        version=state.version,
    )


def signed_snapshot(practice: Practice, state: PolicyState, clinic: str) -> str:
    """Return the present snapshot as signed text."""
    snapshot = snapshot_of(practice, state, clinic, practice.clock())
    return SnapshotMessage.from_domain(snapshot).signed(practice.keys.signing, practice.keys.signing_kid)


def counters_text(used: Counters) -> str:
    """Return counters as JSON."""
    return CountersMessage.from_domain(used).model_dump_json()


def counters_from(text: str) -> Counters:
    """Read counters from JSON."""
    return CountersMessage.model_validate_json(text).to_domain()


def lock_text(lock: Lock | None) -> str | None:
    """Return a lock as JSON."""
    return None if lock is None else LockMessage.from_domain(lock).model_dump_json()


def _lock_from(text: str | None) -> Lock | None:
    return None if text is None else LockMessage.model_validate_json(text).to_domain()


def _state(world: World, row: sqlite3.Row) -> PolicyState:
    return PolicyState(
        person=world.people[row["member"]],
        number=row["number"],
        plan=row["plan"],
        period=PolicyPeriod(date.fromisoformat(row["start"]), date.fromisoformat(row["end"])),
        card=CardState(row["card"]),
        lock=_lock_from(row["lock"]),
        booking_ref=row["booking_ref"],
        used=counters_from(row["used"]),
        version=row["version"],
    )


def _history(database: Database, member: str) -> tuple[PastVisit, ...]:
    rows = database.rows(
        "SELECT records.* FROM records JOIN policies USING (chain) WHERE member = ? "
        "ORDER BY day DESC, records.rowid LIMIT 100",
        member,
    )
    return tuple(
        PastVisit(
            date.fromisoformat(row["day"]), row["clinic"], Category(row["category"]), row["insurer_fen"]
        )
        for row in rows
    )
