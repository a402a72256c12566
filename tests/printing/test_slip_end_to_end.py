"""A signed bill as the 80 mm slip: drawn, burnt by a printer on the network, and looked at again."""

from pathlib import Path

import zxingcpp
from PIL import Image, ImageChops

from clinic_terminal.application.paper_orders import BillMatter, Copy, PaperKind, PaperOrder, PaperSize
from clinic_terminal.printing.escpos_raster import DOTS, slip_picture
from clinic_terminal.printing.papers import BillPapers
from clinic_terminal.printing.printers import TerminalPrinters
from tests.printing import bills
from tests.printing.slip_server import SlipServer, slip_printer


def slip_of(papers: BillPapers, reprint: int = 0) -> Path:
    one = bills.bill()
    about = BillMatter(one, bills.digest_of(one), bills.consent(one))
    return papers.draw(PaperOrder(PaperKind.SLIP, about, PaperSize.MM80, "both", Copy.FAMILY, reprint))


def printed(slip: Path) -> Image.Image:
    with slip_printer(SlipServer()) as server:
        assert TerminalPrinters().print(server.address, slip)
        (picture,) = server.slips
    return picture


def test_the_burnt_slip_is_the_drawn_one(papers: BillPapers) -> None:
    slip = slip_of(papers)
    picture = printed(slip)
    assert picture.width == DOTS
    difference = ImageChops.difference(picture.convert("L"), slip_picture(slip).convert("L"))
    assert difference.getbbox() is None
    dark = picture.convert("L").tobytes().count(0) / (picture.width * picture.height)
    assert 0.01 < dark < 0.4


def test_a_reprint_differs_from_the_first(papers: BillPapers) -> None:
    assert slip_picture(slip_of(papers)).tobytes() != slip_picture(slip_of(papers, reprint=1)).tobytes()


def test_every_code_on_the_slip_is_read_from_the_dots(papers: BillPapers) -> None:
    picture = printed(slip_of(papers))
    bordered = Image.new("L", (picture.width + 80, picture.height + 80), 255)
    bordered.paste(picture.convert("L"), (40, 40))
    codes = [code.text for code in zxingcpp.read_barcodes(bordered)]
    assert any(bills.digest_of(bills.bill()) in code for code in codes)
