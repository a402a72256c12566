"""The commands: each a few lines that call the layer below."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from clinic_terminal import __version__
from clinic_terminal.bootstrap.asking import NoConsoleError, getpass
from clinic_terminal.bootstrap.streams import speak_utf8
from clinic_terminal.showcase.updates import add_updates

Command = Callable[[argparse.Namespace], int]

DATA_FAULT = 1
USAGE_FAULT = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status; a failure is one sentence on the error stream."""
    speak_utf8()
    options = _parser().parse_args(arguments)
    command: Command = options.command
    try:
        return command(options)
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # noqa: BLE001  the last place where a failure can be said calmly
        sys.stderr.write(f"clinic-terminal: {_sentence(error)}\n")
        return USAGE_FAULT if isinstance(error, NoConsoleError) else DATA_FAULT


def _sentence(error: Exception) -> str:
    """Return what to say of a failure: our own sentences as they are, others by their kind alone."""
    if type(error).__module__.startswith("clinic_terminal."):
        return str(error)
    if isinstance(error, OSError):
        return f"{error.strerror or 'the system refused'}: {error.filename or ''}".rstrip(": ")
    return f"an unexpected fault ({type(error).__name__})."


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="clinic-terminal", description="Direct billing at a children's dental clinic's front desk."
    )
    parser.add_argument("--version", action="version", version=f"clinic-terminal {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_windows(commands)
    _add_sandbox(commands)
    _add_card(commands)
    _add_papers(commands)
    _add_set_up(commands)
    _add_keeping(commands)
    _add_simulate(commands)
    _add_doctor(commands)
    add_updates(commands)
    return parser


def _add_windows(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    run = commands.add_parser("run", help="open the program")
    run.add_argument("--practice", action="store_true", help="on the practice world, with invented data")
    run.add_argument("--home", type=Path, help="folder of the practice world")
    run.set_defaults(command=_run)
    demo = commands.add_parser("demo", help="watch five scenes on real parts")
    demo.add_argument("--fast", action="store_true", help="without pauses")
    demo.add_argument("--out", type=Path, default=Path("demo-output"), help="folder for papers and pictures")
    demo.add_argument("--outage", action="store_true", help="a busy hour of kills and outages instead")
    demo.add_argument("--visits", type=int, default=200, help="of the busy hour")
    demo.add_argument("--kills", type=int, default=5, help="of the program in the busy hour")
    demo.add_argument("--keyed", type=int, default=8, help="visits by keys after each start in the busy hour")
    demo.set_defaults(command=_demo)
    outage_desk = commands.add_parser("outage-desk")
    outage_desk.add_argument("home", type=Path)
    outage_desk.add_argument("visits", type=int)
    outage_desk.add_argument("keyed", type=int)
    outage_desk.set_defaults(command=_outage_desk)
    shots = commands.add_parser("screenshots", help="a picture of every page in both languages")
    shots.add_argument("--out", type=Path, default=Path("docs/screenshots"))
    shots.set_defaults(command=_screenshots)


def _add_sandbox(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    sandbox = commands.add_parser("sandbox", help="the practice central API on this computer")
    sandbox.add_argument("--data", type=Path, default=Path(".clinic/server"), help="its folder")
    sandbox.add_argument("--port", type=int, default=0, help="0 chooses a free one")
    sandbox.add_argument("--port-file", type=Path, help="where to write the port")
    sandbox.add_argument(
        "--while-input", action="store_true", help="end when standard input does: with the program above"
    )
    sandbox.set_defaults(command=_sandbox)
    openapi = commands.add_parser("openapi", help="write the OpenAPI file of the central API")
    openapi.add_argument("--out", type=Path, required=True)
    openapi.set_defaults(command=_openapi)
    split = commands.add_parser("split", help="split bills: one JSON case a line in, one result a line out")
    split.add_argument("file", help="a file of cases, or - for standard input")
    split.set_defaults(command=_split)


def _add_card(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    card = commands.add_parser("card", help="read, verify and issue e-cards")
    verbs = card.add_subparsers(required=True, metavar="VERB")
    read = verbs.add_parser("read", help="the texts of the codes in pictures, one JSON line each")
    read.add_argument("images", nargs="+", type=Path)
    read.set_defaults(command=_card_read)
    verify = verbs.add_parser("verify", help="judge the texts of codes, one JSON line each")
    verify.add_argument("--keys", type=Path, required=True, help="the key document")
    verify.add_argument("--at", help="the time to judge at, ISO 8601; now if left out")
    verify.add_argument("text", nargs="?", default="-", help="a text, or - for one a line on standard input")
    verify.set_defaults(command=_card_verify)
    issue = verbs.add_parser("issue", help="write the practice children's cards as text and PNG")
    issue.add_argument("--data", type=Path, default=Path(".clinic/server"), help="the sandbox's folder")
    issue.add_argument("--out", type=Path, default=Path("practice-cards"))
    issue.set_defaults(command=_card_issue)


def _add_papers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    verify = commands.add_parser("verify-bill", help="tell whether a bill was altered, and where")
    verify.add_argument("file", type=Path)
    verify.add_argument(
        "--certificate", type=Path, help="the certificate (PEM) to trust; this terminal's own if left out"
    )
    verify.add_argument("--json", action="store_true")
    verify.set_defaults(command=_verify_bill)
    package = commands.add_parser("verify-package", help="tell whether a claim package is whole")
    package.add_argument("file", type=Path)
    package.set_defaults(command=_verify_package)
    card = commands.add_parser("outage-card", help="a sheet for the wall: what to do when the line is down")
    card.add_argument("--out", type=Path, default=Path("outage-card.pdf"), help="the PDF to write")
    card.add_argument("--language", choices=("zh", "en", "both"), default="zh")
    card.add_argument("--hotline", default="", help="printed instead of a line to write on")
    card.set_defaults(command=_outage_card)


def _add_set_up(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    enrol = commands.add_parser("enrol", help="enrol this terminal; the activation code is asked for")
    enrol.add_argument("server", help="address of the central API, https://...")
    enrol.add_argument("--code", help="the activation code; asked for if left out")
    enrol.add_argument("--again", action="store_true", help="although enrolled; what is queued stays")
    enrol.set_defaults(command=_enrol)
    operator = commands.add_parser("operator", help="add somebody who works here; the PIN is asked for")
    operator.add_argument("name")
    operator.set_defaults(command=_operator)


def _add_keeping(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    backup = commands.add_parser("backup", help="make a checked backup, also while the program works")
    backup.add_argument("--out", type=Path, help="a file; among the kept backups if left out")
    backup.add_argument("--list", action="store_true", help="list the kept backups instead")
    backup.set_defaults(command=_backup)
    restore = commands.add_parser("restore", help="put a backup in the database's place")
    restore.add_argument("file", type=Path)
    restore.add_argument("--yes", action="store_true", help="without asking")
    restore.add_argument(
        "--recovery-key", action="store_true", help="of another computer's backup; the key is asked for"
    )
    restore.set_defaults(command=_restore)
    key = commands.add_parser("recovery-key", help="this terminal's key, to be printed and locked away")
    key.add_argument("--take", action="store_true", help="type in the written key; this one is out of reach")
    key.set_defaults(command=_recovery_key)
    queue = commands.add_parser("queue", help="unsent acts as a file")
    verbs = queue.add_subparsers(required=True, metavar="VERB")
    export = verbs.add_parser("export", help="write the unsent acts, also out of a damaged database")
    export.add_argument("file", type=Path)
    export.add_argument("--plain", action="store_true", help="without a passphrase")
    export.set_defaults(command=_queue_export)
    read = verbs.add_parser("read", help="list and check the acts in a file")
    read.add_argument("file", type=Path)
    read.set_defaults(command=_queue_read)
    taken = verbs.add_parser("import", help="queue the acts of this clinic's file")
    taken.add_argument("file", type=Path)
    taken.set_defaults(command=_queue_import)


def _run(options: argparse.Namespace) -> int:
    from clinic_terminal.showcase.run import run_practice, run_real

    return run_practice(options.home) if options.practice else run_real()


def _demo(options: argparse.Namespace) -> int:
    if options.outage:
        from clinic_terminal.showcase.outage import run_outage

        return run_outage(options.out, visits=options.visits, kills=options.kills, keyed=options.keyed)
    from clinic_terminal.showcase.demo import run_demo

    return run_demo(options.out, fast=options.fast)


def _outage_desk(options: argparse.Namespace) -> int:
    """Be the desk of the busy hour; started by ``demo --outage``, which kills it."""
    from clinic_terminal.showcase.outage_desk import Shift, run_desk

    return run_desk(Shift(options.home, options.visits, options.keyed))


def _screenshots(options: argparse.Namespace) -> int:
    from clinic_terminal.showcase.screenshots import take_screenshots

    return take_screenshots(options.out)


def _sandbox(options: argparse.Namespace) -> int:
    from clinic_terminal.bootstrap.practice import end_with_input, serve_practice

    if options.while_input:
        end_with_input()
    serve_practice(options.port, options.data, options.port_file)
    return 0


def _openapi(options: argparse.Namespace) -> int:
    from clinic_terminal.sandbox.openapi import document

    options.out.write_text(document(), encoding="utf-8")
    return 0


def _split(options: argparse.Namespace) -> int:
    from clinic_terminal.contract.split import adjudicate_lines

    with _bytes_of(options.file) as source:
        failed = False
        for answer in adjudicate_lines(source):
            failed = failed or "error" in answer
            sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
    return DATA_FAULT if failed else 0


def _bytes_of(file: str) -> AbstractContextManager[BinaryIO]:
    """Return a file's bytes, or standard input's for ``-`` (which is then left open)."""
    return nullcontext(sys.stdin.buffer) if file == "-" else Path(file).open("rb")


def _card_read(options: argparse.Namespace) -> int:
    from clinic_terminal.card.commands import read_images

    return read_images(options.images, sys.stdout)


def _card_verify(options: argparse.Namespace) -> int:
    from clinic_terminal.bootstrap.clocks import SystemClock
    from clinic_terminal.card.commands import verify_texts

    at = datetime.fromisoformat(options.at).astimezone() if options.at else SystemClock().now()
    texts = _lines_of_input() if options.text == "-" else iter((options.text,))
    return verify_texts(options.keys, at, texts, sys.stdout)


def _lines_of_input() -> Iterator[str]:
    """Return the lines of standard input; bytes that are no UTF-8 become signs that no card holds."""
    return (line.decode("utf-8", "replace").rstrip("\r\n") for line in sys.stdin.buffer)


def _card_issue(options: argparse.Namespace) -> int:
    from clinic_terminal.bootstrap.practice import write_practice_cards

    sys.stdout.write(f"{write_practice_cards(options.out, options.data)}\n")
    return 0


def _verify_bill(options: argparse.Namespace) -> int:
    from clinic_terminal.contract.canonical import canonical_bytes
    from clinic_terminal.printing.commands import verify_bill_command

    certificate = options.certificate.read_bytes() if options.certificate else _own_certificate(options.file)
    return verify_bill_command(options.file, certificate, canonical_bytes, sys.stdout, as_json=options.json)


def _verify_package(options: argparse.Namespace) -> int:
    from clinic_terminal.printing.package_command import verify_package_command

    return verify_package_command(options.file, sys.stdout)


def _outage_card(options: argparse.Namespace) -> int:
    from clinic_terminal.printing.outage_card import outage_card_command

    return outage_card_command(options.out, options.language, options.hotline, sys.stdout)


def _own_certificate(file: Path) -> bytes | None:
    """Return the one of this terminal's certificates that the bill is under, else its latest, if any."""
    from clinic_terminal.bootstrap.papers import certificate_for
    from clinic_terminal.bootstrap.wire import vault_of
    from clinic_terminal.settings import default_paths

    return certificate_for(file, vault_of(default_paths())) or None


def _enrol(options: argparse.Namespace) -> int:
    from clinic_terminal.bootstrap.clocks import SystemClock
    from clinic_terminal.bootstrap.one_program import DataLock
    from clinic_terminal.bootstrap.wire import enrol_terminal
    from clinic_terminal.settings import default_paths

    code, paths = options.code or getpass("Activation code: "), default_paths().prepare()
    with DataLock(paths):
        place = enrol_terminal(paths, options.server, code.strip(), SystemClock(), again=options.again)
    sys.stdout.write(f"{place.terminal}: {place.clinic.name}\n")
    return 0


def _operator(options: argparse.Namespace) -> int:
    from clinic_terminal.application.operators import add_operator
    from clinic_terminal.bootstrap.program import open_program
    from clinic_terminal.settings import default_paths

    program = open_program(default_paths())
    try:
        add_operator(program.terminal, options.name, getpass("PIN: "))
    finally:
        program.close()
    return 0


def _backup(options: argparse.Namespace) -> int:
    from clinic_terminal.bootstrap.keeping import Console, back_up, list_backups
    from clinic_terminal.settings import default_paths

    if options.list:
        return list_backups(default_paths(), Console(sys.stdout))
    return back_up(default_paths(), options.out, Console(sys.stdout))


def _restore(options: argparse.Namespace) -> int:
    from clinic_terminal.bootstrap.keeping import Console, restore
    from clinic_terminal.settings import default_paths

    if options.recovery_key:
        from clinic_terminal.bootstrap.recovery_key import adopt_key

        adopt_key(default_paths().prepare(), getpass("Recovery key: "))
    return restore(default_paths(), options.file, Console(sys.stdout), sure=options.yes)


def _recovery_key(options: argparse.Namespace) -> int:
    from clinic_terminal.bootstrap.keeping import Console, take_key, tell_key
    from clinic_terminal.settings import default_paths

    verb = take_key if options.take else tell_key
    return verb(default_paths().prepare(), Console(sys.stdout, secret=getpass))


def _queue_export(options: argparse.Namespace) -> int:
    from clinic_terminal.bootstrap.keeping import Console, export_queue
    from clinic_terminal.settings import default_paths

    return export_queue(default_paths(), options.file, Console(sys.stdout), plain=options.plain)


def _queue_read(options: argparse.Namespace) -> int:
    from clinic_terminal.bootstrap.keeping import Console, read_queue

    return read_queue(options.file, Console(sys.stdout, secret=getpass))


def _queue_import(options: argparse.Namespace) -> int:
    from clinic_terminal.bootstrap.keeping import Console, import_queue
    from clinic_terminal.settings import default_paths

    return import_queue(default_paths(), options.file, Console(sys.stdout, secret=getpass))


def _add_simulate(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    simulate = commands.add_parser(
        "simulate", help="years of faults in minutes, from a seed; one JSON result"
    )
    simulate.add_argument("--seed", type=int, default=1)
    simulate.add_argument("--acts", type=int, default=1_000, help="how many acts to bring through")
    simulate.add_argument("--terminals", type=int, default=2, help="how many workstations")
    simulate.add_argument("--faults", default="all", help="all, none, or names with commas")
    simulate.set_defaults(command=_simulate)


def _simulate(options: argparse.Namespace) -> int:
    from clinic_terminal.simulation.command import run_simulate

    return run_simulate(options)


def _add_doctor(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    doctor = commands.add_parser("doctor", help="look at everything that the clinic's work rests on")
    doctor.add_argument("--json", action="store_true")
    doctor.add_argument("--bundle", type=Path, metavar="FILE.zip", help="write a file for support as well")
    doctor.set_defaults(command=_doctor)


def _doctor(options: argparse.Namespace) -> int:
    from clinic_terminal.settings import default_paths
    from clinic_terminal.showcase.doctor import Wish, run_doctor

    return run_doctor(default_paths(), Wish(as_json=options.json, bundle=options.bundle), sys.stdout)
