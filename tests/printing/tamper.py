"""What a forger, a bad disk or an editor may do to a sealed bill."""

import json
import re
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.embed import EmbeddedFileObject, FileSpec, embed_file
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import BasePdfFileWriter, PageObject, PdfFileWriter, copy_into_new_writer

from tests.printing.bills import canonical

Change = Callable[[dict[str, Any]], None]


def flip_byte(data: bytes, position: int, bit: int = 0) -> bytes:
    """Return ``data`` with one bit turned over."""
    return data[:position] + bytes([data[position] ^ 1 << bit]) + data[position + 1 :]


def content_position(data: bytes) -> int:
    """Return a place in the middle of the first page's drawn content."""
    reader = PdfFileReader(BytesIO(data))
    packed = reader.root["/Pages"]["/Kids"][0]["/Contents"].encoded_data
    return data.index(packed) + len(packed) // 2


def gap(data: bytes) -> range:
    """Return the places of the signature itself, brackets included."""
    found = re.search(rb"/ByteRange \[0 (\d+) (\d+) ", data)
    assert found is not None
    return range(int(found[1]), int(found[2]))


def update_file(data: bytes, name: str, change: Change) -> bytes:
    """Append an update in which an embedded JSON file was changed, as PDF editors do."""
    writer = IncrementalPdfFileWriter(BytesIO(data))
    _change_file(writer, name, change)
    return written(writer)


def rewrite_file(data: bytes, name: str, change: Change) -> bytes:
    """Write the whole document anew, without its seal, with a changed embedded file."""
    writer = copy_into_new_writer(PdfFileReader(BytesIO(data)))
    _change_file(writer, name, change)
    writer.document_meta.keywords = [PdfFileReader(BytesIO(data)).trailer_view["/Info"]["/Keywords"]]
    writer.root["/AcroForm"]["/Fields"][0].get_object().pop("/V")
    del writer.root["/Perms"]
    return written(writer).replace(b"/ByteRange", b"/BygoneRng")


def _change_file(writer: BasePdfFileWriter, name: str, change: Change) -> None:
    values = json.loads(_stream(writer, name).data)
    change(values)
    _put(writer, name, canonical(values))


def _specification(writer: BasePdfFileWriter, name: str) -> generic.DictionaryObject:
    names = writer.root["/Names"]["/EmbeddedFiles"]["/Names"]
    place = next(index for index in range(0, len(names), 2) if str(names[index]) == name)
    found: generic.DictionaryObject = names[place + 1]
    return found


def _stream(writer: BasePdfFileWriter, name: str) -> generic.StreamObject:
    found: generic.StreamObject = _specification(writer, name)["/EF"]["/F"]
    return found


def _put(writer: BasePdfFileWriter, name: str, data: bytes) -> None:
    files = _specification(writer, name)["/EF"]
    fresh = writer.add_object(generic.StreamObject(stream_data=data))
    files["/F"] = files["/UF"] = fresh
    writer.update_container(files)


def replace_file(data: bytes, name: str, content: bytes) -> bytes:
    """Append an update in which an embedded file has other bytes."""
    writer = IncrementalPdfFileWriter(BytesIO(data))
    _put(writer, name, content)
    return written(writer)


def file_of(data: bytes, name: str) -> bytes:
    """Return an embedded file."""
    return bytes(_stream(IncrementalPdfFileWriter(BytesIO(data)), name).data)


def drop_file(data: bytes, name: str) -> bytes:
    """Append an update in which an embedded file is gone."""
    writer = IncrementalPdfFileWriter(BytesIO(data))
    names = writer.root["/Names"]["/EmbeddedFiles"]["/Names"]
    place = next(index for index in range(0, len(names), 2) if str(names[index]) == name)
    del names[place : place + 2]
    writer.update_container(names)
    return written(writer)


def add_file(data: bytes, name: str, content: bytes) -> bytes:
    """Append an update with one more embedded file."""
    writer = IncrementalPdfFileWriter(BytesIO(data))
    stream = EmbeddedFileObject.from_file_data(writer, content)
    embed_file(writer, FileSpec(name, embedded_data=stream))
    return written(writer)


def change_code(data: bytes, code: str) -> bytes:
    """Append an update with another code in the document's properties."""
    writer = IncrementalPdfFileWriter(BytesIO(data))
    properties = writer.trailer_view["/Info"]
    properties["/Keywords"] = generic.pdf_string(code)
    writer.update_container(properties)
    return written(writer)


def repeat_page(data: bytes) -> bytes:
    """Append an update in which the first page comes twice."""
    writer = IncrementalPdfFileWriter(BytesIO(data))
    pages = writer.root["/Pages"]
    pages["/Kids"].append(pages["/Kids"].raw_get(0))
    pages["/Count"] = generic.NumberObject(2)  # type: ignore[no-untyped-call]  # the library's, without types
    writer.update_container(pages["/Kids"])
    writer.update_container(pages)
    return written(writer)


def empty_pdf() -> bytes:
    """Return a proper PDF without pages that is none of ours."""
    return written(PdfFileWriter())  # type: ignore[no-untyped-call]  # the library's, without types


def bomb() -> bytes:
    """Return a PDF of some kilobytes whose only page unpacks to more than memory should hold."""
    writer = PdfFileWriter()  # type: ignore[no-untyped-call]  # the library's, without types
    packed = zlib.compress(b" " * 64_000_000, 9)
    contents = generic.StreamObject(
        dict_data={pdf_name("/Filter"): pdf_name("/FlateDecode")}, encoded_data=packed
    )
    page = PageObject(  # type: ignore[no-untyped-call]  # the library's, without types
        contents=writer.add_object(contents), media_box=(0, 0, 595, 842)
    )
    writer.insert_page(page)  # type: ignore[no-untyped-call]  # the library's, without types
    return written(writer)


def update_page(data: bytes, drawn: bytes) -> bytes:
    """Append an update that draws over the first page."""
    writer = IncrementalPdfFileWriter(BytesIO(data))
    page = writer.root["/Pages"]["/Kids"][0]
    old = page.raw_get("/Contents")
    fresh = writer.add_object(generic.StreamObject(stream_data=drawn))
    page["/Contents"] = generic.ArrayObject([old, fresh])
    writer.update_container(page)
    return written(writer)


def add_note(data: bytes) -> bytes:
    """Append an update that lays a note over the first page."""
    writer = IncrementalPdfFileWriter(BytesIO(data))
    note = generic.DictionaryObject(  # type: ignore[no-untyped-call]  # the library's, without types
        {
            generic.NameObject("/Type"): generic.NameObject("/Annot"),
            generic.NameObject("/Subtype"): generic.NameObject("/FreeText"),
            generic.NameObject("/Contents"): generic.pdf_string("70.00"),
        }
    )
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Annots"].append(writer.add_object(note))
    writer.update_container(page["/Annots"])
    writer.update_container(page)
    return written(writer)


def written(writer: BasePdfFileWriter) -> bytes:
    out = BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]  # the library's, without types
    return out.getvalue()
