"""A practice aid: alters a bill's PDF as a forger would, so that the check can be seen at work.

The demo and the training use it on copies of practice bills; nothing in the terminal's daily work does.
"""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from clinic_terminal.domain.money import yuan
from clinic_terminal.printing.paper_forms import BILL_FILE


class NothingToAlterError(ValueError):
    """The file has no bill with a price inside."""

    def __init__(self) -> None:
        super().__init__("The file is not a sealed bill with a price in it.")


def alter_amount(src: Path, dst: Path) -> str:
    """Write ``dst`` as ``src`` with its dearest unit price cut to a tenth, and name what was altered.

    It is done with care: the file stays a proper PDF, and the altered bill is appended as an update, as
    editors do. The name is the one that the check finds: ``lines.3.unit_fen: 700.00 → 70.00``. Raises
    NothingToAlterError, OSError.
    """
    writer = IncrementalPdfFileWriter(BytesIO(src.read_bytes()))
    specification = _attachment(writer, BILL_FILE)
    bill = json.loads(specification["/EF"]["/F"].data)
    altered = _cheaper(bill)
    data = json.dumps(bill, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    replace_attachment(writer, specification, data)
    out = BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]  # the library's, without types
    dst.write_bytes(out.getvalue())
    return altered


def replace_attachment(
    writer: IncrementalPdfFileWriter, specification: generic.DictionaryObject, data: bytes
) -> None:
    """Put ``data`` into the place of an embedded file, as an update after the end of the old document."""
    stream = specification["/EF"]["/F"]
    fresh = generic.StreamObject(stream_data=data)
    fresh["/Type"] = generic.NameObject("/EmbeddedFile")
    reference = stream.container_ref
    writer.objects[reference.generation, reference.idnum] = fresh


def _attachment(writer: IncrementalPdfFileWriter, name: str) -> generic.DictionaryObject:
    names = writer.root.get("/Names")
    if names is None:
        raise NothingToAlterError
    listed = names.get_object()["/EmbeddedFiles"]["/Names"]
    for position in range(0, len(listed), 2):
        if str(listed[position]) == name:
            found: generic.DictionaryObject = listed[position + 1]
            return found
    raise NothingToAlterError


def _cheaper(bill: dict[str, Any]) -> str:
    dearest = max(bill["lines"], key=lambda line: int(line["unit_fen"]), default=None)
    if dearest is None or not dearest["unit_fen"]:
        raise NothingToAlterError
    before = dearest["unit_fen"]
    dearest["unit_fen"] = before // 10
    return f"lines.{dearest['line']}.unit_fen: {yuan(before)} → {yuan(dearest['unit_fen'])}"
