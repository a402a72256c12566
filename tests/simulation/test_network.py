"""How often a poisoned act may be refused: once more for each refusal that its program may not have kept."""

from collections.abc import Callable
from typing import cast

import pytest

from clinic_terminal.application.failures import CentralUnreachableError
from clinic_terminal.simulation.faults import CALM, FaultName, Weather
from clinic_terminal.simulation.fragile import KilledError
from clinic_terminal.simulation.network import Network
from clinic_terminal.simulation.server import ModelServer, RawReply, Request, problem
from clinic_terminal.simulation.virtual_time import TrueTime

SLOW = Weather({FaultName.SLOW: 1.0})
LOST = Weather({FaultName.LOSE_ANSWER: 1.0})


class Refusing:
    """A server that takes nothing."""

    def answer(self, request: Request) -> RawReply:
        del request
        return problem(413, "POISONED")


@pytest.fixture
def network() -> Network:
    return Network(cast("ModelServer", Refusing()), TrueTime())


def calm(place: str) -> None:
    del place


def put(network: Network, act: str, program: str = "A.0", boundary: Callable[[str], None] = calm) -> None:
    network.exchange(Request("PUT", f"/v1/acts/{act}", b"", {"Terminal": "A"}), program, boundary)


def test_a_refusal_that_was_kept_is_final(network: Network) -> None:
    put(network, "1")
    network.kept("A.0")
    network.forgotten("A.0")
    assert (network.heard["1"], network.excused["1"]) == (1, 0)


def test_one_that_died_with_its_program_is_heard_once_more(network: Network) -> None:
    put(network, "1")
    network.forgotten("A.0")
    assert network.excused["1"] == 1


def test_the_other_windows_commit_keeps_nothing_for_this_one(network: Network) -> None:
    put(network, "1")
    network.kept("A.1")
    network.forgotten("A.0")
    assert network.excused["1"] == 1


def test_acts_sent_one_by_one_are_excused_where_a_later_one_outlasts_the_lease(network: Network) -> None:
    """Seed 202605180020/18: an older server takes no batches, and what it said is stored after the last."""
    put(network, "1")
    network.weather = SLOW
    put(network, "2")
    network.weather = CALM
    put(network, "3")
    network.kept("A.0")
    network.sends_anew("A.0")
    put(network, "4")
    network.kept("A.0")
    assert network.excused == {"1": 1, "2": 1, "3": 1}
    assert set(network.heard.values()) == {1}


def test_doubt_about_leases_outlasts_a_commit_and_ends_with_the_next_ones(network: Network) -> None:
    """Seed 202605180106/6: what is sent after it was taken up before somebody else worked comes too late."""
    network.weather = SLOW
    put(network, "1")
    network.weather = CALM
    network.kept("A.0")
    put(network, "2")
    network.kept("A.0")
    network.sends_anew("A.0")
    put(network, "3")
    network.kept("A.0")
    assert network.excused == {"1": 1, "2": 1}


def test_what_was_not_heard_is_not_excused(network: Network) -> None:
    network.weather = LOST
    with pytest.raises(CentralUnreachableError):
        put(network, "1")

    def dies(place: str) -> None:
        if place == "answer":
            raise KilledError("A.0")

    network.weather = CALM
    with pytest.raises(KilledError):
        put(network, "1", boundary=dies)
    network.forgotten("A.0")
    assert not network.heard
    assert not network.excused
