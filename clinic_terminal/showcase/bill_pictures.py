"""Pictures of what is done with a bill beside the plain way: quote, paper, refusal, money, invoice, void."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from clinic_terminal.application.quotes import print_quote
from clinic_terminal.domain.payment import Tender
from clinic_terminal.ui.views.settle import Step

if TYPE_CHECKING:
    from clinic_terminal.showcase.screenshots import Camera


class BillPictures:
    """Takes them on the way of one visit, each at its time; every method leaves the page as it was."""

    def __init__(self, camera: "Camera") -> None:
        self._camera = camera
        self._pages = camera.hands.window.pages
        self._theatre = camera.hands.theatre

    def quote(self) -> None:
        """Take a quote of what is on the bill, and its paper."""
        flow = self._pages.treatment.quotes
        self._pages.treatment.bill_card.quote_button.click()
        self._theatre.until("the quote", lambda: flow.quote is not None and flow.quote.answer is not None)
        self._camera.shot("quote")
        if flow.quote is None:
            return
        program = self._camera.world.program
        operator = self._camera.hands.window.desk.operator
        pdf = print_quote(program.terminal, operator, flow.quote.id, self._camera.paper_language)
        self._camera.album.keep_paper(pdf.read_bytes(), "quote-paper")
        self._pages.treatment.back()

    def other_ways_to_sign(self) -> None:
        """Take the signature on paper, and what is asked where a family does not sign."""
        page = self._pages.settle
        self._theatre.until("the bill to sign", lambda: page.idle and page.step() is Step.FREEZE)
        page.press()
        self._theatre.until("the guardian's panel", lambda: page.panel is not None and page.idle)
        page.back()
        page.desk_side.sign_card.on_paper.click()
        self._theatre.until("the panel for paper", lambda: page.guardian.paper_panel is not None)
        self._camera.shot("sign-on-paper")
        page.back()
        page.guardian.decline()
        self._theatre.pause(2)
        self._camera.shot("not-signed")
        page.back()

    def money(self) -> None:
        """Take each way in which a family may pay; the panel stays open."""
        page = self._pages.settle
        if page.step() is not Step.PAY:
            return
        page.press()
        self._theatre.until("the panel for the money", lambda: page.money.is_open)
        page.money.choose(Tender.CASH)
        self._camera.shot("pay-cash")
        page.money.choose(Tender.WECHAT)
        self._camera.shot("pay-by-phone")
        page.money.owe()
        self._camera.shot("pay-later")
        page.back()
        page.money.choose(Tender.CASH)

    def afterwards(self) -> None:
        """Take the panels of a finished bill."""
        page = self._pages.done
        for name, opened in self._panels():
            opened()
            self._theatre.pause(3)
            self._camera.shot(name)
            page.back()

    def _panels(self) -> tuple[tuple[str, Callable[[], object]], ...]:
        page = self._pages.done
        return (
            ("done-money", page.sides.open_money),
            ("done-invoice", page.sides.open_invoices),
            ("done-void", page.card.void_button.click),
        )
