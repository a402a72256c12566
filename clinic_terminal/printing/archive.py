"""What a sealed bill needs beyond Qt's archive mode to be kept for decades: PDF/A-3, level B (ISO 19005-3).

Qt's own mode is PDF/A-1b, which allows no attachments. Fonts are embedded whole as far as they are used, the
colours are sRGB with their profile, nothing is transparent; here the attachments are declared as what they
are, the part of the standard is named, and what Qt defines but no paper uses (CMYK) goes.
"""

from datetime import datetime
from typing import Final

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.embed import EmbeddedFileObject, EmbeddedFileParams, FileSpec, embed_file
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.metadata.model import NS, ExpandedName, XmpStructure, XmpValue
from pyhanko.pdf_utils.writer import PdfFileWriter

PART, LEVEL = "3", "B"
_PDFAID: Final = NS["pdfaid"]
_NEWEST: Final = (1, 7)
"""PDF/A-3 rests on PDF 1.7; the library would call a file with a P-256 signature 2.0."""


class ArchiveUpdate(IncrementalPdfFileWriter):
    """An update that leaves the document the version that its archive standard asks for."""

    def ensure_output_version(self, version: tuple[int, int]) -> None:
        """Raise the version, though not beyond PDF 1.7."""
        super().ensure_output_version(min(version, _NEWEST))  # type: ignore[no-untyped-call]  # without types


def declare_archive(writer: PdfFileWriter, title: str, code: str) -> None:
    """Write the document's properties, old form and new, and name part and level of the standard.

    The library's own keywords would stand in the new form under a name that the standard does not know.
    """
    info = writer.trailer_view["/Info"]
    info.pop("/Author", None)
    info["/Keywords"] = generic.pdf_string(code)
    writer.document_meta.title = title
    writer.document_meta.creator = "clinic-terminal"
    named = [
        (ExpandedName(_PDFAID, "part"), XmpValue(PART)),
        (ExpandedName(_PDFAID, "conformance"), XmpValue(LEVEL)),
        (ExpandedName(NS["pdf"], "Keywords"), XmpValue(code)),
    ]
    writer.document_meta.xmp_extra = [XmpStructure.of(*named)]


def attach(writer: PdfFileWriter, name: str, data: bytes, relation: str, made: datetime) -> None:
    """Embed a JSON file and say how it belongs to the document: Source, Data or Supplement."""
    stream = EmbeddedFileObject.from_file_data(
        writer,
        data,
        mime_type="application/json",
        params=EmbeddedFileParams(creation_date=made, modification_date=made),
    )
    embed_file(writer, FileSpec(name, file_name=name, embedded_data=stream))
    specification = writer.root["/Names"]["/EmbeddedFiles"]["/Names"].raw_get(-1)
    specification.get_object()["/AFRelationship"] = pdf_name(f"/{relation}")
    if "/AF" not in writer.root:
        writer.root["/AF"] = generic.ArrayObject()
    writer.root["/AF"].append(specification)


def drop_cmyk(pages: list[generic.DictionaryObject]) -> None:
    """Take the colour space for printing inks out of the pages' resources: Qt lists it, nothing uses it."""
    for page in pages:
        spaces = page["/Resources"].get("/ColorSpace", {})
        for name in [name for name in spaces if "/DeviceCMYK" in _parts(spaces[name])]:
            del spaces[name]


def _parts(space: generic.PdfObject) -> list[str]:
    return [str(part) for part in space] if isinstance(space, generic.ArrayObject) else [str(space)]
