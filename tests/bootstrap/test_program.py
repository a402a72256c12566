from collections.abc import Iterator
from pathlib import Path

import pytest

from clinic_terminal.application import check_in, operators
from clinic_terminal.application.failures import CardRefusedError, CentralSessionError, StoreUnopenableError
from clinic_terminal.bootstrap.practice import PracticeWorld, open_practice_world
from clinic_terminal.bootstrap.program import open_program
from clinic_terminal.domain.gates import Doubt, Verdict
from clinic_terminal.settings import Paths

EXPECTED = {
    "RETURNING": Verdict.BILLABLE,
    "FIRST_VISIT_BOOKED": Verdict.BILLABLE,
    "FIRST_VISIT_UNBOOKED": Verdict.CALL,
    "LOCKED_ELSEWHERE": Verdict.REFUSED,
}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PracticeWorld]:
    monkeypatch = pytest.MonkeyPatch()
    monkeypatch.setenv("CLINIC_TERMINAL_KEYRING", "off")
    opened = open_practice_world(tmp_path_factory.mktemp("practice"))
    yield opened
    opened.close()
    monkeypatch.undo()


@pytest.mark.parametrize(("case", "verdict"), EXPECTED.items())
def test_each_practice_card_leads_to_its_verdict(world: PracticeWorld, case: str, verdict: Verdict) -> None:
    terminal = world.program.terminal
    (identified,) = check_in.identify_picture(terminal, world.cards / f"{case}.png")
    verification = check_in.verify(terminal, identified, terminal.clock.today())
    assert verification.online
    assert verification.policies[0].decision.verdict is verdict
    assert verification.policies[0].decision.cause is not Doubt.CARD_DIFFERS


def test_the_practice_people_can_sign_in(world: PracticeWorld) -> None:
    names = {operator.name for operator in operators.operators(world.program.terminal)}
    assert len(names) >= 3


def test_a_tampered_card_is_refused(world: PracticeWorld) -> None:
    import json

    token = json.loads((world.cards / "cards.json").read_text())["RETURNING"]
    flipped = token[:-9] + ("A" if token[-9] != "A" else "B") + token[-8:]
    with pytest.raises(CardRefusedError):
        check_in.identify(world.program.terminal, flipped)


def test_a_terminal_that_is_not_enrolled_pauses_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLINIC_TERMINAL_KEYRING", "off")
    program = open_program(Paths(tmp_path))
    with pytest.raises(CentralSessionError):
        program.fetch_changes()
    program.close()


def test_a_database_that_is_none_is_left_alone_and_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLINIC_TERMINAL_KEYRING", "off")
    paths = Paths(tmp_path).prepare()
    paths.database.write_bytes(b"this is not a database" * 500)
    before = paths.database.read_bytes()
    with pytest.raises(StoreUnopenableError):
        open_program(paths)
    assert paths.database.read_bytes() == before
