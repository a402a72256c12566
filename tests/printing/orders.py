"""Invented orders of papers: bills with payments, invoices, voids, every kind and size."""

from dataclasses import replace
from datetime import date, timedelta

from clinic_terminal.application.paper_orders import (
    BillMatter,
    BindingMatter,
    ClaimMatter,
    Copy,
    FileOnPaper,
    PaperKind,
    PaperOrder,
    PaperSize,
    standing_of,
)
from clinic_terminal.domain.invoice import Invoice
from clinic_terminal.domain.payment import Payment, Refund, Tender
from clinic_terminal.domain.voiding import Voided, VoidReason
from tests.printing import bills, quotes

LATER = timedelta(minutes=3)


def matter(case: bills.Case | None = None, *, signed: bool = True, paid: bool = True) -> BillMatter:
    """Return a bill as it stands after the family has left: signed and paid in two tenders."""
    one = bills.bill(case)
    given = bills.consent(one) if signed else None
    payments = tenders(one.result.totals.on_site) if paid else ()
    return BillMatter(
        one,
        bills.digest_of(one),
        given,
        payments,
        standing=standing_of(one),
        hotline="021-80209058",
    )


def tenders(fen: int) -> tuple[Payment, ...]:
    """Return ``fen`` as it was paid: fifty yuan in cash out of a hundred, the rest by WeChat."""
    cash = min(fen, 5_000)
    rest = fen - cash
    taken = [
        Payment("p1", "261122-007-0001", Tender.CASH, cash, bills.NOW + LATER, "王敏", handed_fen=10_000),
        Payment(
            "p2",
            "261122-007-0002",
            Tender.WECHAT,
            rest,
            bills.NOW + LATER,
            "王敏",
            "4200001234202611221234567890",
        ),
    ]
    return tuple(one for one in taken if one.fen)


INVOICE = Invoice(
    "26312000000012345678", "visit", date(2026, 11, 22), 85_000, "林悦", "王敏", bills.NOW + LATER
)
REFUND = Refund(
    "r1", "261122-007-0003", "p2", Tender.WECHAT, 12_000, bills.NOW + 2 * LATER, "王敏", "5030001"
)
VOIDED = Voided(VoidReason.ENTRY_ERROR, "", "王敏", bills.NOW + 3 * LATER, "act-2")


def everything(case: bills.Case | None = None) -> BillMatter:
    """Return a bill with a refund, an e-invoice, a doctor and a note."""
    return replace(
        matter(case), invoices=(INVOICE,), refunds=(REFUND,), doctor="陈医生", note="下次复诊 2027-02-22"
    )


BINDING = BindingMatter(
    "019aa7c2-0000-7000-8000-00000000b1d0",
    bills.CLINIC,
    bills.DAY,
    "成长优享齿科",
    "保单支付成功24小时后，请家长扫码绑定电子保险卡。",
    "The e-card can be bound 24 hours after the premium was paid.",
    "021-80209058",
    "周一至周五 8:00–21:00，周六日 9:00–18:00",
    "Mon–Fri 8:00–21:00, Sat–Sun 9:00–18:00",
    "https://weixin.qq.com/r/invented-account-of-practice",
)


def claim(case: bills.Case | None = None) -> ClaimMatter:
    """Return the cover of a package of three files."""
    about = replace(matter(case), invoices=(INVOICE,))
    files = (
        FileOnPaper("bill-2026-11-22-019aa7c2.pdf", "BILL", "ab" * 32, 212_345),
        FileOnPaper("act.json", "ACT", "cd" * 32, 8_120),
        FileOnPaper("x-ray.jpg", "XRAY", "ef" * 32, 1_234_567),
    )
    return ClaimMatter(about, "019aa7c2-5d1e-7a40-8b31-6f0c2d9e4a99", ("GL-2026-118",), files)


def order(
    kind: PaperKind = PaperKind.BILL, size: PaperSize = PaperSize.A4, case: bills.Case | None = None
) -> PaperOrder:
    """Return an order of any kind for an invented bill."""
    if kind is PaperKind.BINDING:
        return PaperOrder(kind, BINDING, size)
    if kind is PaperKind.QUOTE:
        return PaperOrder(kind, quotes.quote(case), size)
    if kind is PaperKind.CLAIM_SUMMARY:
        return PaperOrder(kind, claim(case), size)
    bare = kind is PaperKind.SIGN_SHEET
    return PaperOrder(kind, matter(case, signed=not bare, paid=not bare), size, copy=Copy.FAMILY)
