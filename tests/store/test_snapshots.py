"""Snapshots: the newest word of each policy wins, in whatever order it comes."""

from dataclasses import replace
from datetime import timedelta

from clinic_terminal.domain.eligibility import Snapshot
from clinic_terminal.store.snapshots import _OF_POLICIES, SET_BACK
from clinic_terminal.store.store import SqlStore
from tests.build import CHILD, NOW, snapshot


def kept(store: SqlStore, *snapshots: Snapshot) -> Snapshot | None:
    with store.begin() as work:
        for each in snapshots:
            work.snapshots.put(each, "signed")
    with store.read() as work:
        return work.snapshots.get(CHILD.member, "POL-1")


def test_a_snapshot_comes_back_equal(store: SqlStore) -> None:
    assert kept(store, snapshot()) == snapshot()


def test_an_older_version_does_not_replace_a_newer(store: SqlStore) -> None:
    newer = snapshot(version=3)
    assert kept(store, newer, snapshot(version=2, as_of=NOW + SET_BACK)) == newer


def test_a_lower_version_that_is_much_later_is_of_a_server_that_was_set_back(store: SqlStore) -> None:
    anew = snapshot(version=2, as_of=NOW + SET_BACK + timedelta(seconds=1))
    assert kept(store, snapshot(version=3), anew) == anew


def test_a_newer_version_replaces_an_older(store: SqlStore) -> None:
    newer = snapshot(version=3, booking_ref="BK-2")
    assert kept(store, snapshot(version=2), newer) == newer


def test_the_same_version_asked_for_later_is_fresher(store: SqlStore) -> None:
    fresher = snapshot(as_of=NOW + timedelta(hours=1))
    assert kept(store, snapshot(), fresher, snapshot()) == fresher


def test_a_member_has_one_snapshot_a_policy(store: SqlStore) -> None:
    other = replace(snapshot(), policy="POL-0")
    stranger = replace(snapshot(), person=replace(CHILD, member="1"))
    kept(store, snapshot(), other, stranger)
    with store.read() as work:
        assert work.snapshots.of_member(CHILD.member) == [other, snapshot()]
        assert work.snapshots.of_member("2") == []
        assert work.snapshots.get(CHILD.member, "POL-9") is None


def test_children_are_found_by_name_birth_date_and_the_policys_last_four(store: SqlStore) -> None:
    sought = replace(snapshot(), policy="POL-ab12", person=replace(CHILD, name="阿依 · 古丽"))
    kept(store, snapshot(), sought, replace(sought, policy="POL-ab13"))
    with store.read() as work:
        assert work.snapshots.find("阿依古丽", CHILD.birth_date, "AB12 ") == [sought]
        assert work.snapshots.find("阿依古丽", CHILD.birth_date, "AB14") == []
        assert work.snapshots.find("阿依", CHILD.birth_date, "AB12") == []


def test_finding_a_child_reads_the_key_alone_before_any_document(store: SqlStore) -> None:
    with store.read() as work:
        plan = work.snapshots._connection.execute(f"EXPLAIN QUERY PLAN {_OF_POLICIES}", {"last_four": ""})
        steps = [row[3] for row in plan]
    assert any("SCAN snapshots USING COVERING INDEX" in step for step in steps)
    assert any("SEARCH snapshots USING INTEGER PRIMARY KEY" in step for step in steps)
