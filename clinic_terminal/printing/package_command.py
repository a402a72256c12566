"""The command that checks a claim package: whole, or what in it is not as its manifest says."""

from pathlib import Path
from typing import TextIO

from clinic_terminal.application.claim_package import check_package
from clinic_terminal.printing.word_files import words_of


def verify_package_command(path: Path, out: TextIO) -> int:
    """Write what a check of the package at ``path`` found, in both languages; 0 only if it is whole."""
    words = words_of("package")
    try:
        checked = check_package(path.read_bytes())
    except (OSError, ValueError):
        told = words["no_package"]
        out.write(f"✗ {told.zh}\n  {told.en}\n")
        return 1
    told = words["changed" if checked.wrong else "whole"].filled(count=str(checked.files))
    out.write(f"{'✗' if checked.wrong else '✓'} {told.zh}\n  {told.en}\n")
    out.writelines(f"    - {name}\n" for name in checked.wrong)
    return 1 if checked.wrong else 0
