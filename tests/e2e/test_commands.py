import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

CASES = Path(__file__).parent.parent / "data" / "worked-examples.jsonl"


def _run(*arguments: str, given: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
    command = [sys.executable, "-m", "clinic_terminal", *arguments]
    return subprocess.run(command, input=given, capture_output=True, check=False)


def test_split_answers_every_case_in_order() -> None:
    done = _run("split", str(CASES))
    assert done.returncode == 0
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert answers == [json.loads(line)["expect"] for line in CASES.read_bytes().splitlines()]


def test_split_answers_a_faulty_case_in_its_place_and_exits_1() -> None:
    lines = CASES.read_bytes().splitlines(keepends=True)
    done = _run("split", "-", given=lines[0] + b"{broken\n" + lines[1])
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert answers[1]["error"]["code"] == "NOT_JSON"
    assert answers[2] == json.loads(lines[1])["expect"]


def test_a_missing_file_is_one_sentence_and_no_traceback() -> None:
    done = _run("split", "no-such-file.jsonl")
    assert done.returncode == 1
    assert done.stderr.startswith(b"clinic-terminal: ")
    assert b"Traceback" not in done.stderr


def test_cards_are_issued_read_and_verified_from_the_command_line(tmp_path: Path) -> None:
    server, cards = tmp_path / "server", tmp_path / "cards"
    assert _run("card", "issue", "--data", str(server), "--out", str(cards)).returncode == 0
    texts = json.loads((cards / "cards.json").read_text())
    read = _run("card", "read", str(cards / "RETURNING.png"), str(cards / "cards.json"))
    picture, nothing = (json.loads(line) for line in read.stdout.splitlines())
    assert picture["texts"] == [texts["RETURNING"]]
    assert "error" in nothing
    keys = tmp_path / "keys.json"
    keys.write_text(_card_keys(server))
    whole = texts["RETURNING"]
    spoiled = whole[:-1] + ("A" if whole[-1] != "A" else "B")
    given = f"{whole}\n\n{spoiled}\n134512345678901234\n"
    verified = _run("card", "verify", "--keys", str(keys), "-", given=given.encode())
    results = [json.loads(line)["result"] for line in verified.stdout.splitlines()]
    assert results[0] == "OK"
    assert results[1] == "NOT_A_CARD"
    assert results[2] != "OK"
    assert results[3] == "NOT_A_CARD"


def _card_keys(server: Path) -> str:
    from clinic_terminal.card.issue import PracticeIssuer
    from clinic_terminal.sandbox.keys import practice_issuer

    private, _kid, issuer = practice_issuer(server)
    entry = PracticeIssuer(issuer, private.private_bytes_raw()).key_entry(0, 4_102_444_800)
    return json.dumps({"keys": [entry]})


def test_a_file_that_is_no_bill_is_said_to_be_none(tmp_path: Path) -> None:
    file = tmp_path / "letter.pdf"
    file.write_bytes(b"%PDF-1.7 not one of ours")
    done = _run("verify-bill", str(file))
    assert done.returncode != 0
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("arguments", [(), ("nonsense",), ("card",)])
def test_a_wrong_command_explains_the_usage(arguments: tuple[str, ...]) -> None:
    done = _run(*arguments)
    assert done.returncode == 2
    assert b"usage" in done.stderr


def test_an_unsafe_server_address_is_refused_before_anything_is_sent(tmp_path: Path) -> None:
    program = (
        "import clinic_terminal.cli as cli; cli.getpass = lambda _ask: 'CODE-1'; "
        "raise SystemExit(cli.main(['enrol', 'http://clinic.example']))"
    )
    environment = {**os.environ, "CLINIC_TERMINAL_HOME": str(tmp_path), "CLINIC_TERMINAL_KEYRING": "off"}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, check=False)
    assert done.returncode == 1
    assert b"https://" in done.stderr


def test_the_practice_server_does_not_outlive_the_program_that_started_it(tmp_path: Path) -> None:
    program = (
        "import os, sys; from pathlib import Path; "
        "from clinic_terminal.bootstrap.practice import PracticeServer; "
        "server = PracticeServer(Path(sys.argv[1])); server.start(); "
        "print(server._process.pid, flush=True); os.kill(os.getpid(), 9)"
    )
    command = [sys.executable, "-c", program, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    server = Path(f"/proc/{int(done.stdout)}/cmdline")
    for _ in range(500):
        if not server.exists() or b"sandbox" not in server.read_bytes():
            return
        threading.Event().wait(0.02)
    pytest.fail("the server is still there")
