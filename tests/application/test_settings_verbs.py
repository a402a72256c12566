"""Settings are changed one by one or by a file, each change with its audit row, all of a file or nothing."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clinic_terminal.application import settings_verbs as verbs
from clinic_terminal.application.approval import LASTS, Approval
from clinic_terminal.application.failures import StoreFailedError
from clinic_terminal.application.people_failures import ApprovalNeededError
from clinic_terminal.application.ports import Operator
from clinic_terminal.application.settings_failures import (
    SettingsFileRefusedError,
    SettingsMovedError,
    SettingsNotKeptError,
    SettingsRefusedError,
    SettingUnusableError,
)
from clinic_terminal.application.settings_ports import DEFAULTS, SettingsInMemory, Values
from clinic_terminal.application.settings_verbs import Change, Fault
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.options import OPTIONS, OptionError, Value
from tests.application.people import audited
from tests.terminal import CLERK, Bench, make_bench


class Stubborn(SettingsInMemory):
    """Finds no file of certificates, and may refuse to write."""

    full = False

    def try_out(self, name: str, value: Value) -> None:
        if name == "ca_file" and value:
            raise SettingUnusableError(name, "CA_MISSING")

    def keep(self, values: Values) -> None:
        if self.full:
            raise SettingsNotKeptError
        super().keep(values)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = make_bench(tmp_path)
    yield replace(made, terminal=replace(made.terminal, settings=Stubborn()))
    made.store.close()


BOSS = Operator("O-9", "练习管理员", "", manager=True)


def yes(bench: Bench) -> Approval:
    return Approval(BOSS, bench.clock.now())


def file_of(**named: object) -> str:
    return json.dumps({"format": verbs.FORMAT, "edition": verbs.EDITION, "settings": named})


def facts(bench: Bench) -> list[Mapping[str, object]]:
    return [found for _who, deed, found in audited(bench) if deed == "change_setting"]


def test_a_change_holds_and_its_audit_row_has_the_value_before_and_after(bench: Bench) -> None:
    assert verbs.change_setting(bench.terminal, CLERK, "scale", "150") == Change("scale", "100", "150")
    verbs.change_setting(bench.terminal, CLERK, "member_patterns", ["m=(.)"])
    assert bench.terminal.settings.values["scale"] == "150"
    assert facts(bench) == [
        {"old": "100", "new": "150", "source": "page"},
        {"old": [], "new": ["m=(.)"], "source": "page"},
    ]


def test_the_same_value_again_is_no_change_and_leaves_no_trace(bench: Bench) -> None:
    assert verbs.change_setting(bench.terminal, CLERK, "sound", value=True) is None
    assert facts(bench) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("scale", "110"),
        ("sound", "yes"),
        ("proxy", "http://name:secret@10.0.0.1:80"),
        ("api_url", "http://a"),
    ],
)
def test_a_value_of_the_wrong_form_changes_nothing(bench: Bench, name: str, value: str) -> None:
    with pytest.raises(OptionError):
        verbs.change_setting(bench.terminal, CLERK, name, value)
    assert bench.terminal.settings.values == DEFAULTS
    assert facts(bench) == []


def test_a_value_that_does_not_work_on_this_computer_changes_nothing(bench: Bench) -> None:
    with pytest.raises(SettingUnusableError):
        verbs.change_setting(bench.terminal, CLERK, "ca_file", "/nowhere.pem")
    assert (bench.terminal.settings.values, facts(bench)) == (DEFAULTS, [])


def test_what_cannot_be_written_is_not_audited_either(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Stubborn, "full", True)
    with pytest.raises(SettingsNotKeptError):
        verbs.change_setting(bench.terminal, CLERK, "mode", "dark")
    assert (bench.terminal.settings.values, facts(bench)) == (DEFAULTS, [])


def test_what_cannot_be_audited_does_not_stand(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk is full for the database once the file of settings was written."""
    real = bench.store.begin

    class Full:
        def __init__(self) -> None:
            self._inner = real()

        def __enter__(self) -> object:
            return self._inner.__enter__()

        def __exit__(self, *_of: object) -> None:
            failure = StoreFailedError("DISK_FULL")
            self._inner.__exit__(type(failure), failure, None)
            raise failure

    monkeypatch.setattr(bench.store, "begin", Full)
    with pytest.raises(StoreFailedError):
        verbs.change_setting(bench.terminal, CLERK, "mode", "dark")
    assert (bench.terminal.settings.values, facts(bench)) == (DEFAULTS, [])


