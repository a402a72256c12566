"""Signing in: one thread that hangs in it does not shut the others out for ever."""

import threading

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from clinic_terminal.application.failures import CentralUnreachableError
from clinic_terminal.sync.http import Patience, Wire
from clinic_terminal.sync.signin import Identity, SignIn
from tests.fakes.ports import CountingIds, SetClock
from tests.held_line import HeldLine, Way
from tests.practice import TIMEOUT


def test_a_thread_that_hangs_in_the_sign_in_is_given_up_on() -> None:
    line = HeldLine(way=Way.HELD)
    clock = SetClock()
    sign_in = SignIn(Identity("T-1", Ed25519PrivateKey.generate()), clock, CountingIds())

    def hang() -> None:
        with pytest.raises(CentralUnreachableError):
            sign_in.bearer(Wire(line.url, Patience(answer_s=TIMEOUT)))

    hanging = threading.Thread(target=hang)
    hanging.start()
    assert line.asked.wait(TIMEOUT)
    quick = Wire(line.url, Patience(answer_s=0.05))
    for expected in (1, 1, 2):
        with pytest.raises(CentralUnreachableError):
            sign_in.bearer(quick)
        assert line.requests == expected
        clock.advance(1)
    line.hang_up()
    hanging.join(TIMEOUT)
    assert not hanging.is_alive()
