"""A terminal that is enrolled again and cut off: the settings' address goes with the place that counts."""

import pytest

from clinic_terminal.bootstrap.first_start import SettingUp
from clinic_terminal.settings import load_settings
from clinic_terminal.sync.upload import Step
from tests.bootstrap.test_enrol_again import CUTS, FIRST, NEW_CODE, SECOND, Clinic, clinic, killed, no_keyring

__all__ = ["clinic", "no_keyring"]


@pytest.mark.parametrize("after", ["answer", "key"])
def test_cut_off_before_the_place_is_kept_the_former_address_stays(clinic: Clinic, after: str) -> None:
    former = clinic.server.url.replace("127.0.0.1", "localhost")
    SettingUp(clinic.paths, again=True).set("api_url", former)
    killed(clinic, NEW_CODE, after)
    assert clinic.place().terminal == FIRST
    assert load_settings(clinic.paths.settings).api_url == former


@pytest.mark.parametrize("after", ["address", "commit"])
def test_cut_off_after_it_the_same_code_leads_to_the_server_that_gave_it(
    clinic: Clinic, after: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(CUTS, "address", "wire._lead_to = lambda *_: die(); up.accept(up.offer(url, code))")
    SettingUp(clinic.paths, again=True).set("api_url", "https://former.example.cn")
    killed(clinic, NEW_CODE, after)
    assert clinic.place().terminal == SECOND
    assert clinic.again(NEW_CODE).terminal == SECOND
    assert load_settings(clinic.paths.settings).api_url == clinic.server.url
    assert len(clinic.bills("RETURNING")) == 1
    assert clinic.send() is Step.IDLE
