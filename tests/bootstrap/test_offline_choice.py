"""The joined program keeps to what a person chose about the network, over a restart too."""

from pathlib import Path

import pytest

from clinic_terminal.application.failures import CentralUnreachableError
from clinic_terminal.application.line import CHOSEN, Line
from clinic_terminal.application.offline_choice import choose_offline, choose_online
from clinic_terminal.application.ports import EligibilityQuery
from clinic_terminal.bootstrap.program import open_program
from clinic_terminal.settings import Paths
from tests.terminal import CLERK


@pytest.fixture(autouse=True)
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLINIC_TERMINAL_KEYRING", "off")


def test_the_choice_holds_from_the_first_moment_after_a_restart(tmp_path: Path) -> None:
    paths = Paths(tmp_path)
    first = open_program(paths)
    assert first.keeper.state.line is Line.UNKNOWN
    choose_offline(first.terminal, CLERK, first.keeper)
    first.close()
    again = open_program(paths)
    assert again.keeper.state.chosen
    assert again.keeper.state == first.keeper.state
    with pytest.raises(CentralUnreachableError) as refused:
        again.terminal.central.eligibility(EligibilityQuery(again.terminal.clock.today(), "M-1"))
    assert refused.value.cause == CHOSEN
    again.fetch_changes()  # asks nobody, and that is no failure
    loop = again.sync_loop(lambda: None)
    loop.turn()
    assert again.keeper.state.chosen
    choose_online(again.terminal, CLERK, again.keeper)
    loop.turn()
    assert again.keeper.state.line is Line.REFUSED  # the terminal is not enrolled: the network was asked
    again.close()
