"""Fills the practice database, and moves the practice world on to a new day."""

from datetime import date

from clinic_terminal.contract.changes import ChangeKind
from clinic_terminal.contract.values import instant_text
from clinic_terminal.sandbox.change_log import announce
from clinic_terminal.sandbox.letters import add_letter
from clinic_terminal.sandbox.policies import counters_text, find_policy, lock_text, save_policy
from clinic_terminal.sandbox.practice import Practice
from clinic_terminal.sandbox.world import PolicyOnDay, shanghai_day


def open_day(practice: Practice) -> None:
    """Bring the database to today: fills a new one; on a later day renews periods, network and appointments.

    What was billed stays as it is. Called before each request; costs one look where nothing is to do.
    """
    database = practice.database
    today = shanghai_day(practice.clock())
    if database.meta("day") == today.isoformat():
        return
    with database.transaction():
        if database.meta("day") is None:
            _announce_world(practice)
        for policy in practice.world.policies(today):
            _renew(practice, policy)
        _announce_network(practice)
        _expect(practice, today)
        database.set_meta("day", today.isoformat())


def _announce_world(practice: Practice) -> None:
    for code in practice.world.editions:
        announce(practice.database, ChangeKind.PLAN, code)
    announce(practice.database, ChangeKind.KEYS, "")
    announce(practice.database, ChangeKind.MESSAGE, "welcome")


def _announce_network(practice: Practice) -> None:
    """Announce every branch, since services may begin and end today, and each one that there was before."""
    rows = practice.database.rows("SELECT DISTINCT ref FROM changes WHERE kind = ?", ChangeKind.NETWORK.value)
    known = dict.fromkeys(clinic.id for clinic in practice.world.entries.clinic)
    for clinic in known | dict.fromkeys(row["ref"] for row in rows):
        announce(practice.database, ChangeKind.NETWORK, clinic)


def _renew(practice: Practice, policy: PolicyOnDay) -> None:
    known = find_policy(practice, policy.chain)
    if known is None:
        _add(practice, policy)
    else:
        practice.database.run(
            "UPDATE policies SET start = ?, end = ? WHERE chain = ?",
            policy.period.start.isoformat(),
            policy.period.end.isoformat(),
            policy.chain,
        )
        save_policy(practice, known)
    for letter in policy.letters:
        add_letter(practice.database, policy.chain, letter)


def _add(practice: Practice, policy: PolicyOnDay) -> None:
    practice.database.run(
        "INSERT INTO policies VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)",
        policy.chain,
        policy.person.member,
        policy.number,
        policy.plan,
        policy.period.start.isoformat(),
        policy.period.end.isoformat(),
        policy.card.value,
        lock_text(policy.lock),
        policy.booking_ref,
        counters_text(policy.used),
    )
    for visit in policy.history:
        practice.database.run(
            "INSERT INTO records VALUES (?, NULL, ?, ?, ?, ?)",
            policy.chain,
            visit.day.isoformat(),
            visit.clinic,
            visit.category.value,
            visit.insurer_fen,
        )


def _expect(practice: Practice, today: date) -> None:
    for row in practice.world.appointments(today):
        practice.database.run(
            "INSERT OR IGNORE INTO appointments VALUES (?, ?, ?, ?, ?, ?, ?)",
            row.id,
            row.clinic,
            row.member,
            row.policy,
            instant_text(row.at),
            row.booking_ref,
            row.note,
        )
        announce(practice.database, ChangeKind.APPOINTMENT, row.id, row.clinic)
        announce(practice.database, ChangeKind.SNAPSHOT, f"{row.member}/{row.policy}", row.clinic)
