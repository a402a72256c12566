"""A picture of each verdict of check-in, with what the desk does about it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Protocol

from clinic_terminal.bootstrap.practice import PracticeWorld, practice_claims
from clinic_terminal.card.issue import PracticeIssuer, issue_token, write_card_png
from clinic_terminal.domain.consent import Relationship
from clinic_terminal.domain.eligibility import Snapshot
from clinic_terminal.domain.identity import IdDocument
from clinic_terminal.domain.member import CardClaims
from clinic_terminal.sandbox.keys import practice_issuer
from clinic_terminal.sandbox.world import load_world
from clinic_terminal.ui.hands import Hands
from clinic_terminal.ui.views.case import Step

_NAMES = {Step.CONSENT: "consent", Step.BRAND: "will-lock"}

NUMBER = "990000201803140024"
"""A number of the returning child that fits; no district has its first digits."""

ANOTHER_NUMBER = "990000201908020029"
"""One that does not fit the booked child: it holds the other sex."""


class Shots(Protocol):
    """Whoever takes the pictures."""

    @property
    def world(self) -> PracticeWorld:
        """The practice world."""
        ...

    @property
    def hands(self) -> Hands:
        """The hands at the desk."""
        ...

    def shot(self, name: str) -> None:
        """Save what the window shows under a name."""
        ...


@dataclass(frozen=True, slots=True)
class CheckInPictures:
    """Walks through the verdicts; each method leaves the child on show as it is."""

    camera: Shots

    def verdicts(self) -> None:
        """Take every refusal, and what else needs no outage."""
        hands, shot = self.camera.hands, self.camera.shot
        for case in (
            "LOCKED_ELSEWHERE",
            "GREYED",
            "EXPIRED",
            "TWO_POLICIES",
            "PRE_AUTHORISED",
            "EXEMPT_BRAND",
        ):
            hands.look_at(self._card(case))
            shot(f"check-in-{case.lower().replace('_', '-')}")
        self._unbound()
        hands.look_at(self._card_like("RETURNING", name="沈星和"))
        shot("check-in-card-differs")

    def first_visit(self) -> None:
        """Take a booked first visit: a document that does not fit, the consent, the brand."""
        hands, shot = self.camera.hands, self.camera.shot
        hands.scan(self._card("FIRST_VISIT_BOOKED"))
        shot("check-in-first-visit")
        hands.show_document(IdDocument.RESIDENT_ID, ANOTHER_NUMBER)
        shot("check-in-identity-differs")
        hands.accept_document()
        hands.answer(
            Relationship.MOTHER, lambda step: shot(f"check-in-{_NAMES[step]}") if step in _NAMES else None
        )

    def call(self) -> None:
        """Take a first visit that nobody booked: the call, and what it releases."""
        hands, shot = self.camera.hands, self.camera.shot
        hands.scan(self._card("FIRST_VISIT_UNBOOKED"))
        shot("check-in-first-visit-unbooked")
        hands.show_document(IdDocument.HUKOU)
        hands.answer(Relationship.FATHER)
        hands.write_down("YY-20732")
        shot("check-in-released")

    def benefits(self) -> None:
        """Take the benefit panel of a returning child, with a phone that shows another figure."""
        hands, shot = self.camera.hands, self.camera.shot
        page = hands.scan(self._card("POOL_NEARLY_EMPTY"))
        page.body.panel.toggle_benefits()
        hands.theatre.type(page.body.panel.benefits.phone.figure, "200")
        shot("check-in-benefits")
        page.body.panel.toggle_benefits()

    def without_the_server(self) -> None:
        """Take what is decided by what is stored: old data, no network row, and a child never seen."""
        hands, shot = self.camera.hands, self.camera.shot
        hands.look_at(self._card_like("RETURNING", member="202501C00000990019", name="许小满"))
        shot("check-in-no-data")
        self._store("POOL_NEARLY_EMPTY", lambda one: replace(one, as_of=one.as_of - timedelta(hours=100)))
        hands.scan(self._card("POOL_NEARLY_EMPTY"))
        shot("check-in-data-too-old")
        self._store("TWO_POLICIES", lambda one: replace(one, network=()))
        page = hands.look_at(self._card("TWO_POLICIES"))
        page.choose_policy(0)
        hands.theatre.until("the refusal", lambda: page.case is not None)
        shot("check-in-not-in-network")

    def _unbound(self) -> None:
        """Take a child whose card is not bound: it has none to show, so its number is typed."""
        hands = self.camera.hands
        page = hands.window.pages.check_in
        page.start_anew()
        page.read_text(self._member("UNBOUND"))
        hands.theatre.until("the unbound child", lambda: page.case is not None)
        self.camera.shot("check-in-unbound")

    def _card_like(self, case: str, **changes: str) -> Path:
        """Return a card with other claims than the practice child's, signed as all practice cards are."""
        private, _kid, issuer = practice_issuer(self.camera.world.cards.parent / "server")
        signer = PracticeIssuer(issuer, private.private_bytes_raw())
        claims: CardClaims = replace(practice_claims()[case], **changes)  # type: ignore[arg-type]  # texts only
        path = self.camera.world.cards / "CHANGED.png"
        write_card_png(issue_token(claims, signer), path)
        return path

    def _store(self, case: str, change: Callable[[Snapshot], Snapshot]) -> None:
        """Change what is stored of a child, as if the server had said so."""
        with self.camera.world.program.store.begin() as uow:
            for one in uow.snapshots.of_member(self._member(case)):
                uow.snapshots.put(replace(change(one), version=one.version + 1), "")

    def _member(self, case: str) -> str:
        return next(child.member for child in load_world().entries.child if child.case == case)

    def _card(self, case: str) -> Path:
        return self.camera.world.cards / f"{case}.png"
