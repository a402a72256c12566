"""``python -m installer.upgrade OLD.deb NEW.deb``: needs root, debootstrap and strace; minutes, not seconds.

Prints each step as it was found and ends with 1 where one was not as it has to be. ``--quick`` tries fewer
moments, ``--root`` keeps the root for another run, ``--table`` writes the steps as Markdown.
"""

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Final

from clinic_terminal.store.migration import REVISIONS
from installer.upgrade import scenes
from installer.upgrade.root import Root
from installer.upgrade.story import Step, Story

VISITS: Final = 11
START_SHARES: Final = (*(number / 48 for number in range(24)), *(number / 8 for number in range(4, 9)))
"""Dense over the first half of the writes, in which the schema's step lies."""

DPKG_SHARES: Final = (0.0, 0.5, 1.0)
QUICK_SHARES: Final = (0.0, 0.5, 1.0)


def main() -> int:
    """Try everything; 0 only if every act was there after every step."""
    wish = _wishes()
    os.environ["CLINIC_TERMINAL_KEYRING"] = "off"
    with tempfile.TemporaryDirectory() as place:
        folder = wish.root or Path(place) / "root"
        folder.mkdir(exist_ok=True)
        with Root(folder) as root:
            root.make(wish.suite)
            scratch = Path(place) / "scratch"
            scratch.mkdir()
            story = Story(root, wish.old, wish.new, scratch, REVISIONS[-1], _say)
            _play(story, quick=wish.quick)
    if wish.table:
        wish.table.write_text(_table(story), encoding="utf-8")
    wrong = [step for step in story.steps if not step.good]
    print(f"{len(story.steps)} steps, {len(wrong)} not as they have to be.")
    return 1 if wrong else 0


def _wishes() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m installer.upgrade", description=__doc__)
    parser.add_argument("old", type=Path, help="the package that is installed before")
    parser.add_argument("new", type=Path, help="the package to upgrade to; of this checkout")
    parser.add_argument("--suite", default="bookworm")
    parser.add_argument("--root", type=Path, help="a folder to keep the root in; one made anew if left out")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--table", type=Path, metavar="FILE.md")
    wish = parser.parse_args()
    lacking = [tool for tool in ("debootstrap", "strace", "dpkg-deb") if shutil.which(tool) is None]
    if lacking or os.geteuid() != 0:
        parser.error(f"needs root and {', '.join(lacking) or 'nothing else'}")
    return wish


def _play(story: Story, *, quick: bool) -> None:
    scenes.fill_queue(story, VISITS)
    scenes.refuse_while_open(story)
    scenes.cut_dpkg(story, QUICK_SHARES[1:2] if quick else DPKG_SHARES)
    scenes.stop_between(story)
    scenes.cut_start(story, QUICK_SHARES if quick else START_SHARES)
    scenes.send(story)
    scenes.go_back(story)
    scenes.remove(story)


def _say(step: Step) -> None:
    print(f"{'✓' if step.good else '✗'} {step.name}: {step.acts} acts; {step.note}", flush=True)


def _table(story: Story) -> str:
    rows = (
        f"| {step.name} | {step.acts} | {step.note} | {'yes' if step.good else '**no**'} |\n"
        for step in story.steps
    )
    return "| step | acts there | note | as it has to be |\n|---|---:|---|---|\n" + "".join(rows)


if __name__ == "__main__":
    sys.exit(main())