def test_one_setting_goes_back_to_its_default_and_the_others_stay(bench: Bench) -> None:
    verbs.change_setting(bench.terminal, CLERK, "mode", "dark")
    verbs.change_setting(bench.terminal, CLERK, "scale", "200")
    assert verbs.reset_setting(bench.terminal, CLERK, "scale") == Change("scale", "200", "100")
    assert bench.terminal.settings.values == {**DEFAULTS, "mode": "dark"}


def test_a_setting_waits_for_the_restart_until_it_is_as_at_the_start_again(bench: Bench) -> None:
    verbs.change_setting(bench.terminal, CLERK, "mode", "dark")
    verbs.change_setting(bench.terminal, CLERK, "scale", "200")
    assert not verbs.waits_for_restart(bench.terminal, "mode")
    assert verbs.waits_for_restart(bench.terminal, "scale")
    verbs.reset_setting(bench.terminal, CLERK, "scale")
    assert not verbs.waits_for_restart(bench.terminal, "scale")


def other_values(terminal: Terminal) -> Values:
    """Set every option to something else than its default, and return the values."""
    changed = {
        "language": "en", "mode": "dark", "scale": "150", "reduced_motion": True, "sound": False,
        "api_url": "https://central.example", "proxy": "http://10.0.0.1:80", "ca_file": "",
        "serial_port": "COM3", "scanner_prefix": "~", "scanner_suffix": "#\t", "member_patterns": ("m=(.)",),
        "data_responsible": "许老师", "update_check": True, "update_address": "https://news.example",
    }  # fmt: skip
    for name, value in changed.items():
        verbs.change_setting(terminal, CLERK, name, value, Approval(BOSS, terminal.clock.now()))
    assert changed.keys() == {option.name for option in OPTIONS}
    return dict(terminal.settings.values)


def test_an_exported_file_makes_another_terminal_the_same(bench: Bench) -> None:
    values = other_values(bench.terminal)
    text = verbs.export_settings(bench.terminal, CLERK)
    other = replace(bench.terminal, settings=SettingsInMemory())
    plan = verbs.plan_settings_import(other, text)
    assert other.settings.values == DEFAULTS
    changes = verbs.apply_settings(other, CLERK, plan, yes(bench))
    assert other.settings.values == values
    assert {change.name for change in changes} == DEFAULTS.keys() - {"ca_file"}
    assert "export_settings" in [deed for _who, deed, _facts in audited(bench)]
    assert [found["source"] for found in facts(bench)][-len(changes) :] == ["file"] * len(changes)


def test_what_a_file_does_not_name_stays(bench: Bench) -> None:
    verbs.change_setting(bench.terminal, CLERK, "mode", "dark")
    plan = verbs.plan_settings_import(bench.terminal, file_of(scale="125", mode="dark"))
    assert plan.changes == (Change("scale", "100", "125"),)
    verbs.apply_settings(bench.terminal, CLERK, plan)
    assert bench.terminal.settings.values["mode"] == "dark"


def test_every_fault_of_a_file_is_told_and_nothing_of_it_is_taken(bench: Bench) -> None:
    text = file_of(scale="125", sound=1, colour="red", ca_file="/nowhere.pem", proxy="http://a:b@c:1")
    plan = verbs.plan_settings_import(bench.terminal, text)
    assert plan.faults == (
        Fault("sound", "FORM"),
        Fault("colour", "UNKNOWN"),
        Fault("ca_file", "CA_MISSING"),
        Fault("proxy", "FORM"),
    )
    with pytest.raises(SettingsRefusedError):
        verbs.apply_settings(bench.terminal, CLERK, plan)
    assert (bench.terminal.settings.values, facts(bench)) == (DEFAULTS, [])


