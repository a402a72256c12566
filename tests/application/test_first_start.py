"""The first start's order of steps, and what may be typed into them."""

from dataclasses import replace

import pytest

from clinic_terminal.application.failures import ApplicationError
from clinic_terminal.application.first_start import (
    STEPS,
    TESTS,
    Progress,
    Standing,
    Step,
    checked_address,
    checked_code,
    checked_proxy,
    step_after,
    step_before,
    step_to_go_on,
)
from clinic_terminal.application.first_start_failures import (
    AddressFormError,
    CodeFormError,
    ProxyFormError,
)
from clinic_terminal.application.ports import Enrolment
from tests.build import CLINIC

FRESH = Standing()
PLACE = Enrolment("T-1", CLINIC, "https://a.example", "root")
WHOLE = Progress(Step.CLINIC, "https://a.example", PLACE)


def test_the_steps_follow_each_other_forward_and_back() -> None:
    walked = [Step.LANGUAGE]
    while walked[-1] is not Step.DONE:
        walked.append(step_after(walked[-1], FRESH))
    assert tuple(walked) == STEPS
    back = [step_before(step, FRESH) for step in STEPS]
    assert back == [None, *STEPS[:-1]]
    assert step_after(Step.DONE, FRESH) is Step.DONE


def test_an_enrolled_terminal_is_never_asked_for_a_code() -> None:
    enrolled = Standing(enrolled=True)
    assert step_after(Step.SERVER, enrolled) is Step.CLINIC
    assert step_before(Step.CLINIC, enrolled) is Step.SERVER


def test_a_terminal_that_is_let_in_again_is_asked_for_a_code() -> None:
    anew = Standing(enrolled=True, managed=True, again=True, anew=True)
    assert step_after(Step.SERVER, anew) is Step.CODE
    assert step_before(Step.CLINIC, anew) is Step.CODE


def test_only_the_devices_may_be_left_for_later() -> None:
    assert {Step.SCANNER, Step.CAMERA, Step.SCREEN, Step.PRINTER} == TESTS


@pytest.mark.parametrize("step", STEPS)
def test_an_interrupted_start_goes_on_where_it_was(step: Step) -> None:
    reached = step_to_go_on(replace(WHOLE, step=step), FRESH)
    assert reached is min(step, Step.CLINIC, key=STEPS.index)


def test_what_is_not_known_is_asked_for_whatever_was_noted() -> None:
    assert step_to_go_on(Progress(Step.CLINIC), FRESH) is Step.SERVER
    assert step_to_go_on(Progress(Step.CLINIC, "https://a.example"), FRESH) is Step.CODE
    assert step_to_go_on(Progress(Step.LANGUAGE), Standing(enrolled=True)) is Step.PEOPLE


@pytest.mark.parametrize("step", STEPS)
def test_with_a_manager_an_interrupted_start_goes_on_at_the_devices_and_not_before(step: Step) -> None:
    managed = Standing(enrolled=True, managed=True)
    reached = step_to_go_on(replace(WHOLE, step=step), managed)
    assert STEPS.index(reached) >= STEPS.index(Step.SCANNER)
    while (before := step_before(reached, managed)) is not None:
        reached = before
    assert reached is Step.SCANNER


def test_who_comes_back_with_a_managers_pin_may_go_through_everything() -> None:
    again = Standing(enrolled=True, managed=True, again=True)
    assert step_to_go_on(Progress(Step.DONE), again) is Step.LANGUAGE
    assert step_before(Step.SCANNER, again) is Step.PEOPLE


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("https://api.example.cn", "https://api.example.cn"),
        (" https://api.example.cn/ ", "https://api.example.cn"),
        ("api.example.cn", "https://api.example.cn"),
        ("ｈｔｔｐｓ：／／api.example.cn", "https://api.example.cn"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
    ],
)
def test_an_address_is_taken_in_its_one_form(typed: str, address: str) -> None:
    assert checked_address(typed) == address


@pytest.mark.parametrize(
    ("typed", "cause"),
    [
        ("  ", "EMPTY"),
        ("http://api.example.cn", "PLAIN"),
        ("http://192.168.1.5", "PLAIN"),
        ("http://127.0.0.1.example.cn", "PLAIN"),
        ("ftp://api.example.cn", "FORM"),
        ("https://me:pin@api.example.cn", "FORM"),
        ("https://api.example.cn?x=1", "FORM"),
        ("https://", "FORM"),
        ("https://api example.cn", "FORM"),
    ],
)
def test_an_address_that_cannot_be_used_says_why(typed: str, cause: str) -> None:
    with pytest.raises(AddressFormError) as refused:
        checked_address(typed)
    assert refused.value.cause == cause


def test_a_proxy_has_a_port_and_no_password() -> None:
    assert checked_proxy(" http://proxy:8080/ ") == "http://proxy:8080"
    assert not checked_proxy("  ")
    for wrong in ("proxy", "http://proxy", "http://me:pin@proxy:8080"):
        with pytest.raises(ProxyFormError):
            checked_proxy(wrong)


@pytest.mark.parametrize(
    "typed",
    ["XLXH-2468-1358", "xlxh24681358", " xlxh 2468 1358 ", "ＸＬＸＨ－２４６８－１３５８", "xlxh—2468—1358"],
)
def test_a_code_is_taken_however_it_is_typed(typed: str) -> None:
    assert checked_code(typed) == "XLXH-2468-1358"


@pytest.mark.parametrize(
    "typed", ["", "XLXH-2468", "XLXH-2468-13580", "XLXH-2468-135!", "小鹿口腔-2468-1358"]
)
def test_what_is_no_code_is_not_sent(typed: str) -> None:
    with pytest.raises(CodeFormError) as refused:
        checked_code(typed)
    assert isinstance(refused.value, ApplicationError)
