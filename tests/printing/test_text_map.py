from io import BytesIO

import pypdfium2
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer

from clinic_terminal.printing.pdf import draw_paper
from clinic_terminal.printing.text_map import _map_of, match, name_glyphs
from tests.printing import bills
from tests.printing.pages import page_for
from tests.printing.tamper import written


def test_glyphs_learn_the_characters_they_were_drawn_for() -> None:
    assert match([("F1", 1), ("F1", 2), ("F1", 1)], "一 二\n一") == {("F1", 1): "一", ("F1", 2): "二"}


def test_a_font_without_a_map_teaches_nothing() -> None:
    assert list(_map_of({})) == []


def test_variation_selectors_have_no_glyph_of_their_own() -> None:
    assert match([("F1", 1), ("F1", 2)], "葛\U000e0100城") == {("F1", 1): "葛", ("F1", 2): "城"}


def test_nothing_is_learned_from_what_does_not_fit() -> None:
    assert match([("F1", 1)], "一二") == {}
    assert match([("F1", 1), ("F1", 1)], "一二") == {}


def test_now_and_then_a_glyph_may_stand_for_two_lookalikes() -> None:
    glyphs = [("F1", index) for index in range(59)] + [("F1", 0)]
    text = "".join(chr(0x4E00 + index) for index in range(59)) + "—"
    assert match(glyphs, text)["F1", 0] == "一"


def test_pages_that_were_not_understood_keep_what_they_had() -> None:
    one = bills.bill()
    drawn = draw_paper(page_for(one, bills.consent(one)))
    reader = PdfFileReader(BytesIO(drawn.pdf))
    writer = copy_into_new_writer(reader)
    name_glyphs(reader, writer, [["something else"]])
    text = pypdfium2.PdfDocument(written(writer))[0].get_textpage().get_text_range()
    assert "林小禾" in "".join(text.split())
