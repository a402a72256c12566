"""Change the settings, each change with its audit row; give them out as a file and take them in.

What `options` declares as guarded is changed with a manager's yes only, and the audit row says whose it was.
Secrets are no settings: keys lie in the system's keyring, and a proxy with a password is refused.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from clinic_terminal.application.approval import Approval, approved_by
from clinic_terminal.application.ports import Operator
from clinic_terminal.application.settings_failures import (
    SettingsFileRefusedError,
    SettingsMovedError,
    SettingsRefusedError,
    SettingUnusableError,
)
from clinic_terminal.application.settings_ports import Values
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.options import BY_NAME, OPTIONS, OptionError, Value

FORMAT: Final = "clinic-terminal-settings"
EDITION: Final = 1


@dataclass(frozen=True, slots=True)
class Change:
    """A setting with its value before and after."""

    name: str
    old: Value
    new: Value


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a line of a file cannot be taken.

    ``cause``: UNKNOWN (no such setting), FORM (see the option's ``problem``), or SettingUnusableError's.
    """

    name: str
    cause: str


@dataclass(frozen=True, slots=True)
class SettingsPlan:
    """What a file would change, and everything that is wrong with it; with a fault nothing is taken."""

    changes: tuple[Change, ...]
    faults: tuple[Fault, ...]

    @property
    def is_adoptable(self) -> bool:
        """Whether it can be taken in, and changes anything."""
        return bool(self.changes) and not self.faults


def needs_approval(names: Iterable[str]) -> bool:
    """Say whether a manager has to confirm a change of one of these options."""
    return any(BY_NAME[name].guarded for name in names)


def change_setting(
    terminal: Terminal, operator: Operator, name: str, value: object, approval: Approval | None = None
) -> Change | None:
    """Set one option and return what changed, None where it had this value already.

    Raises OptionError, SettingUnusableError, ApprovalNeededError, SettingsNotKeptError, StoreFailedError;
    nothing changed then.
    """
    new = BY_NAME[name].checked(value)
    change = Change(name, terminal.settings.values[name], new)
    if change.old == change.new:
        return None
    terminal.settings.try_out(name, new)
    _keep(terminal, operator, (change,), "page", approval)
    return change


def reset_setting(
    terminal: Terminal, operator: Operator, name: str, approval: Approval | None = None
) -> Change | None:
    """Set one option to its default; raises as `change_setting` does."""
    return change_setting(terminal, operator, name, BY_NAME[name].default, approval)


def waits_for_restart(terminal: Terminal, name: str) -> bool:
    """Say whether the running program still works with an earlier value."""
    keeper = terminal.settings
    return not BY_NAME[name].at_once and keeper.values[name] != keeper.at_start[name]


def export_settings(terminal: Terminal, operator: Operator) -> str:
    """Return every setting as the text of a file."""
    values = {option.name: terminal.settings.values[option.name] for option in OPTIONS}
    with terminal.store.begin() as uow:
        terminal.audit(uow, operator, "export_settings", "", settings=len(values))
    whole = {"format": FORMAT, "edition": EDITION, "settings": values}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def plan_settings_import(terminal: Terminal, text: str) -> SettingsPlan:
    """Return what taking in a file would change; what it does not name stays as it is.

    Raises SettingsFileRefusedError where it is no file of settings.
    """
    named = _named(text)
    changes, faults = [], []
    for name, value in named.items():
        try:
            new = _judged(terminal, name, value)
        except OptionError:
            faults.append(Fault(name, "FORM" if name in BY_NAME else "UNKNOWN"))
        except SettingUnusableError as error:
            faults.append(Fault(name, error.cause))
        else:
            if new != terminal.settings.values[name]:
                changes.append(Change(name, terminal.settings.values[name], new))
    return SettingsPlan(tuple(changes), tuple(faults))


def apply_settings(
    terminal: Terminal, operator: Operator, plan: SettingsPlan, approval: Approval | None = None
) -> tuple[Change, ...]:
    """Take in a plan as it was shown: all its changes, or none; return them.

    Raises SettingsRefusedError, SettingsMovedError (a value is no longer what was shown),
    ApprovalNeededError, SettingsNotKeptError, StoreFailedError.
    """
    if not plan.is_adoptable:
        raise SettingsRefusedError
    if any(terminal.settings.values[change.name] != change.old for change in plan.changes):
        raise SettingsMovedError
    _keep(terminal, operator, plan.changes, "file", approval)
    return plan.changes


def _judged(terminal: Terminal, name: str, value: object) -> Value:
    """Return a value as it is kept; raises OptionError, SettingUnusableError."""
    if name not in BY_NAME:
        raise OptionError(name, "the name of a setting")
    kept = BY_NAME[name].checked(value)
    terminal.settings.try_out(name, kept)
    return kept


def _named(text: str) -> Mapping[str, object]:
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        raise SettingsFileRefusedError("NOT_SETTINGS") from None
    if not isinstance(whole, dict) or whole.get("format") != FORMAT:
        raise SettingsFileRefusedError("NOT_SETTINGS")
    if whole.get("edition") != EDITION:
        raise SettingsFileRefusedError("NEWER")
    named = whole.get("settings")
    if not isinstance(named, dict):
        raise SettingsFileRefusedError("NOT_SETTINGS")
    return named


def _keep(
    terminal: Terminal,
    operator: Operator,
    changes: tuple[Change, ...],
    source: str,
    approval: Approval | None,
) -> None:
    """Keep changes and their audit rows: both, or neither."""
    guarded = needs_approval(change.name for change in changes)
    approved = {"approved_by": approved_by(terminal, approval).id} if guarded else {}
    before: Values = terminal.settings.values
    kept = False
    try:
        with terminal.store.begin() as uow:
            for change in changes:
                terminal.audit(
                    uow,
                    operator,
                    "change_setting",
                    change.name,
                    old=_plain(change.old),
                    new=_plain(change.new),
                    source=source,
                    **(approved if BY_NAME[change.name].guarded else {}),
                )
            terminal.settings.keep({**before, **{change.name: change.new for change in changes}})
            kept = True
    except Exception:
        if kept:  # the audit rows did not reach the disk: the change must not stand without them
            terminal.settings.keep(before)
        raise


def _plain(value: Value) -> object:
    return list(value) if isinstance(value, tuple) else value
