"""A sealed bill as an archive: what ISO 19005-3 (PDF/A-3, level B) asks for and a file can be asked about.

No validator of the whole standard is run here; ``docs/papers.md`` says what was checked by other means.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

from clinic_terminal.printing.page_prints import pages_of
from clinic_terminal.printing.papers import BillPapers
from tests.printing import bills

PDFAID = "{http://www.aiim.org/pdfa/ns/id/}"
PDF = "{http://ns.adobe.com/pdf/1.3/}"


@pytest.fixture
def reader(paper: Path) -> PdfFileReader:
    return PdfFileReader(BytesIO(paper.read_bytes()))


def properties(reader: PdfFileReader) -> dict[str, str]:
    """Return the simple properties of the document's metadata by their full names."""
    root = ET.fromstring(reader.root["/Metadata"].data)  # noqa: S314  our own file
    found: dict[str, str] = {}
    for node in root.iter():
        found |= {name: value for name, value in node.attrib.items() if name.startswith("{")}
    return found


def dictionaries(found: Any, seen: set[int]) -> Iterator[generic.DictionaryObject]:  # noqa: ANN401  any object of a PDF
    """Walk through everything that the document leads to."""
    if isinstance(found, generic.IndirectObject):
        if found.idnum in seen:
            return
        seen.add(found.idnum)
        found = found.get_object()  # type: ignore[no-untyped-call]  # the library's, without types
    if isinstance(found, generic.DictionaryObject):
        yield found
        for key in found:
            yield from dictionaries(found.raw_get(key), seen)
    elif isinstance(found, generic.ArrayObject):
        for place in range(len(found)):
            yield from dictionaries(found.raw_get(place), seen)


def test_it_says_which_part_and_level_it_keeps(reader: PdfFileReader) -> None:
    said = properties(reader)
    assert (said[f"{PDFAID}part"], said[f"{PDFAID}conformance"]) == ("3", "B")
    assert said[f"{PDF}Keywords"] == reader.trailer_view["/Info"]["/Keywords"]
    known = ("adobe.com/xap", "adobe.com/pdf", "aiim.org/pdfa/ns/id", "w3.org", "adobe:ns")
    assert [name for name in said if not any(part in name for part in known)] == []
    assert {name.rpartition("}")[2] for name in said if name.startswith(PDF)} <= {"Keywords", "Producer"}


def test_it_claims_no_other_part_anywhere(paper: Path) -> None:
    claims = re.findall(rb'pdfaid:part="(\d)"', paper.read_bytes())
    assert set(claims) == {b"3"}


def test_it_is_a_document_of_pdf_1_7_with_an_id_and_no_encryption(paper: Path, reader: PdfFileReader) -> None:
    head = paper.read_bytes()[:20]
    assert head.startswith(b"%PDF-1.7\n%")
    assert min(head[10:14]) > 127
    assert "/Version" not in reader.root
    assert len(reader.trailer_view["/ID"]) == 2
    assert "/Encrypt" not in reader.trailer_view


def test_its_colours_are_those_of_a_profile_that_it_carries(reader: PdfFileReader) -> None:
    (intent,) = reader.root["/OutputIntents"]
    assert intent.get_object()["/S"] == "/GTS_PDFA1"
    profile = intent.get_object()["/DestOutputProfile"]
    assert profile["/N"] == 3
    assert profile.data[36:40] == b"acsp"
    for page in pages_of(reader):
        assert "DeviceCMYK" not in str(page["/Resources"]["/ColorSpace"])
        assert not re.search(rb"[\d.] (k|K)\n", page["/Contents"].data)


def test_every_font_is_embedded_and_tells_its_characters(reader: PdfFileReader) -> None:
    for page in pages_of(reader):
        fonts = page["/Resources"]["/Font"]
        for name in fonts:
            font = fonts[name]
            descendant = font["/DescendantFonts"][0].get_object()
            assert "/FontFile2" in descendant["/FontDescriptor"]
            assert "/CIDToGIDMap" in descendant
            assert "/ToUnicode" in font


def test_nothing_is_transparent_active_or_elsewhere(reader: PdfFileReader) -> None:
    things = list(dictionaries(reader.root, set()))
    assert len(things) > 50
    for thing in things:
        assert "/SMask" not in thing or thing["/SMask"] == "/None"
        assert thing.get("/S") not in {"/JavaScript", "/Launch", "/Movie", "/Sound", "/Transparency"}
        assert float(thing.get("/ca", 1)) == float(thing.get("/CA", 1)) == 1.0


def test_every_attachment_is_declared_with_its_type_and_relation(reader: PdfFileReader) -> None:
    declared = {str(one.get_object()["/UF"]): one.get_object() for one in reader.root["/AF"]}
    relations = {name: str(one["/AFRelationship"]) for name, one in declared.items()}
    assert relations == {"bill.json": "/Source", "consent.json": "/Supplement", "manifest.json": "/Data"}
    for one in declared.values():
        stream = one["/EF"]["/F"]
        assert stream["/Subtype"] == "/application/json"
        assert {"/ModDate", "/Size"} <= set(stream["/Params"])
        assert one["/F"] == one["/UF"]


def test_the_seal_is_one_field_without_extent_that_is_printed_with_the_page(reader: PdfFileReader) -> None:
    (field,) = (one.get_object() for one in reader.root["/AcroForm"]["/Fields"])
    assert [float(side) for side in field["/Rect"]] == [0, 0, 0, 0]
    hidden, invisible, printed = 2, 1, 4
    assert field["/F"] & printed
    assert not field["/F"] & (hidden | invisible)
    assert "/NeedAppearances" not in reader.root["/AcroForm"]


def test_watermark_and_stamp_are_solid_colours(papers: BillPapers) -> None:
    one = bills.bill(bills.Case(works=bills.many(40)))
    path = papers.produce(one, bills.digest_of(one), bills.consent(one))
    with path.open("rb") as file:
        for page in pages_of(PdfFileReader(file)):
            assert "/Group" not in page
