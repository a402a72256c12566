"""The command ``updates``: asks the publisher now and says what the doctor's line would say."""

import argparse
import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clinic_terminal.application.edition_ports import EditionLook


def add_updates(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the others."""
    updates = commands.add_parser("updates", help="ask whether there is a later edition; installs nothing")
    updates.add_argument("--json", action="store_true")
    updates.set_defaults(command=run_updates)


def run_updates(options: argparse.Namespace) -> int:
    """Say how this program stands to the newest edition; 1 where that could not be found out, else 0."""
    from clinic_terminal.application.edition_ports import Standing
    from clinic_terminal.application.editions import ADDRESS, CHECK, look
    from clinic_terminal.application.settings_ports import Values
    from clinic_terminal.bootstrap.clocks import SystemClock
    from clinic_terminal.bootstrap.editions import editions_of
    from clinic_terminal.settings import default_paths, load_settings

    paths = default_paths()
    settings = load_settings(paths.settings)
    values: Values = {CHECK: settings.update_check, ADDRESS: settings.update_address}
    found = look(editions_of(paths, settings), values, SystemClock().now())
    sys.stdout.write(_as_json(found) if options.json else _in_words(found, settings.language))
    return 1 if found.standing is Standing.UNSURE else 0


def _in_words(found: "EditionLook", language: str) -> str:
    from clinic_terminal.application.doctor_edition import judge_edition
    from clinic_terminal.i18n import translator
    from clinic_terminal.settings import Language
    from clinic_terminal.ui.views.doctor import line_view

    view = line_view(judge_edition(found), translator(Language(language)))
    lines = [view.found, *([f"→ {view.remedy}"] if view.remedy else [])]
    if found.later is not None:
        lines += [f"{one.sha256}  {one.name}" for one in found.later.packages]
    return "".join(f"{line}\n" for line in lines)


def _as_json(found: "EditionLook") -> str:
    later = found.later
    said = {
        "standing": found.standing,
        "running": found.running,
        "cause": found.cause,
        "later": later
        and {
            "version": later.version,
            "released": later.released.isoformat(),
            "note": {"zh": later.note_zh, "en": later.note_en},
            "packages": [asdict(one) for one in later.packages],
        },
    }
    return json.dumps(said, ensure_ascii=False) + "\n"
