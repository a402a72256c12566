import pytest
import requests
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from clinic_terminal.contract.signing import public_text
from tests.practice import TIMEOUT, Client, PracticeServer

CODE = "XLXH-2468-1357"


def ask(server: PracticeServer, code: str, public_key: str) -> requests.Response:
    body = {"code": code, "public_key": public_key}
    return requests.post(f"{server.url}/v1/terminals", json=body, timeout=TIMEOUT)


def new_key() -> str:
    return public_text(Ed25519PrivateKey.generate().public_key())


def test_a_terminal_learns_its_clinic_and_its_root_of_trust(practice_server: PracticeServer) -> None:
    answer = ask(practice_server, CODE, new_key())
    assert answer.status_code == 201
    assert answer.json()["clinic"] == {
        "id": "XL-SH-XUHUI",
        "name": "小鹿口腔·徐汇诊所",
        "brand": "XIAOLU",
        "brand_name": "小鹿口腔",
        "city": "上海",
    }
    assert len(answer.json()["root_key"]) == 43


def test_a_code_enrols_one_key_only(practice_server: PracticeServer) -> None:
    assert ask(practice_server, CODE, new_key()).status_code == 201
    refused = ask(practice_server, CODE, new_key())
    assert (refused.status_code, refused.json()["code"]) == (409, "CODE_SPENT")


def test_an_enrolment_whose_answer_was_lost_can_be_asked_again(practice_server: PracticeServer) -> None:
    key = new_key()
    first, again = ask(practice_server, CODE, key), ask(practice_server, CODE, key)
    assert first.content == again.content
    assert again.status_code == 201


def test_terminals_of_one_clinic_have_different_ids(practice_server: PracticeServer) -> None:
    codes = [
        code for code, clinic in practice_server.world.activation_codes.items() if clinic == "XL-SH-XUHUI"
    ]
    ids = {ask(practice_server, code, new_key()).json()["terminal"] for code in codes}
    assert len(ids) == len(codes) == 4


def test_an_unknown_code_is_refused(practice_server: PracticeServer) -> None:
    refused = ask(practice_server, "NO-SUCH-CODE", new_key())
    assert (refused.status_code, refused.json()["code"]) == (422, "CODE_UNKNOWN")


@pytest.mark.parametrize("key", ["", "A" * 42, "*" * 43, "A" * 44])
def test_what_is_no_key_is_refused_and_spends_no_code(practice_server: PracticeServer, key: str) -> None:
    assert ask(practice_server, CODE, key).status_code == 422
    assert ask(practice_server, CODE, new_key()).status_code == 201


def test_the_key_document_is_signed_by_the_root_of_the_enrolment(terminal: Client) -> None:
    document = terminal.keys()
    assert len(document.signing) == 1
    assert document.card.keys[0].iss == "practice-tpa"
