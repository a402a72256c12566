from io import BytesIO

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import PageObject, PdfFileWriter

from clinic_terminal.printing.page_prints import MOST_PAGES, PagePrint, TooLargeError, page_prints
from tests.printing.tamper import written


def pdf(drawn: tuple[bytes, ...], *, pages: int = 1, compress: bool = False) -> bytes:
    writer = PdfFileWriter()  # type: ignore[no-untyped-call]  # the library's, without types
    for _ in range(pages):
        streams = [generic.StreamObject(stream_data=part) for part in drawn]
        if compress:
            for stream in streams:
                stream.compress()  # type: ignore[no-untyped-call]  # the library's, without types
        contents = generic.ArrayObject(writer.add_object(stream) for stream in streams)
        page = PageObject(  # type: ignore[no-untyped-call]  # the library's, without types
            contents=contents, media_box=(0, 0, 595, 842)
        )
        writer.insert_page(page)  # type: ignore[no-untyped-call]  # the library's, without types
    return written(writer)


def prints(data: bytes) -> tuple[PagePrint, ...]:
    return page_prints(PdfFileReader(BytesIO(data)))


def test_packing_makes_no_difference_but_content_does() -> None:
    plain, packed = pdf((b"1 0 0 rg", b"f")), pdf((b"1 0 0 rg", b"f"), compress=True)
    assert prints(plain) == prints(packed)
    assert prints(plain)[0].content != prints(pdf((b"1 0 0 rg", b"S")))[0].content
    assert prints(plain)[0].look == prints(pdf((b"1 0 0 rg", b"S")))[0].look


def test_pages_in_branches_are_found_in_reading_order() -> None:
    flat = prints(pdf((b"a",)))[0]
    writer = PdfFileWriter()  # type: ignore[no-untyped-call]  # the library's, without types
    stream = generic.StreamObject(stream_data=b"a")
    page = PageObject(  # type: ignore[no-untyped-call]  # the library's, without types
        contents=writer.add_object(stream), media_box=(0, 0, 595, 842)
    )
    writer.insert_page(page)  # type: ignore[no-untyped-call]  # the library's, without types
    root = writer.root["/Pages"]
    branch = generic.DictionaryObject(  # type: ignore[no-untyped-call]  # the library's, without types
        {pdf_name("/Type"): pdf_name("/Pages"), pdf_name("/Kids"): root.raw_get("/Kids")}
    )
    root["/Kids"] = generic.ArrayObject([writer.add_object(branch)])
    assert [one.content for one in prints(written(writer))] == [flat.content]


def test_a_page_tree_that_bites_its_tail_is_too_large() -> None:
    writer = PdfFileWriter()  # type: ignore[no-untyped-call]  # the library's, without types
    root = writer.root["/Pages"]
    root["/Kids"] = generic.ArrayObject([writer.root.raw_get("/Pages")])
    with pytest.raises(TooLargeError):
        prints(written(writer))


def test_more_pages_than_any_bill_has_are_too_large() -> None:
    writer = PdfFileReader(BytesIO(pdf((b"a",))))
    kids = writer.root["/Pages"]["/Kids"]
    kids.extend([kids.raw_get(0)] * MOST_PAGES)
    with pytest.raises(TooLargeError):
        page_prints(writer)


def test_what_is_shared_inside_a_page_is_walked_once() -> None:
    reader = PdfFileReader(BytesIO(pdf((b"a",))))
    page = reader.root["/Pages"]["/Kids"][0]
    twice = page.raw_get("/Contents")[0]
    page["/Twice"] = generic.ArrayObject([twice, twice])
    shared = page_prints(reader)[0].look
    page["/Twice"] = generic.ArrayObject([twice])
    assert shared != page_prints(reader)[0].look


def test_nesting_without_end_leaves_the_look_unknown() -> None:
    reader = PdfFileReader(BytesIO(pdf((b"a",))))
    deep = generic.ArrayObject()
    for _ in range(60):
        deep = generic.ArrayObject([deep])
    reader.root["/Pages"]["/Kids"][0]["/Deep"] = deep
    assert page_prints(reader)[0].look == ""
