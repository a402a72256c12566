"""One page of changes for one clinic."""

import sqlite3
from collections.abc import Iterable

from clinic_terminal.contract.acts import ActAnswer
from clinic_terminal.contract.changes import ChangeKind, ChangesAnswer, NoticeMessage
from clinic_terminal.contract.eligibility import AppointmentMessage
from clinic_terminal.contract.network import NetworkClinicMessage
from clinic_terminal.contract.values import instant_from
from clinic_terminal.sandbox.change_log import changes_after, cursor_at, position
from clinic_terminal.sandbox.policies import find_policy, signed_snapshot
from clinic_terminal.sandbox.practice import Caller, Practice
from clinic_terminal.sandbox.world import shanghai_day

PAGE = 200
_WELCOME = NoticeMessage(
    id="welcome",
    at=instant_from("2025-01-01T00:00:00Z"),
    text_zh="这是练习环境：所有人员与保单均为虚构。",
    text_en="This is the practice world: all people and policies are invented.",
)


def changes_page(practice: Practice, caller: Caller, cursor: str, limit: int = PAGE) -> ChangesAnswer:
    """Return what is new for the caller's clinic after ``cursor``; raises CursorGoneError."""
    database = practice.database
    start = position(database, cursor)
    rows = changes_after(database, start, caller.clinic, limit + 1)
    page = rows[:limit]
    refs = _refs(page)
    clinics, left = _network(practice, refs[ChangeKind.NETWORK])
    return ChangesAnswer(
        cursor=cursor_at(database, page[-1]["seq"] if page else start),
        more=len(rows) > limit,
        server_time=practice.signed_time(),
        plans=[practice.world.editions[code] for code in refs[ChangeKind.PLAN]],
        keys=practice.keys.document(practice.clock()) if refs[ChangeKind.KEYS] else None,
        revoked=list(refs[ChangeKind.REVOCATION]),
        snapshots=_snapshots(practice, caller, refs[ChangeKind.SNAPSHOT]),
        appointments=_appointments(practice, refs[ChangeKind.APPOINTMENT]),
        clinics=clinics,
        clinics_left=left,
        decisions=_decisions(practice, refs[ChangeKind.DECISION]),
        messages=[_WELCOME] if refs[ChangeKind.MESSAGE] else [],
    )


def _refs(page: list[sqlite3.Row]) -> dict[ChangeKind, dict[str, None]]:
    """Return what changed by kind, each thing once, in the order of its first change."""
    refs: dict[ChangeKind, dict[str, None]] = {kind: {} for kind in ChangeKind}
    for row in page:
        refs[ChangeKind(row["kind"])].setdefault(row["ref"])
    return refs


def _snapshots(practice: Practice, caller: Caller, chains: Iterable[str]) -> list[str]:
    states = (find_policy(practice, chain) for chain in chains)
    return [signed_snapshot(practice, state, caller.clinic) for state in states if state is not None]


def _appointments(practice: Practice, ids: Iterable[str]) -> list[AppointmentMessage]:
    rows = (practice.database.row("SELECT * FROM appointments WHERE id = ?", row_id) for row_id in ids)
    return [
        AppointmentMessage(
            id=row["id"],
            member=row["member"],
            policy=row["policy"],
            at=instant_from(row["at"]),
            booking_ref=row["booking_ref"],
            note=row["note"],
        )
        for row in rows
        if row is not None
    ]


def _network(practice: Practice, ids: Iterable[str]) -> tuple[list[NetworkClinicMessage], list[str]]:
    """Return the branches as they stand today, and the ids of those that are in the network no longer."""
    known = practice.world.network_clinics(shanghai_day(practice.clock()))
    asked = list(ids)
    clinics = [NetworkClinicMessage.from_domain(known[one]) for one in asked if one in known]
    return clinics, [one for one in asked if one not in known]


def _decisions(practice: Practice, ids: Iterable[str]) -> list[ActAnswer]:
    rows = (practice.database.row("SELECT answer FROM acts WHERE id = ?", row_id) for row_id in ids)
    return [ActAnswer.model_validate_json(row["answer"]) for row in rows if row is not None]
