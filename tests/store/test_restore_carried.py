"""What a restored database keeps of the file it replaces, where both have it and it changed since."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from clinic_terminal.application.acts import Act, ActKind, ActState, Answer, AnswerClass
from clinic_terminal.application.backup_ports import BackupReason
from clinic_terminal.application.follow_up import count_open, open_follow_ups
from clinic_terminal.application.follow_up_record import Deed, Entry, FollowUpRecord, Matter
from clinic_terminal.application.ports import Enrolment, Operator
from clinic_terminal.application.store_ports import MemberRecord
from clinic_terminal.domain.consent import Relationship
from clinic_terminal.domain.identity import DataConsent
from clinic_terminal.domain.invoice import Invoice, InvoiceStatus
from clinic_terminal.store.backup import FileBackups
from clinic_terminal.store.connections import PAGE_BYTES
from clinic_terminal.store.integrity import faults_of
from clinic_terminal.store.restore import Restorer
from clinic_terminal.store.salvage import SalvageReader
from clinic_terminal.store.store import SqlStore, open_store
from tests.build import CLINIC, NOW, TODAY
from tests.store.parts import ACCEPTED, KEY, MINUTE, StillClock, act, audit_row, behind, queued

REFUSED = Answer(AnswerClass.ITEM, None, "DIGEST_CONFLICT")
LATER = NOW + timedelta(hours=3)
Restore = Callable[[], SqlStore]


@pytest.fixture
def backups(path: Path) -> FileBackups:
    return FileBackups(path, path.parent / "backups", KEY, StillClock())


@pytest.fixture
def restored(store: SqlStore, path: Path, backups: FileBackups) -> Restore:
    """Return what closes the store, restores the oldest backup and opens the file again."""

    def run() -> SqlStore:
        store.close()
        restorer = Restorer(path, path.parent / "backups", path.parent / "bills", KEY, StillClock())
        restorer.restore(backups.kept()[-1].path)
        with behind(path) as connection:
            assert faults_of(connection) == ()
        return open_store(path, KEY, StillClock())

    return run


def backed_up(backups: FileBackups) -> None:
    backups.make(BackupReason.DAILY)


def answered(store: SqlStore, act_id: str, answer: Answer) -> None:
    with store.begin() as work:
        for row in work.queue.lease("t", NOW + MINUTE * 10_000, 60, 1_000):
            if row.act.id != act_id:
                work.queue.release(row)
            elif answer is REFUSED:
                assert work.queue.park(row, answer, NOW)
            else:
                assert work.queue.settle(row, answer, NOW)


def withdraw(store: SqlStore, act_id: str) -> None:
    with store.begin() as work:
        row = work.queue.get(act_id)
        assert row is not None
        gone = work.queue.withdraw(row, LATER)
        assert gone
        closed = FollowUpRecord(act_id, Matter.PARKED, NOW, closed_at=LATER)
        work.follow_ups.put(closed.with_entry(Entry(LATER, Deed.CLOSED, "王店长", "已另行收费")))
        work.audit.add(replace(audit_row(), act="withdraw_act", subject=act_id, facts={"behind": gone[1:]}))


def states(store: SqlStore) -> dict[str, ActState]:
    with store.read() as work:
        return {row.act.id: row.state for row in work.queue.rows()}


def leased(store: SqlStore) -> set[str]:
    with store.begin() as work:
        return {row.act.id for row in work.queue.lease("t", NOW + MINUTE * 10_000, 60, 1_000)}


def void_of(bill: Act, number: int) -> Act:
    return replace(act(number, bill.chain, -bill.amount_fen), kind=ActKind.BILL_VOIDED, visit=bill.visit)


def test_what_was_withdrawn_after_the_backup_stays_so_wherever_it_stood_in_the_backup(
    store: SqlStore, backups: FileBackups, restored: Restore
) -> None:
    queued(store, act(1, "A1/P"), act(2, "A2/P"))
    answered(store, "act-0001", REFUSED)
    backed_up(backups)
    queued(store, act(3, "A3/P"), act(4, "A1/P"))
    for number in (2, 3):
        answered(store, f"act-{number:04d}", REFUSED)
    for number in (1, 2, 3):
        withdraw(store, f"act-{number:04d}")
    again = restored()
    gone = ActState.WITHDRAWN
    assert states(again) == {
        "act-0001": gone, "act-0002": gone, "act-0003": gone, "act-0004": ActState.READY,
    }  # fmt: skip
    with again.read() as work:
        exposure = work.queue.exposure()
        assert (exposure.unsent_count, exposure.unsent_fen, exposure.parked_count) == (1, 1_000, 0)
        assert count_open(work) == 0
        row = work.queue.get("act-0003")
        assert row is not None
        assert (row.settled_at, row.first_error, row.act) == (LATER, "DIGEST_CONFLICT", act(3, "A3/P"))
    assert leased(again) == {"act-0004"}
    again.close()


def test_a_void_that_was_withdrawn_takes_nothing_back_and_its_bill_is_at_risk_again(
    store: SqlStore, backups: FileBackups, restored: Restore
) -> None:
    queued(store, act(1, "A1/P"), void_of(act(1, "A1/P"), 2))
    backed_up(backups)
    answered(store, "act-0001", ACCEPTED)
    answered(store, "act-0002", REFUSED)
    withdraw(store, "act-0002")
    again = restored()
    assert states(again) == {"act-0001": ActState.READY, "act-0002": ActState.WITHDRAWN}
    with again.read() as work:
        assert (work.queue.exposure().unsent_count, work.queue.exposure().unsent_fen) == (1, 1_000)
    again.close()


def test_a_void_that_went_with_its_bill_stays_with_it(
    store: SqlStore, backups: FileBackups, restored: Restore
) -> None:
    queued(store, act(1, "A1/P"), void_of(act(1, "A1/P"), 2))
    backed_up(backups)
    answered(store, "act-0001", REFUSED)
    withdraw(store, "act-0001")
    again = restored()
    assert set(states(again).values()) == {ActState.WITHDRAWN}
    with again.read() as work:
        assert (work.queue.exposure().unsent_count, work.queue.exposure().unsent_fen) == (0, 0)
    again.close()


@pytest.mark.parametrize("told_by", ["AUDIT", "FOLLOW_UP"])
def test_a_withdrawn_act_whose_row_is_broken_is_known_by_what_others_say_of_it(
    store: SqlStore, path: Path, backups: FileBackups, restored: Restore, told_by: str
) -> None:
    queued(store, *(act(number, f"A{number}/P") for number in range(1, 60)))
    backed_up(backups)
    answered(store, "act-0020", REFUSED)
    withdraw(store, "act-0020")
    with behind(path) as connection:
        if told_by == "AUDIT":
            connection.execute("DROP TRIGGER follow_ups_kept")
            connection.execute("DELETE FROM follow_ups")
        else:
            connection.execute("DROP TRIGGER audit_frozen")
            connection.execute("UPDATE audit SET subject = 'x'")
    store.close()
    break_row_of(path, "act-0020")
    again = restored()
    assert len(states(again)) == 59
    assert states(again)["act-0020"] is ActState.WITHDRAWN
    assert "act-0020" not in leased(again)
    again.close()


def break_row_of(path: Path, act_id: str) -> None:
    """Break the page that an act's row stands on."""
    whole = path.read_bytes()
    for page in range(2, len(whole) // PAGE_BYTES + 1):
        broken = bytearray(whole)
        broken[(page - 1) * PAGE_BYTES + 70] ^= 1
        path.write_bytes(broken)
        reader = SalvageReader(path, KEY)
        read = {row.act.id for row in reader.acts()}
        reader.close()
        if read and act_id not in read:
            return
    pytest.fail("no page has the row")


def test_what_was_set_aside_in_the_backup_and_accepted_since_is_sent_again(
    store: SqlStore, backups: FileBackups, restored: Restore
) -> None:
    queued(store, act(1, "A1/P"), act(2, "A1/P"))
    answered(store, "act-0001", REFUSED)
    backed_up(backups)
    with store.begin() as work:
        assert work.queue.retry_now("act-0001", NOW)
    answered(store, "act-0001", ACCEPTED)
    again = restored()
    assert set(states(again).values()) == {ActState.READY}
    with again.read() as work:
        assert work.queue.exposure().parked_count == 0
    assert leased(again) == {"act-0001"}
    again.close()


def test_what_is_set_aside_is_in_sight_whatever_an_older_record_says(store: SqlStore) -> None:
    queued(store, act(1))
    answered(store, "act-0001", REFUSED)
    with store.begin() as work:
        work.follow_ups.put(FollowUpRecord("act-0001", Matter.PARKED, NOW, closed_at=NOW))
    with store.read() as work:
        assert (count_open(work), work.act_list.waits("act-0001")) == (1, True)
        assert [one.subject for one in open_follow_ups(work)] == ["act-0001"]
        assert work.act_list.dealt_with() == []


def invoice(number: str = "26310000000000000001") -> Invoice:
    return Invoice(number, "visit-1", TODAY, 1_000, "练习公司", "op-1", NOW)


def red(of: Invoice) -> Invoice:
    return replace(of, status=InvoiceStatus.REVERSED, red_number="26310000000000000002", red_day=TODAY)


def test_an_invoice_stays_taken_back(store: SqlStore, backups: FileBackups, restored: Restore) -> None:
    with store.begin() as work:
        work.invoices.add(invoice())
    backed_up(backups)
    with store.begin() as work:
        work.invoices.put(red(invoice()))
    again = restored()
    with again.read() as work:
        assert work.invoices.get("26310000000000000002") == red(invoice())
    again.close()


def test_a_later_backup_is_not_set_back_by_an_older_file(
    store: SqlStore, path: Path, backups: FileBackups, restored: Restore
) -> None:
    """An old backup was restored by mistake; the good one that is restored then has the later rows."""
    note = FollowUpRecord("act-0009", Matter.REJECTED, NOW, entries=(Entry(NOW, Deed.OPENED),))
    refused = DataConsent(Relationship.MOTHER, "data/2", LATER, given=False)
    with store.begin() as work:
        work.invoices.add(invoice())
        work.follow_ups.put(note)
        work.members.put(MemberRecord("A1", consent=replace(refused, at=NOW, given=True), last_seen=TODAY))
    old = path.read_bytes(), path.with_name(f"{path.name}-wal").read_bytes()
    ended = replace(note, closed_at=LATER).with_entry(Entry(LATER, Deed.CLOSED, "王店长", "好了"))
    with store.begin() as work:
        work.invoices.put(red(invoice()))
        work.follow_ups.put(ended)
        work.members.put(MemberRecord("A1", consent=refused, last_seen=TODAY + timedelta(days=1)))
    backed_up(backups)
    store.close()
    path.write_bytes(old[0])
    path.with_name(f"{path.name}-wal").write_bytes(old[1])
    again = restored()
    with again.read() as work:
        assert work.invoices.get(invoice().number) == red(invoice())
        assert work.follow_ups.get("act-0009") == ended
        assert work.members.get("A1") == MemberRecord(
            "A1", consent=refused, last_seen=TODAY + timedelta(days=1)
        )
    again.close()


def test_what_a_guardian_refused_since_stays_refused(
    store: SqlStore, backups: FileBackups, restored: Restore
) -> None:
    given = DataConsent(Relationship.MOTHER, "data/2", NOW)
    with store.begin() as work:
        work.members.put(MemberRecord("A1", consent=given, last_seen=TODAY, language="en"))
    backed_up(backups)
    changed = MemberRecord(
        "A1", consent=replace(given, at=LATER, given=False), last_seen=TODAY, language="zh"
    )
    with store.begin() as work:
        work.members.put(changed)
    again = restored()
    with again.read() as work:
        assert work.members.get("A1") == changed
    again.close()


def test_notes_and_closings_of_follow_ups_stay(
    store: SqlStore, backups: FileBackups, restored: Restore
) -> None:
    opened = FollowUpRecord("statement/2026-05-18/act-0001", Matter.STATEMENT, NOW)
    with store.begin() as work:
        work.follow_ups.put(opened)
    backed_up(backups)
    noted = opened.with_entry(Entry(LATER, Deed.NOTED, "王店长", "已致电热线"))
    with store.begin() as work:
        work.follow_ups.put(replace(noted, closed_at=LATER))
    again = restored()
    with again.read() as work:
        assert work.follow_ups.get(opened.subject) == replace(noted, closed_at=LATER)
        assert count_open(work) == 0
    again.close()


def test_who_was_stopped_stays_out_and_a_changed_pin_holds(
    store: SqlStore, backups: FileBackups, restored: Restore
) -> None:
    people = [Operator(f"op-{number}", f"练习{number}", "old", manager=True) for number in range(3)]
    with store.begin() as work:
        for person in people:
            work.memory.put_operator(person)
        work.memory.set_choice("printer", "one")
    backed_up(backups)
    changed = [
        replace(people[0], active=False),
        replace(people[1], pin_hash="new"),
        replace(people[2], manager=False),
        Operator("op-9", "练习9", "fresh"),
    ]
    with store.begin() as work:
        for person in changed:
            work.memory.put_operator(person)
        work.memory.set_choice("printer", "two")
        work.memory.set_choice("tries/op-1", "3")
        work.memory.add_revoked(["ab"])
    again = restored()
    with again.read() as work:
        assert work.memory.operators() == changed
        assert (work.memory.choice("printer"), work.memory.choice("tries/op-1")) == ("two", "3")
        assert work.memory.revoked() == {"ab"}
    again.close()


def test_who_was_stopped_stays_out_though_the_rows_of_people_are_broken(
    store: SqlStore, path: Path, backups: FileBackups, restored: Restore
) -> None:
    people = [Operator(f"op-{number}", f"练习{number}", "old", manager=number > 0) for number in range(3)]
    with store.begin() as work:
        for person in people:
            work.memory.put_operator(person)
    backed_up(backups)
    deeds = (("deactivate_operator", "op-0"), ("unmake_manager", "op-1"), ("change_pin", "op-2"))
    with store.begin() as work:
        for deed, subject in deeds:
            work.audit.add(replace(audit_row(), act=deed, subject=subject))
    with behind(path) as connection:
        connection.execute("DELETE FROM operators")
    again = restored()
    with again.read() as work:
        assert work.memory.operators() == [
            replace(people[0], active=False), replace(people[1], manager=False), people[2],
        ]  # fmt: skip
    again.close()


def test_a_terminal_that_was_enrolled_again_stays_what_it_was_enrolled_as_last(
    store: SqlStore, backups: FileBackups, restored: Restore
) -> None:
    with store.begin() as work:
        work.memory.set_enrolment(Enrolment("T01", CLINIC, "https://one.example", "root"))
    backed_up(backups)
    with store.begin() as work:
        work.memory.set_enrolment(Enrolment("T02", CLINIC, "https://one.example", "root"))
    again = restored()
    with again.read() as work:
        enrolment = work.memory.enrolment()
        assert enrolment is not None
        assert enrolment.terminal == "T02"
    again.close()
