"""The key on paper as the screens ask for it: written in groups, and known again however it is typed."""

from pathlib import Path

import pytest

from clinic_terminal.bootstrap.program import open_program
from clinic_terminal.bootstrap.recovery_key import PaperKey, recovery_key
from clinic_terminal.settings import Paths

KEY = bytes(range(32))


def test_it_is_written_in_seventeen_groups_of_four() -> None:
    groups = PaperKey(KEY).written().split()
    assert [len(group) for group in groups] == [4] * 17


@pytest.mark.parametrize("form", ["{}", "  {}  ", "{upper}", "{close}", "{dashed}"])
def test_it_is_known_again_however_it_is_typed(form: str) -> None:
    written = PaperKey(KEY).written()
    typed = form.format(
        written, upper=written.upper(), close=written.replace(" ", ""), dashed=written.replace(" ", "-")
    )
    assert PaperKey(KEY).is_it(typed)


@pytest.mark.parametrize("place", [0, 33, 66])
def test_a_slip_of_the_pen_and_another_terminals_key_are_refused(place: int) -> None:
    written = PaperKey(KEY).written().replace(" ", "")
    slipped = written[:place] + ("1" if written[place] != "1" else "2") + written[place + 1 :]
    for typed in (slipped, written[:-1], "", "zz", PaperKey(bytes(32)).written()):
        assert not PaperKey(KEY).is_it(typed)


def test_the_program_knows_its_own_key_and_practice_has_none_to_show(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLINIC_TERMINAL_KEYRING", "off")
    real = open_program(Paths(tmp_path / "real"))
    written = real.terminal.recovery.written()
    real.close()
    assert written == recovery_key(Paths(tmp_path / "real"))
    practised = open_program(Paths(tmp_path / "practice"), practice=True)
    assert practised.terminal.recovery.written() == ""
    practised.close()
