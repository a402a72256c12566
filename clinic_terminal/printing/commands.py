"""The command that checks a sealed bill, for people and for programs."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TextIO

from clinic_terminal.printing.paper_forms import Canonical
from clinic_terminal.printing.texts import Words, load_check_texts
from clinic_terminal.printing.verify import BillCheck, verify_bill


def verify_bill_command(
    path: Path, cert: bytes | None, canonical: Canonical, out: TextIO, *, as_json: bool = False
) -> int:
    """Check the bill at ``path`` against the certificate (PEM) and write the answer to ``out``.

    Chinese and English lines, or one line of JSON. Returns the exit status: 0 only if everything holds.
    """
    check = verify_bill(path, cert, canonical)
    if as_json:
        out.write(json.dumps({**asdict(check), "holds": check.holds}, ensure_ascii=False) + "\n")
    else:
        out.writelines(f"{line}\n" for line in lines(check))
    return 0 if check.holds else 1


def lines(check: BillCheck) -> Iterator[str]:
    """Say what a check found, for people: the answer, each change, then the facts behind it."""
    texts = load_check_texts()
    answer = texts[check.code.value]
    yield f"{'✓' if check.holds else '✗'} {answer.zh}"
    yield f"  {answer.en}"
    yield from (f"    - {change}" for change in check.changes)
    if not check.bill_id:
        return
    yes_no = {True: texts["answer.yes"], False: texts["answer.no"]}
    yield _fact(texts["bill"], Words(check.bill_id, check.bill_id))
    yield _fact(texts["seal"], texts[f"seal_state.{check.seal.value}"])
    yield _fact(texts["digest"], yes_no[check.digest_ok])
    yield _fact(texts["consent"], yes_no[check.consent_ok])
    if check.way:
        yield _fact(texts["way"], texts[f"signed.{check.way}"])
    if check.sheet:
        yield _fact(texts["sheet"], Words(check.sheet, check.sheet))
    if check.terminal:
        yield _fact(texts["terminal"], Words(check.terminal, check.terminal))
        yield _fact(texts["fingerprint"], Words(check.fingerprint, check.fingerprint))


def _fact(name: Words, value: Words) -> str:
    shown = value.zh if value.zh == value.en else f"{value.zh} / {value.en}"
    return f"  {name.zh} / {name.en}: {shown}"
