"""The five scenes of the demo: what is played, and what must come of it."""

from dataclasses import dataclass, field
from pathlib import Path

from clinic_terminal.application.acts import ActState
from clinic_terminal.bootstrap.practice import PracticeWorld
from clinic_terminal.domain.adjudication import Reason
from clinic_terminal.domain.consent import Relationship
from clinic_terminal.domain.eligibility import Snapshot
from clinic_terminal.domain.gates import CheckCode
from clinic_terminal.domain.identity import IdDocument
from clinic_terminal.domain.money import yuan
from clinic_terminal.domain.visit import Visit
from clinic_terminal.showcase.findings import Findings
from clinic_terminal.ui.hands import Hands
from clinic_terminal.ui.theatre import Theatre

GUARDIAN = "练习家长"
HOTLINE = "021-80209058"


@dataclass(slots=True)
class Stage:
    """What the scenes play on, and what they leave behind."""

    world: PracticeWorld
    hands: Hands
    theatre: Theatre
    findings: Findings = field(default_factory=Findings)
    acts: dict[str, str] = field(default_factory=dict)

    def picture(self, name: str) -> None:
        """Save what the window shows."""
        self.theatre.picture(self.hands.window, name)

    def card(self, case: str) -> Path:
        """Return the e-card's picture of a practice child."""
        return self.world.cards / f"{case}.png"

    def settled(self, visit: Visit) -> bool:
        """Tell whether the server's receipt of the visit's act is stored."""
        with self.world.program.store.read() as uow:
            row = uow.queue.get(visit.act)
        return row is not None and row.state is ActState.ACCEPTED

    def snapshot(self, visit: Visit) -> Snapshot | None:
        """Return what the service manager says of the visit's policy now."""
        self.world.program.fetch_changes()
        with self.world.program.store.read() as uow:
            return uow.snapshots.get(visit.person.member, visit.policy)


Item = tuple[str, str]


def play_visit(stage: Stage, scene: str, case: str, items: tuple[Item, ...]) -> Visit:
    """Play one visit from scan to paper; each item is (what is typed, its teeth)."""
    hands = stage.hands
    hands.scan(stage.card(case))
    stage.picture(f"{scene}-check-in")
    hands.let_in(IdDocument.RESIDENT_ID)
    for query, teeth in items:
        hands.treat(query, teeth)
    stage.picture(f"{scene}-treatment")
    hands.hand_over()
    stage.picture(f"{scene}-settle")
    hands.sign(GUARDIAN, Relationship.MOTHER, lambda: stage.picture(f"{scene}-guardian"))
    hands.pay_cash(lambda: stage.picture(f"{scene}-pay"))
    visit = hands.finish()
    stage.acts[visit.act] = scene
    return visit


def returning_child(stage: Stage) -> Visit:
    """Bill a returning child: film 60, filling 700; insurer 410, family 350, pool 50,000 to 49,590."""
    visit = play_visit(stage, "a", "RETURNING", (("xyp", "55"), ("BS07", "55")))
    note = stage.findings.note
    if visit.bill is not None:
        result = visit.bill.result
        note("a", "insurer pays", "410.00", yuan(result.totals.insurer))
        note("a", "guardian pays now", "350.00", yuan(result.totals.on_site))
        note("a", "pool before", "50,000.00", yuan(result.pool_before))
        note("a", "pool after", "49,590.00", yuan(result.pool_after))
    stage.theatre.until("the server's receipt", lambda: stage.settled(visit))
    stage.picture("a-done")
    known = stage.snapshot(visit)
    left = 5_000_000 - known.used.pool_fen if known else -1
    note("a", "pool at the server", "49,590.00", yuan(left))
    return visit


def booked_first_visit(stage: Stage) -> Visit:
    """Bill a booked first visit, which binds the family to this brand."""
    visit = play_visit(stage, "b", "FIRST_VISIT_BOOKED", (("PV03", ""), ("PV11", "")))
    stage.findings.must("b", "this bill sets the lock", met=bool(visit.bill and visit.bill.brand_lock_set))
    stage.theatre.until("the server's receipt", lambda: stage.settled(visit))
    stage.picture("b-done")
    known = stage.snapshot(visit)
    brand = known.lock.brand if known and known.lock else ""
    stage.findings.note("b", "brand lock at the server", visit.bill.clinic.brand if visit.bill else "", brand)
    return visit


def locked_elsewhere(stage: Stage) -> None:
    """Refuse a child that is bound to the other brand, with the reason and what to do."""
    page = stage.hands.scan(stage.card("LOCKED_ELSEWHERE"))
    stage.picture("c-refused")
    decision = page.case.decision if page.case else None
    stage.findings.note("c", "reason", Reason.BRAND_LOCKED.value, decision.cause if decision else "")
    brand = (
        next((check for check in decision.checks if check.code is CheckCode.BRAND), None)
        if decision
        else None
    )
    stage.findings.must("c", "names the other brand", met=bool(brand and brand.facts["brand"]))
    stage.findings.must("c", "says what to do", met=stage.hands.says(HOTLINE))


def offline_visit(stage: Stage) -> Visit:
    """Stop the server, bill a visit, let it return: the queue drains, and nothing is there twice."""
    desk = stage.hands.window.desk
    stage.world.server.stop()
    visit = play_visit(stage, "d", "PRE_AUTHORISED", (("BS08", "16"),))
    stage.findings.must("d", "done offline", met=bool(visit.bill and visit.bill.offline))
    stage.findings.must("d", "no receipt while the server is away", met=not stage.settled(visit))
    stage.hands.window.shell.show_page("queue")
    stage.theatre.until("the outage on the status pill", lambda: not desk.is_online)
    stage.picture("d-queue-offline")
    stage.world.server.start()
    stage.hands.go_on("that retries now")
    stage.theatre.until("the queue to drain", lambda: stage.settled(visit) and desk.is_online)
    desk.refresh()
    stage.theatre.pause(2)
    stage.picture("d-queue-drained")
    with stage.world.program.store.read() as uow:
        stage.findings.note("d", "left in the queue", 0, uow.queue.exposure().unsent_count)
    return visit
