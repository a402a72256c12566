"""The branches of the network: one document each, replaced, forgotten, and there after the program ended."""

from pathlib import Path

import pytest
from hypothesis import given

from clinic_terminal.application.failures import StoreFailedError
from clinic_terminal.domain.network import NetworkClinic
from clinic_terminal.store import values
from clinic_terminal.store.store import SqlStore, SqlWork, open_store
from tests.clinics import CLINICS, GUSU, OURS, PUDONG, clinic
from tests.store import shapes
from tests.store.parts import KEY, StillClock


def kept(store: SqlStore, *clinics: NetworkClinic) -> list[NetworkClinic]:
    with store.begin() as work:
        for each in clinics:
            work.network.put(each)
    with store.read() as work:
        return work.network.all()


@given(shapes.values(NetworkClinic))
def test_any_branch_comes_back_equal(one: NetworkClinic) -> None:
    assert values.NETWORK_CLINIC.load(values.NETWORK_CLINIC.dump(one)) == one


def test_branches_come_back_by_id(store: SqlStore) -> None:
    assert kept(store, *reversed(CLINICS)) == sorted(CLINICS, key=lambda one: one.id)


def test_a_branch_said_again_replaces_what_was_said(store: SqlStore) -> None:
    moved = clinic(PUDONG.id, address="云帆路 1 号")
    assert kept(store, PUDONG, moved) == [moved]


def test_a_branch_that_left_is_forgotten_and_no_other(store: SqlStore) -> None:
    kept(store, OURS, PUDONG)
    with store.begin() as work:
        work.network.remove(PUDONG.id)
        work.network.remove("nobody")
        assert work.network.all() == [OURS]


def test_the_list_is_cleared_as_a_whole(store: SqlStore) -> None:
    kept(store, *CLINICS)
    with store.begin() as work:
        work.network.clear()
        assert work.network.all() == []


def replace_by_nonsense(work: SqlWork) -> None:
    work.network.clear()
    work.network.put(clinic(GUSU.id, departments=object()))


def test_a_step_that_fails_leaves_the_list_as_it_was(store: SqlStore) -> None:
    kept(store, OURS)
    with pytest.raises(StoreFailedError), store.begin() as work:
        replace_by_nonsense(work)
    with store.read() as work:
        assert work.network.all() == [OURS]


def test_the_list_is_there_after_a_restart(path: Path) -> None:
    first = open_store(path, KEY, StillClock())
    kept(first, OURS)
    first.close()
    second = open_store(path, KEY, StillClock())
    try:
        with second.read() as work:
            assert work.network.all() == [OURS]
    finally:
        second.close()
