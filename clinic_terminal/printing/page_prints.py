"""Fingerprints of a PDF's pages, so that a change can be named: what is drawn, with what, what is on top."""

import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import PdfFileWriter

from clinic_terminal.printing.hostile import or_none

LARGEST_STREAM = 16_000_000
"""Bytes of one unpacked stream; a bill's largest is a font of some ten thousand."""

MOST_PAGES = 200
_DEEPEST = 40
_HOUSEKEEPING = frozenset({"/Parent", "/Annots", "/Contents"})
_PACKING = frozenset({"/Length", "/Filter", "/DecodeParms", "/DL"})


class TooLargeError(Exception):
    """A stream, a page tree or a nesting is far beyond any bill."""

    def __init__(self) -> None:
        super().__init__("The document is far larger inside than any bill.")


class _Hash(Protocol):
    def update(self, data: bytes, /) -> None: ...


@dataclass(frozen=True, slots=True)
class PagePrint:
    """SHA-256, hex, of a page's content streams and of all else that decides its looks.

    Empty where the page is damaged in that place.
    ``notes`` counts annotations other than seals: what can be laid over a page without touching it; -1 where
    they cannot be read.
    """

    content: str
    look: str
    notes: int


def page_prints(reader: PdfFileReader) -> tuple[PagePrint, ...]:
    """Return the prints of all pages in order. Raises TooLargeError."""
    return tuple(_print_of(page) for page in pages_of(reader))


def pages_of(reader: PdfFileReader | PdfFileWriter) -> list[generic.DictionaryObject]:
    """Return the page objects in reading order. Raises TooLargeError."""
    return list(_leaves(reader.root["/Pages"], 0))


def _leaves(node: generic.DictionaryObject, depth: int) -> Iterator[generic.DictionaryObject]:
    if depth > _DEEPEST:
        raise TooLargeError
    for number, kid in enumerate(node["/Kids"]):
        if number >= MOST_PAGES:
            raise TooLargeError
        found = kid.get_object()
        if "/Kids" in found:
            yield from _leaves(found, depth + 1)
        else:
            yield found


def _print_of(page: generic.DictionaryObject) -> PagePrint:
    notes = or_none(_notes, page)
    return PagePrint(
        or_none(_content_print, page) or "",
        or_none(_look_print, page) or "",
        -1 if notes is None else notes,
    )


def _content_print(page: generic.DictionaryObject) -> str:
    content = hashlib.sha256()
    streams = page["/Contents"]
    for stream in streams if isinstance(streams, generic.ArrayObject) else [streams]:
        content.update(unpacked(stream.get_object()))
        content.update(b"\n")
    return content.hexdigest()


def _look_print(page: generic.DictionaryObject) -> str:
    look = hashlib.sha256()
    walk = _Walk(look)
    for key in sorted(page):
        if key not in _HOUSEKEEPING:
            look.update(str(key).encode())
            walk.feed(page.raw_get(key), 0)
    return look.hexdigest()


def _notes(page: generic.DictionaryObject) -> int:
    if "/Annots" not in page:
        return 0
    notes = page["/Annots"]  # unlike get, this follows a reference
    return sum(not _is_seal(note.get_object()) for note in notes)


def _is_seal(note: generic.DictionaryObject) -> bool:
    """Tell whether an annotation is a seal, which is seen nowhere on the page."""
    return "/FT" in note and note["/FT"] == "/Sig" and "/AP" not in note


def unpacked(stream: generic.StreamObject) -> bytes:
    """Return the bytes of a stream as they were before packing. Raises TooLargeError, zlib.error."""
    if "/Filter" not in stream or stream["/Filter"] != "/FlateDecode" or "/DecodeParms" in stream:
        return bytes(stream.data)
    unpacker = zlib.decompressobj()
    data = unpacker.decompress(stream.encoded_data, LARGEST_STREAM)
    if unpacker.unconsumed_tail:
        raise TooLargeError
    return data


class _Walk:
    """Feeds an object with everything it leads to into a hash, each shared object once."""

    def __init__(self, target: _Hash) -> None:
        self._target = target
        self._seen: dict[int, int] = {}

    def feed(self, value: Any, depth: int) -> None:  # noqa: ANN401  any object of a PDF
        """Feed ``value``. Raises TooLargeError."""
        if depth > _DEEPEST:
            raise TooLargeError
        if isinstance(value, generic.IndirectObject):
            number = value.idnum
            if number in self._seen:
                self._mark(b"again", str(self._seen[number]))
                return
            self._seen[number] = len(self._seen)
            value = value.get_object()  # type: ignore[no-untyped-call]  # the library's, without types
        if isinstance(value, generic.DictionaryObject):
            self._feed_dictionary(value, depth)
        elif isinstance(value, generic.ArrayObject):
            self._mark(b"array", str(len(value)))
            for item in range(len(value)):
                self.feed(value.raw_get(item), depth + 1)
        else:
            self._mark(type(value).__name__.encode(), str(value))

    def _feed_dictionary(self, value: generic.DictionaryObject, depth: int) -> None:
        is_stream = isinstance(value, generic.StreamObject)
        keys = [key for key in sorted(value) if key != "/Parent" and not (is_stream and key in _PACKING)]
        self._mark(b"dictionary", str(len(keys)))
        for key in keys:
            self._mark(b"key", str(key))
            self.feed(value.raw_get(key), depth + 1)
        if isinstance(value, generic.StreamObject):
            self._mark(b"stream", hashlib.sha256(unpacked(value)).hexdigest())

    def _mark(self, kind: bytes, value: str) -> None:
        data = value.encode("utf-8", "surrogateescape")
        self._target.update(b"%s:%d:" % (kind, len(data)))
        self._target.update(data)
