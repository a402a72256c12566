"""What lies in a bill's PDF besides its pages: the bill, the signature, and a list of what belongs there."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import PdfFileWriter, copy_into_new_writer

from clinic_terminal.domain.bill import FrozenBill, content
from clinic_terminal.domain.consent import Consent
from clinic_terminal.printing.archive import attach, declare_archive, drop_cmyk
from clinic_terminal.printing.hostile import or_none
from clinic_terminal.printing.page_prints import PagePrint, page_prints, pages_of, unpacked
from clinic_terminal.printing.paper_forms import (
    BILL_FILE,
    CONSENT_FILE,
    MANIFEST_FILE,
    MANIFEST_FORM,
    Canonical,
    check_code,
    consent_content,
)
from clinic_terminal.printing.text_map import name_glyphs

_MOST_FILES = 16
_RELATIONS = {BILL_FILE: "Source", CONSENT_FILE: "Supplement", MANIFEST_FILE: "Data"}


@dataclass(frozen=True, slots=True)
class PaperContents:
    """A PDF as it can be read: its files by name, its page prints, the code in its properties."""

    files: Mapping[str, bytes]
    pages: tuple[PagePrint, ...]
    code: str


def fill(  # noqa: PLR0913, PLR0917  what goes into one file
    pdf: bytes,
    texts: list[list[str]],
    bill: FrozenBill,
    digest: str,
    consent: Consent,
    look: Mapping[str, Any],
    canonical: Canonical,
) -> bytes:
    """Return the drawn PDF with true text, its properties and its three files, ready for the seal."""
    named = with_text(pdf, texts)
    made = consent.signed_at
    code = check_code(bill.id, digest)
    bill_values, consent_values = content(bill), consent_content(consent)
    files = {BILL_FILE: canonical(bill_values), CONSENT_FILE: canonical(consent_values)}
    manifest = {
        "form": MANIFEST_FORM,
        "code": code,
        "digest": digest,
        "look": dict(look),
        "pages": [
            {"content": page.content, "look": page.look, "notes": page.notes}
            for page in page_prints(PdfFileReader(BytesIO(named)))
        ],
        "files": {name: hashlib.sha256(data).hexdigest() for name, data in files.items()},
        # Kept twice on purpose: where bill.json or consent.json is replaced, this says what stood there.
        "bill": bill_values,
        "consent": {key: value for key, value in consent_values.items() if key != "strokes"},
        "strokes": hashlib.sha256(canonical(consent_values["strokes"])).hexdigest(),
    }
    files[MANIFEST_FILE] = canonical(manifest)
    return _with_files(named, files, f"费用清单 {bill.id}", code, made)


def with_text(pdf: bytes, texts: list[list[str]]) -> bytes:
    """Return the drawn PDF with true text, so that figures are copied as figures."""
    reader = PdfFileReader(BytesIO(pdf))
    # Qt's properties in their second form would have to be kept in step with the first, and they say that
    # the paper is an archive: a sealed bill gets its own, a print needs none.
    del reader.root["/Metadata"]
    writer = copy_into_new_writer(reader)
    name_glyphs(reader, writer, texts)
    drop_cmyk(pages_of(writer))
    return _written(writer)


def _with_files(pdf: bytes, files: Mapping[str, bytes], title: str, code: str, made: datetime) -> bytes:
    writer = copy_into_new_writer(PdfFileReader(BytesIO(pdf)))
    declare_archive(writer, title, code)
    for name in sorted(files):
        attach(writer, name, files[name], _RELATIONS[name], made)
    return _written(writer)


def _written(writer: PdfFileWriter) -> bytes:
    out = BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]  # the library's, without types
    return out.getvalue()


def read_papers(data: bytes) -> PaperContents:
    """Read a PDF's files, page prints and code. Raises whatever a damaged document raises."""
    reader = PdfFileReader(BytesIO(data), strict=False)
    code = str(_below(reader.trailer_view, "/Info", "/Keywords") or "")
    return PaperContents(files_of(reader), page_prints(reader), code)


def files_of(reader: PdfFileReader) -> dict[str, bytes]:
    """Return the embedded files by name; one that cannot be unpacked is empty."""
    names = _below(reader.root, "/Names", "/EmbeddedFiles", "/Names") or ()
    found: dict[str, bytes] = {}
    for position in range(0, min(len(names), 2 * _MOST_FILES), 2):
        specification: generic.DictionaryObject = names[position + 1]
        found[str(names[position])] = or_none(_unpacked_file, specification) or b""
    return found


def _unpacked_file(specification: generic.DictionaryObject) -> bytes:
    return unpacked(specification["/EF"]["/F"])


def _below(place: Any, *keys: str) -> Any:  # noqa: ANN401  any object of a PDF
    """Follow ``keys`` down from a dictionary; None where one is missing."""
    for key in keys:
        if key not in place:
            return None
        place = place[key]
    return place
