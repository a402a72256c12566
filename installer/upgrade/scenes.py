"""What is tried, scene by scene."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from installer.upgrade import cuts
from installer.upgrade.acts import arrived, digest_of, queue_in
from installer.upgrade.edition import needs_of, unpack_code, version_of
from installer.upgrade.root import DOWNGRADE, HOME, PACKAGE, RootFailedError
from installer.upgrade.story import GLANCE_S, OWN_DATA, WORLD, Story
from installer.upgrade.waiting import PATIENCE_S, until

_OFFLINE_PICTURE: Final = "pictures/*-d-queue-offline.png"
_DEMO: Final = f"{HOME}/demo"


def fill_queue(story: Story, visits: int) -> None:
    """Install the old edition; its frozen program and its own windows leave a queue, both cut off."""
    story.root.install(story.root.take_in(story.old))
    # apt fetches these before it lets dpkg begin; dpkg is what is cut.
    story.root.install(*needs_of(story.new))
    _frozen_demo(story)
    _busy_desk(story, visits)
    story.queue = queue_in(story.pristine / "terminal")
    good = story.queue.unsent == visits + 1 and not story.queue.doubles
    note = f"{story.queue.unsent} of them unsent, schema {story.queue.schema}"
    story.note("the old edition leaves its queue, cut off", good=good, note=note)


def refuse_while_open(story: Story) -> None:
    """Try to take an open program's files away."""
    story.anew()
    program = story.root.start(PACKAGE, "run", settings=OWN_DATA)
    until(program.has_ended, GLANCE_S)
    done = story.root.run("dpkg", "-i", story.root.take_in(story.new))
    good = done.returncode != 0 and "Please close its window" in done.stderr and not program.has_ended()
    program.cut()
    good = good and version_of(story.old) in story.root.installed()
    story.check("an upgrade while the program is open is refused", good=good)


def cut_dpkg(story: Story, shares: tuple[float, ...]) -> None:
    """Upgrade undisturbed to count the steps; then cut it at each moment, start what is there, and mend."""
    log, new = story.scratch / "dpkg.log", story.root.take_in(story.new)
    story.old_again()
    story.root.start("dpkg", "-i", new, tracer=cuts.watching(log, cuts.DPKG_CALLS)).wait()
    story.upgraded("an upgrade that nothing disturbs")
    for cut in cuts.spread(cuts.counted(log), shares):
        story.old_again()
        story.root.start("dpkg", "-i", new, tracer=cuts.cutting(cut)).wait()
        state = story.root.installed().strip()
        story.glance()
        story.check(f"dpkg killed at {cut}; started as it was", note=f"dpkg says {state}")
        story.root.run("dpkg", "--configure", "-a")
        story.root.must("dpkg", "-i", new)
        story.upgraded(f"dpkg killed at {cut}; installed again")


def stop_between(story: Story) -> None:
    """Unpack, and configure only after the program was started in between."""
    story.old_again()
    story.root.must("dpkg", "--unpack", story.root.take_in(story.new))
    state = story.root.installed().strip()
    story.glance()
    story.check("unpacked and not configured; started", note=f"dpkg says {state}")
    story.root.must("dpkg", "--configure", "-a")
    story.upgraded("configured afterwards")


def cut_start(story: Story, shares: tuple[float, ...]) -> None:
    """Cut the first start of the new edition at each moment of bringing the data up to date."""
    log = story.scratch / "start.log"
    story.anew()
    story.check(
        "the first start, not cut", good=story.start_until_upgraded(cuts.watching(log, cuts.START_CALLS))
    )
    for cut in cuts.spread(cuts.counted(log), shares):
        story.anew()
        story.start_cut(cuts.cutting(cut))
        story.check(f"first start killed at {cut}")
        story.check(f"first start killed at {cut}; started again", good=story.start_until_upgraded())


