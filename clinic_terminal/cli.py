"""The commands: each a few lines that call the layer below."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from getpass import getpass
from pathlib import Path
from typing import BinaryIO

from clinic_terminal import __version__

Command = Callable[[argparse.Namespace], int]

DATA_FAULT = 1
USAGE_FAULT = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status; a failure is one sentence on the error stream."""
    options = _parser().parse_args(arguments)
    command: Command = options.command
    try:
        return command(options)
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # noqa: BLE001  the last place where a failure can be said calmly
        sys.stderr.write(f"clinic-terminal: {_sentence(error)}\n")
        return DATA_FAULT


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
    return parser


def _add_windows(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    run = commands.add_parser("run", help="open the program")
    run.add_argument("--practice", action="store_true", help="on the practice world, with invented data")
    run.add_argument("--home", type=Path, help="folder of the practice world")
    run.set_defaults(command=_run)
    demo = commands.add_parser("demo", help="watch five visits on real parts")
    demo.add_argument("--fast", action="store_true", help="without pauses")
    demo.add_argument("--out", type=Path, default=Path("demo-output"), help="folder for papers and pictures")
    demo.set_defaults(command=_demo)
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


def _add_set_up(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    enrol = commands.add_parser("enrol", help="enrol this terminal; the activation code is asked for")
    enrol.add_argument("server", help="address of the central API, https://...")
    enrol.set_defaults(command=_enrol)
    operator = commands.add_parser("operator", help="add somebody who works here; the PIN is asked for")
    operator.add_argument("name")
    operator.set_defaults(command=_operator)


def _run(options: argparse.Namespace) -> int:
    from clinic_terminal.showcase.run import run_practice, run_real

    return run_practice(options.home) if options.practice else run_real()


def _demo(options: argparse.Namespace) -> int:
    from clinic_terminal.showcase.demo import run_demo

    return run_demo(options.out, fast=options.fast)


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

    certificate = options.certificate.read_bytes() if options.certificate else _own_certificate()
    return verify_bill_command(options.file, certificate, canonical_bytes, sys.stdout, as_json=options.json)


def _own_certificate() -> bytes | None:
    """Return the certificate that this computer's terminal seals under, if it has sealed anything yet."""
    from clinic_terminal.bootstrap.papers import certificate_of
    from clinic_terminal.bootstrap.wire import vault_of
    from clinic_terminal.settings import default_paths

    return certificate_of(vault_of(default_paths())) or None


def _enrol(options: argparse.Namespace) -> int:
    from clinic_terminal.bootstrap.clocks import SystemClock
    from clinic_terminal.bootstrap.wire import enrol_terminal
    from clinic_terminal.settings import default_paths

    code = getpass("Activation code: ").strip()
    enrolment = enrol_terminal(default_paths(), options.server, code, SystemClock())
    sys.stdout.write(f"{enrolment.terminal}: {enrolment.clinic.name}\n")
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