def test_a_plan_that_was_overtaken_is_not_taken(bench: Bench) -> None:
    plan = verbs.plan_settings_import(bench.terminal, file_of(scale="125"))
    verbs.change_setting(bench.terminal, CLERK, "scale", "200")
    with pytest.raises(SettingsMovedError):
        verbs.apply_settings(bench.terminal, CLERK, plan)
    assert bench.terminal.settings.values["scale"] == "200"


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("", "NOT_SETTINGS"),
        ("[]", "NOT_SETTINGS"),
        ('{"format": "other"}', "NOT_SETTINGS"),
        ('{"format": "clinic-terminal-settings", "edition": 1}', "NOT_SETTINGS"),
        ('{"format": "clinic-terminal-settings", "edition": 2, "settings": {}}', "NEWER"),
        ("[" * 100_000, "NOT_SETTINGS"),
    ],
)
def test_a_file_that_holds_no_settings_is_refused(bench: Bench, text: str, cause: str) -> None:
    with pytest.raises(SettingsFileRefusedError) as refused:
        verbs.plan_settings_import(bench.terminal, text)
    assert refused.value.cause == cause


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(), st.lists, max_leaves=4
)


@given(named=st.dictionaries(st.sampled_from([option.name for option in OPTIONS]) | st.text(), JSON))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_stands_in_a_file_it_is_judged_and_never_breaks(
    bench: Bench, named: dict[str, object]
) -> None:
    plan = verbs.plan_settings_import(bench.terminal, file_of(**named))
    assert len(plan.changes) + len(plan.faults) <= len(named)
    assert bench.terminal.settings.values == DEFAULTS


GUARDED = {
    "api_url": "https://central.example", "proxy": "http://10.0.0.1:80", "data_responsible": "许老师",
    "update_check": True, "update_address": "https://news.example",
}  # fmt: skip


def test_what_touches_the_whole_clinic_is_declared_and_nothing_else() -> None:
    assert {option.name for option in OPTIONS if option.guarded} == {*GUARDED, "ca_file"}


@pytest.mark.parametrize(("name", "value"), GUARDED.items())
def test_a_guarded_option_is_changed_with_a_managers_yes_alone(bench: Bench, name: str, value: Value) -> None:
    with pytest.raises(ApprovalNeededError):
        verbs.change_setting(bench.terminal, CLERK, name, value)
    assert (bench.terminal.settings.values, facts(bench)) == (DEFAULTS, [])
    approval = yes(bench)
    verbs.change_setting(bench.terminal, CLERK, name, value, approval)
    assert bench.terminal.settings.values[name] == value
    assert facts(bench)[-1]["approved_by"] == BOSS.id
    bench.clock.advance(LASTS.total_seconds() + 1)
    with pytest.raises(ApprovalNeededError):
        verbs.reset_setting(bench.terminal, CLERK, name, approval)
    assert bench.terminal.settings.values[name] == value


def test_a_file_with_a_guarded_option_needs_a_yes_for_all_of_it(bench: Bench) -> None:
    plan = verbs.plan_settings_import(bench.terminal, file_of(scale="125", proxy="http://10.0.0.1:80"))
    with pytest.raises(ApprovalNeededError):
        verbs.apply_settings(bench.terminal, CLERK, plan)
    assert (bench.terminal.settings.values, facts(bench)) == (DEFAULTS, [])
    verbs.apply_settings(bench.terminal, CLERK, plan, yes(bench))
    assert [("approved_by" in found, found["new"]) for found in facts(bench)] == [
        (False, "125"), (True, "http://10.0.0.1:80"),
    ]  # fmt: skip
