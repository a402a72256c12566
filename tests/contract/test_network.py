import json

import pytest
from pydantic import ValidationError

from clinic_terminal.contract.network import (
    NetworkClinicMessage,
    NotAClockTimeError,
    clock_from,
    minutes_from,
)
from tests.clinics import CLINICS, clinic, service


@pytest.mark.parametrize("minutes", [0, 1, 59, 60, 540, 1439, 1440])
def test_a_time_of_the_day_comes_back(minutes: int) -> None:
    assert minutes_from(clock_from(minutes)) == minutes


@pytest.mark.parametrize("text", ["", "9:00", "09:60", "24:01", "25:00", "09-00", "٠٩:٠٠", "09:00 "])
def test_what_is_no_time_of_the_day_is_refused(text: str) -> None:
    with pytest.raises(NotAClockTimeError):
        minutes_from(text)


def test_branches_travel_whole() -> None:
    for one in (*CLINICS, clinic(departments=(), items=(), services=(), hours=((),) * 7)):
        text = NetworkClinicMessage.from_domain(one).model_dump_json()
        assert NetworkClinicMessage.model_validate_json(text).to_domain() == one


def test_an_open_end_is_no_date() -> None:
    message = NetworkClinicMessage.from_domain(clinic(services=(service(),)))
    assert json.loads(message.model_dump_json())["services"][0]["end"] is None


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("hours", [[]] * 6),
        ("hours", [[{"opens": "9:00", "closes": "18:00"}]] + [[]] * 6),
        ("services", [{"plan": "P", "category": "DENTAL", "scope": "OUTPATIENT", "start": "2026-01-01"}]),
        ("services", [{"plan": "P", "category": "BASIC", "scope": "HOME", "start": "2026-01-01"}]),
        ("id", ""),
        ("name", None),
    ],
)
def test_a_branch_of_another_form_is_refused(place: str, value: object) -> None:
    values = json.loads(NetworkClinicMessage.from_domain(clinic()).model_dump_json())
    with pytest.raises(ValidationError):
        NetworkClinicMessage.model_validate_json(json.dumps({**values, place: value}))