def send(story: Story) -> None:
    """Start the new edition beside its practice server, until all acts have arrived."""
    story.anew()
    story.start_until_upgraded()
    program = story.root.start(PACKAGE, "run", "--practice", "--home", WORLD)
    wanted = {act.id: (act.digest, 1) for act in story.queue.acts}
    server = story.world / "server"
    until(lambda: wanted.keys() <= arrived(server).keys() and queue_in(story.terminal).unsent == 0)
    program.close()
    there = arrived(server)
    once = sum(there.get(act) == known for act, known in wanted.items())
    left = queue_in(story.terminal).unsent
    note = f"{once} at the server with their digests, booked once each; {left} left unsent"
    story.check("sent to the practice server", good=once == len(wanted) and left == 0, note=note)


def go_back(story: Story) -> None:
    """Install the old edition over the new: refused by the package, then by the old program."""
    old = story.root.take_in(story.old)
    refused = story.root.run("dpkg", "-i", old)
    good = refused.returncode != 0 and "cannot open its data" in refused.stderr
    good = good and story.root.installed().strip() == f"ii  {version_of(story.new)}"
    story.check("a downgrade is refused by the package", good=good)
    story.anew()
    story.start_until_upgraded()
    story.root.must("dpkg", "-i", old, settings=DOWNGRADE)
    before = digest_of(story.terminal)
    said = story.root.run(PACKAGE, "operator", "Probe", settings=OWN_DATA)
    good = said.returncode != 0 and digest_of(story.terminal) == before
    story.check("the old program refuses the newer data", good=good, note=f"it says: {said.stderr.strip()}")
    story.glance()
    good = story.schema() == story.newest
    story.check("the old program's window leaves the newer data as they are", good=good)
    story.root.must("dpkg", "-i", story.root.take_in(story.new))
    story.upgraded("the new edition again")


def remove(story: Story) -> None:
    """Remove and purge, which keep the data, and erase them by asking for it."""
    own = story.root.home / ".local/share/clinic-terminal"
    shutil.copytree(story.terminal, own, dirs_exist_ok=True)
    before = digest_of(own)
    story.root.must("dpkg", "--remove", PACKAGE)
    story.root.must("dpkg", "--purge", PACKAGE)
    gone = not story.root.place("/opt/clinic-terminal").exists()
    story.check("removed and purged: the data stay", good=gone and digest_of(own) == before)
    story.root.must("dpkg", "-i", story.root.take_in(story.new))
    story.root.must("dpkg", "--purge", PACKAGE, settings=("CLINIC_TERMINAL_ERASE_DATA=yes",))
    story.note("purged with the wish to erase: the data are gone", good=not own.exists(), acts=0)


def _frozen_demo(story: Story) -> None:
    """Let the frozen old program play its demo, and cut it while its server is away."""
    root, place = story.root, story.root.place(_DEMO)
    shutil.rmtree(place, ignore_errors=True)
    (place / "worlds").mkdir(parents=True)
    demo = root.start(PACKAGE, "demo", "--out", _DEMO, settings=(f"TMPDIR={_DEMO}/worlds",))
    seen = until(lambda: any(place.glob(_OFFLINE_PICTURE)) or demo.has_ended(), 4 * PATIENCE_S)
    demo.cut()
    worlds = list(place.glob("worlds/*/terminal"))
    if not seen or len(worlds) != 1:
        raise RootFailedError((PACKAGE, "demo"), "the demo did not come to the outage")
    shutil.rmtree(story.pristine, ignore_errors=True)
    shutil.copytree(worlds[0].parent, story.pristine)


def _busy_desk(story: Story, visits: int) -> None:
    """Let the old edition's own code fill the queue further; it cuts itself off."""
    code = unpack_code(story.old, story.scratch / "code")
    environment = {
        **os.environ,
        "PYTHONPATH": str(code),
        "PYTHONSAFEPATH": "1",
        "QT_QPA_PLATFORM": "offscreen",
        "CLINIC_TERMINAL_KEYRING": "off",
    }
    command = [
        sys.executable,
        str(Path(__file__).with_name("busy_desk.py")),
        str(story.pristine),
        str(visits),
    ]
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, check=False, cwd=story.scratch
    )
    if len(done.stdout.split()) != visits:
        raise RootFailedError(command, done.stderr)
