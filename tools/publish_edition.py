"""Tell clinics of an edition: keys, signed metadata, and a look as a clinic's program would look.

    .venv/bin/python -m tools.publish_edition keys KEYS
    .venv/bin/python -m tools.publish_edition begin KEYS SITE
    .venv/bin/python -m tools.publish_edition publish KEYS SITE 0.2.0 --zh 一句话。 --en Words. --packages F
    .venv/bin/python -m tools.publish_edition renew KEYS SITE
    .venv/bin/python -m tools.publish_edition rotate KEYS NEW_KEYS SITE
    .venv/bin/python -m tools.publish_edition check ADDRESS ROOT

docs/updates.md says what to do when. Keys never lie in this checkout; the tool refuses to write them there.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final

from clinic_terminal.application.edition_ports import EditionUnsureError
from clinic_terminal.bootstrap.clocks import SystemClock
from clinic_terminal.contract.errors import EditionsFileError
from clinic_terminal.domain.edition import Edition
from clinic_terminal.sync.edition_fetch import fetching
from clinic_terminal.sync.http import Link
from clinic_terminal.updates.client import Trust, newest_edition
from tools.publishing import Keys, Site, with_packages

ROOT: Final = Path(__file__).resolve().parent.parent
SHIPPED: Final = "resources/updates/root.json"
_MOST_KEYS: Final = 9


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 1 where a check found nothing to believe, 2 where nothing could be done."""
    options = _parser().parse_args(arguments)
    commands = {"keys": _keys, "begin": _begin, "publish": _publish, "renew": _renew, "rotate": _rotate}
    try:
        return commands.get(options.command, _check)(options)
    except (OSError, ValueError, TypeError, EditionsFileError) as error:
        sys.stderr.write(f"publish_edition: {error}\n")
        return 2


def _keys(options: argparse.Namespace) -> int:
    folder = options.keys.resolve()
    if folder.is_relative_to(ROOT):
        raise ValueError("keys must not lie in the checkout.")
    if not 1 <= options.threshold <= options.root_keys <= _MOST_KEYS:
        raise ValueError("the threshold must be between 1 and the number of root keys (9 at most).")
    _held(options.keys, options).make(options.root_keys)
    if options.passphrase_file is None:
        print("The keys are not locked by a passphrase (--passphrase-file).")
    print(f"{folder}: carry root-*.pem to different safe places; {options.threshold} of them sign a root.")
    return 0


def _begin(options: argparse.Namespace) -> int:
    file = _site(options).begin(_held(options.keys, options))
    print(
        f"{file}: copy it to {SHIPPED}, build the packages from there, and give out {options.site} by HTTPS."
    )
    return 0


def _publish(options: argparse.Namespace) -> int:
    edition = Edition(
        options.version,
        options.released or SystemClock().today(),
        options.zh,
        options.en,
        options.minimum_schema,
    )
    _site(options).publish(_held(options.keys, options), with_packages(edition, options.packages))
    print(f"{options.version} is told of.")
    return 0


def _renew(options: argparse.Namespace) -> int:
    site, keys = _site(options), _held(options.keys, options)
    if options.all:
        site.renew_all(keys)
    else:
        site.renew(keys)
    print("Signed anew.")
    return 0


def _rotate(options: argparse.Namespace) -> int:
    _site(options).rotate(_held(options.keys, options), _held(options.new_keys, options))
    print("The new keys sign from now on. The old roots' files on the site must stay.")
    return 0


def _check(options: argparse.Namespace) -> int:
    with tempfile.TemporaryDirectory() as folder, fetching(options.address, Link()) as fetch:
        trust = Trust(options.root.read_bytes(), Path(folder))
        try:
            edition = newest_edition(trust, options.address, SystemClock().now(), fetch)
        except EditionUnsureError as error:
            print(error)
            return 1
    print(f"{edition.version}, {edition.released}: {edition.note_zh} {edition.note_en}")
    for package in edition.packages:
        print(f"{package.sha256}  {package.name}  {package.size}")
    return 0


def _held(folder: Path, options: argparse.Namespace) -> Keys:
    file: Path | None = options.passphrase_file
    return Keys(folder, file.read_bytes().strip() if file else None, options.threshold)


def _site(options: argparse.Namespace) -> Site:
    return Site(options.site, SystemClock().now())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="publish_edition", description="Tell clinics of an edition.")
    parser.add_argument("--passphrase-file", type=Path, help="locks the keys of root and targets")
    parser.add_argument("--threshold", type=int, default=2, help="how many root keys have to sign")
    commands = parser.add_subparsers(dest="command", required=True)
    keys = commands.add_parser("keys", help="make the private keys of all roles")
    keys.add_argument("keys", type=Path)
    keys.add_argument("--root-keys", type=int, default=3)
    publish = commands.add_parser("publish", help="tell of an edition")
    for command in (commands.add_parser("begin", help="begin a site"), publish):
        command.add_argument("keys", type=Path)
        command.add_argument("site", type=Path)
    publish.add_argument("version")
    publish.add_argument("--released", type=date.fromisoformat, help="a date; today if left out")
    publish.add_argument("--zh", required=True, help="what is new, in one Chinese sentence")
    publish.add_argument("--en", required=True, help="the same in English")
    publish.add_argument("--minimum-schema", default="", help="the oldest data it can bring up to date")
    publish.add_argument("--packages", nargs="+", type=Path, default=[])
    renew = commands.add_parser("renew", help="sign snapshot and timestamp anew, every day")
    renew.add_argument("keys", type=Path)
    renew.add_argument("site", type=Path)
    renew.add_argument("--all", action="store_true", help="root and targets too")
    rotate = commands.add_parser("rotate", help="go over to new keys")
    rotate.add_argument("keys", type=Path)
    rotate.add_argument("new_keys", type=Path)
    rotate.add_argument("site", type=Path)
    check = commands.add_parser("check", help="look as a clinic's program would")
    check.add_argument("address")
    check.add_argument("root", type=Path)
    return parser


if __name__ == "__main__":
    sys.exit(main())
