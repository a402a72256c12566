"""The command ``doctor``: every line in words or as JSON, and the bundle for support; no window is needed."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TextIO

from clinic_terminal.application.doctor import Examination, worst
from clinic_terminal.application.doctor_bundle import make_bundle, plain_line
from clinic_terminal.application.doctor_lines import Line, State
from clinic_terminal.bootstrap.doctor import Patient, patient_in
from clinic_terminal.i18n import Translate, translator
from clinic_terminal.settings import Paths
from clinic_terminal.ui.doctor_looks import (
    application_without_window,
    chosen_screen,
    has_display,
    look_around,
)
from clinic_terminal.ui.saved_file import write_whole
from clinic_terminal.ui.views.doctor import BUNDLE_MADE, line_view, summary

_SIGNS: Final = {State.OK: "✓", State.WARNING: "!", State.FAULT: "✗"}
_TITLE_COLUMNS: Final = 20
_WIDE: Final = 0x1100
"""Signs from here on take two columns of a terminal."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted of the command: JSON instead of words, and where a bundle is to be written."""

    as_json: bool = False
    bundle: Path | None = None


def run_doctor(paths: Paths, wish: Wish, out: TextIO) -> int:
    """Look at everything and say how it is; 1 where something does not work, else 0.

    Raises ExportFailedError where the bundle cannot be written.
    """
    application = application_without_window()
    patient = patient_in(paths)
    try:
        choice = chosen_screen(patient.terminal) if patient.terminal is not None else ""
        seen = look_around(choice, has_screens=has_display())
        examination = Examination(patient.probes, patient.terminal, seen, patient.cause)
        lines = tuple(examination.lines())
        words = translator(patient.language)
        if wish.as_json:
            _write_json(lines, out)
        else:
            _write_words(lines, words, out)
        if wish.bundle is not None:
            _write_bundle(lines, patient, wish.bundle)
            if not wish.as_json:
                out.write(words(BUNDLE_MADE).format(file=wish.bundle) + "\n")
    finally:
        patient.close()
        del application  # cameras, fonts and printers need it until here
    return 1 if worst(lines) is State.FAULT else 0


def _write_words(lines: tuple[Line, ...], words: Translate, out: TextIO) -> None:
    for line in lines:
        view = line_view(line, words)
        gap = " " * max(1, _TITLE_COLUMNS - _columns(view.title))
        out.write(f"{_SIGNS[view.state]} {_padded(view.word, 8)} {view.title}{gap}{view.found}\n")
        if view.remedy and view.state is not State.OK:
            out.write(f"{' ' * (_TITLE_COLUMNS + 11)}→ {view.remedy}\n")
    out.write(f"{summary(lines, words)}\n")


def _write_json(lines: tuple[Line, ...], out: TextIO) -> None:
    said = {"state": worst(lines), "lines": [plain_line(line) for line in lines]}
    out.write(json.dumps(said, ensure_ascii=False) + "\n")


def _write_bundle(lines: tuple[Line, ...], patient: Patient, file: Path) -> None:
    write_whole(file, make_bundle(lines, patient.probes, patient.terminal, patient.probes.wall()))


def _padded(text: str, columns: int) -> str:
    return text + " " * max(0, columns - _columns(text))


def _columns(text: str) -> int:
    return sum(2 if ord(sign) >= _WIDE else 1 for sign in text)
