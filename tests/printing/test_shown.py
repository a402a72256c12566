"""No figure is printed that is not known: the insurer's while offline, anybody's while a bill is held."""

import re
from dataclasses import replace

import pytest

from clinic_terminal.application.paper_orders import (
    PaperKind,
    PaperOrder,
    PaperSize,
    PaperStanding,
    standing_of,
)
from clinic_terminal.domain.adjudication import Reason
from clinic_terminal.domain.money import yuan
from clinic_terminal.printing.drafts import page_of
from clinic_terminal.printing.kinds import Kind
from clinic_terminal.printing.paper_parts import page_html
from clinic_terminal.printing.texts import PaperLanguage
from tests.printing import bills, orders

FORMS = [(PaperKind.BILL, PaperSize.A4), (PaperKind.BILL, PaperSize.A5), (PaperKind.SLIP, PaperSize.MM80)]
LANGUAGES: tuple[PaperLanguage, ...] = ("zh", "en", "both")
WORDS = {"zh": "待确认", "en": "to be confirmed", "both": "待确认"}
OFFLINE = replace(bills.EVERY_REASON, offline=True)


def figures(order: PaperOrder) -> set[str]:
    html = page_html(page_of(order, practice=False))
    return set(re.findall(r"[\d,]+\.\d\d", html.partition("</style>")[2]))


def known_offline(case: bills.Case) -> set[str]:
    """Return what is a fact without the insurer: prices, discounts, what is collected on site."""
    one = bills.bill(case)
    totals, parts = one.result.totals, one.result.parts
    facts = {0, totals.billed, totals.on_site, one.discount_fen}
    for number, line in enumerate(one.lines, 1):
        own = [part for part in parts if part.line == number]
        net = sum(part.billed for part in own)
        here = sum(part.not_covered + part.over_limit for part in own)
        facts |= {line.unit_fen, net, line.unit_fen * line.qty - net, here}
        facts |= {part.not_covered for part in own} | {part.over_limit for part in own}
        facts |= {sum(part.over_limit for part in own), sum(part.not_covered for part in own)}
    return {yuan(fen) for fen in facts} | {"50.00", "100.00", yuan(totals.on_site - 5_000)}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("kind", "size"), FORMS)
def test_offline_papers_print_prices_and_what_is_collected_and_nothing_else(
    kind: PaperKind, size: PaperSize, language: PaperLanguage
) -> None:
    order = replace(orders.order(kind, size, OFFLINE), language=language)
    assert figures(order) - known_offline(OFFLINE) == set()
    html = page_html(page_of(order, practice=False))
    assert WORDS[language] in html
    totals = bills.bill(OFFLINE).result.totals
    assert yuan(totals.on_site) in html
    assert yuan(totals.insurer) not in html
    assert yuan(totals.online) not in html


@pytest.mark.parametrize(("kind", "size"), FORMS)
def test_the_same_bill_shows_every_figure_once_the_insurer_has_booked_it(
    kind: PaperKind, size: PaperSize
) -> None:
    order = orders.order(kind, size, OFFLINE)
    one = bills.bill(OFFLINE)
    booked = replace(orders.matter(OFFLINE), standing=standing_of(one, accepted=True))
    html = page_html(page_of(replace(order, about=booked), practice=False))
    assert "待确认" not in html
    for fen in (one.result.totals.insurer, one.result.totals.online, one.result.pool_before):
        assert yuan(fen) in html


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("kind", "size"), FORMS)
def test_a_held_bill_prints_prices_alone(kind: PaperKind, size: PaperSize, language: PaperLanguage) -> None:
    about = orders.matter(bills.HELD, signed=False, paid=False)
    order = PaperOrder(kind, about, size, language)
    totals = about.bill.result.totals
    prices = {yuan(line.unit_fen) for line in about.bill.lines} | {yuan(totals.billed)}
    assert figures(order) - prices == set()
    assert WORDS[language] in page_html(page_of(order, practice=False))


def test_an_offline_slip_says_now_and_that_more_may_come_later() -> None:
    order = orders.order(PaperKind.SLIP, PaperSize.MM80, bills.Case(plan=bills.GROWTH, offline=True))
    lines = [one for one in page_of(order, practice=False).sections() if one.kind is Kind.LINE]
    shared = [one.html for one in lines if "自付比例 50%" in one.html]
    assert shared
    for html in shared:
        assert "现在</span>&nbsp;" in html
        assert "结案后</span>&nbsp;" in html
        assert "家长支付" not in html
    totals = next(one for one in page_of(order, practice=False).sections() if one.kind is Kind.TOTALS)
    assert "结案后" in totals.html


@pytest.mark.parametrize(("kind", "size"), FORMS)
def test_a_bill_that_the_family_pays_alone_leaves_nothing_open_even_offline(
    kind: PaperKind, size: PaperSize
) -> None:
    case = replace(bills.CLOSED_GATES[Reason.SELF_PAY_CHOSEN], offline=True)
    html = page_html(page_of(orders.order(kind, size, case), practice=False))
    assert "待确认" not in html
    assert "1,540.00" in html


def test_the_standing_of_a_bill_follows_from_how_it_was_worked_out() -> None:
    assert standing_of(bills.bill()) is PaperStanding.RECEIPT
    assert standing_of(bills.bill(OFFLINE)) is PaperStanding.UNCONFIRMED
    assert standing_of(bills.bill(OFFLINE), accepted=True) is PaperStanding.RECEIPT


@pytest.mark.parametrize("size", [PaperSize.A4, PaperSize.A5, PaperSize.MM80])
def test_an_offline_slip_on_paying_later_names_no_amount(size: PaperSize) -> None:
    case = bills.Case(plan=bills.GROWTH, offline=True)
    order = orders.order(PaperKind.PAY_LATER, size, case)
    assert figures(order) == {"500.00"}
    assert "待确认" in page_html(page_of(order, practice=False))
