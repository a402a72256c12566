"""The files of this tree: those git tracks, and those it would track at the next commit."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@cache
def tracked() -> tuple[str, ...]:
    """Return the paths of all files that belong to the tree, relative to its root."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607 - git is where it is
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return tuple(sorted({name for name in listing.stdout.split("\0") if name and (ROOT / name).is_file()}))


def tracked_below(folder: str, suffix: str) -> tuple[str, ...]:
    """Return the tracked files of one kind below a folder; it must not be empty by mistake."""
    found = tuple(name for name in tracked() if name.startswith(folder) and name.endswith(suffix))
    assert found, f"no {suffix} file below {folder}"
    return found


def text(name: str) -> str | None:
    """Return a file's text, or None where it is a picture, a font or another binary."""
    try:
        return (ROOT / name).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None
