"""Queue rows: how acts and their fate stand in columns, and the statements that move them."""

from typing import Any

from sqlalchemy import ColumnElement, case, func, insert, literal_column, not_, or_, select, update

from clinic_terminal.application.acts import Act, ActKind, ActState, Answer, QueueRow
from clinic_terminal.store.decided import decided
from clinic_terminal.store.sql import Values, at_most, compiled, constant, given
from clinic_terminal.store.tables import counters, decisions, payloads, queue
from clinic_terminal.store.values import COUNTERS, micros, moment, moment_or_none

row = queue.c
UNSETTLED = row.settled_at.is_(None)
IS_HEAD = row.head == constant(1)
_AT_ONCE = constant(0)
_NULL: ColumnElement[object] = literal_column("NULL")

KEPT = [column for column in row if column.name not in {"seq", "head", "due_at"}]
_BODY = select(payloads.c.body).where(payloads.c.seq == row.seq).scalar_subquery()
COLUMNS = [_BODY, *KEPT]
"""What ``to_domain`` reads, in its order."""
DECISION = select(decisions.c.document).where(decisions.c.act == row.id).scalar_subquery()
"""May stand behind them: what was decided later takes the place of the first answer."""

_HELD = (
    row.id == given("of_id"),
    row.state == constant(ActState.SENDING),
    row.fence == given("of_fence"),
    row.lease_owner == given("of_owner"),
)
"""Only who holds the current lease may say what became of the act (reliability.md, rule 12)."""

_NO_LEASE = {"lease_owner": constant(""), "lease_until": _NULL}
_ERRORS = {
    "first_error": case((row.first_error == constant(""), given("code")), else_=row.first_error),
    "last_error": case((given("code") == constant(""), row.last_error), else_=given("code")),
    "last_sentence": case((given("code") == constant(""), row.last_sentence), else_=given("sentence")),
}

_same_chain = queue.alias("same_chain")
ADD = compiled(
    insert(queue).values(
        {column.name: given(column.name) for column in KEPT}
        | {
            "due_at": _AT_ONCE,
            "head": not_(
                select(constant(1))
                .where(_same_chain.c.chain == given("chain"), _same_chain.c.settled_at.is_(None))
                .exists()
            ),
        }
    )
)
ADD_PAYLOAD = compiled(insert(payloads))

_DUE = at_most(
    given("limit"),
    select(row.seq)
    .where(IS_HEAD, row.due_at > given("after"), row.due_at <= given("until"))
    .order_by(row.due_at, row.seq),
)
LEASE = compiled(
    update(queue)
    .where(row.seq.in_(_DUE))
    .values(
        state=constant(ActState.SENDING),
        attempts=row.attempts + constant(1),
        fence=row.fence + constant(1),
        lease_owner=given("new_owner"),
        lease_until=given("lapses"),
        due_at=given("lapses"),
    )
    .returning(row.seq)
)
LEASED = compiled(select(*COLUMNS).where(row.seq == given("seq")))
LEASED_BODILESS = compiled(select(literal_column("x''"), *KEPT).where(row.seq == given("seq")))
SETTLE = compiled(
    update(queue)
    .where(*_HELD)
    .values(
        **_NO_LEASE,
        **_ERRORS,
        state=given("new_state"),
        snapshot_version=given("new_version"),
        receipt=given("new_receipt"),
        settled_at=given("now"),
        head=constant(0),
        due_at=_NULL,
    )
    .returning(row.chain, row.visit, row.kind, row.amount_fen)
)
_BEHIND = select(row.seq).where(row.chain == given("of_chain"), UNSETTLED).order_by(row.seq)
PROMOTE = compiled(
    update(queue).where(row.seq == at_most(constant(1), _BEHIND).scalar_subquery()).values(head=constant(1))
)
_SAME_VISIT = (row.chain == given("of_chain"), row.visit == given("of_visit"))
_A_VOID = row.kind == constant(ActKind.BILL_VOIDED)
VOIDS = compiled(select(func.count()).where(*_SAME_VISIT, _A_VOID, row.state != constant(ActState.WITHDRAWN)))
WAITING_VOIDS = compiled(
    select(row.id, row.fence).where(*_SAME_VISIT, _A_VOID, row.state == constant(ActState.READY))
)
UNSENT_BILLS = compiled(
    select(row.amount_fen).where(*_SAME_VISIT, row.kind == constant(ActKind.BILL_SIGNED), UNSETTLED)
)
RETRY_LATER = compiled(
    update(queue)
    .where(*_HELD)
    .values(
        **_NO_LEASE,
        **_ERRORS,
        state=constant(ActState.READY),
        next_attempt=given("at"),
        due_at=given("at"),
    )
)
RELEASE = compiled(
    update(queue)
    .where(*_HELD)
    .values(**_NO_LEASE, state=constant(ActState.READY), attempts=row.attempts - constant(1), due_at=_AT_ONCE)
)
RELEASE_ALL = compiled(
    update(queue)
    .where(row.state == constant(ActState.SENDING))
    .values(**_NO_LEASE, state=constant(ActState.READY), due_at=_AT_ONCE)
)
PARK = compiled(
    update(queue).where(*_HELD).values(**_NO_LEASE, **_ERRORS, state=constant(ActState.PARKED), due_at=_NULL)
)
WITHDRAW = compiled(
    update(queue)
    .where(row.id == given("of_id"), row.fence == given("of_fence"), row.state == given("from_state"))
    .values(
        last_error=constant(ActState.WITHDRAWN),
        last_sentence=constant(""),
        state=constant(ActState.WITHDRAWN),
        settled_at=given("now"),
        head=constant(0),
        due_at=_NULL,
    )
    .returning(row.chain, row.visit, row.kind, row.amount_fen)
)
RETRY_NOW = compiled(
    update(queue)
    .where(row.id == given("of_id"), row.state == given("from_state"))
    .values(state=constant(ActState.READY), next_attempt=given("now"), due_at=_AT_ONCE)
)

GET = compiled(select(*COLUMNS, DECISION).where(row.id == given("id")))
_NEWEST = at_most(given("limit"), select(*COLUMNS, DECISION).order_by(row.seq.desc()))
NEWEST = compiled(_NEWEST)
NEWEST_UNSENT = compiled(_NEWEST.where(UNSETTLED))
_BODILESS = [literal_column("x''"), *KEPT]
# What a child used up must be known even where the body of an old act cannot be read any more.
OF_CHAIN = compiled(select(*_BODILESS, DECISION).where(row.chain == given("of_chain")).order_by(row.seq))

MOVE_COUNTERS = compiled(
    update(counters).values(
        unsent_count=counters.c.unsent_count + given("count"),
        unsent_fen=counters.c.unsent_fen + given("fen"),
        parked_count=counters.c.parked_count + given("parked"),
    )
)
_OLDEST = at_most(constant(1), select(row.created_at).where(UNSETTLED).order_by(row.seq))
EXPOSURE = compiled(
    select(counters.c.unsent_count, counters.c.unsent_fen, counters.c.parked_count, _OLDEST.scalar_subquery())
)
NEXT_DUE = compiled(
    at_most(constant(1), select(row.due_at).where(IS_HEAD, row.due_at.is_not(None)).order_by(row.due_at))
)

_IS_DUE = or_(row.due_at <= given("until"), row.due_at > given("after"))
WAITING = compiled(
    at_most(constant(1), select(row.next_attempt).where(IS_HEAD, _IS_DUE).order_by(row.due_at, row.seq))
)


def to_row(act: Act) -> Values:
    """Return the columns of an act that is new to the queue."""
    created = micros(act.created_at)
    return {
        "id": act.id,
        "kind": act.kind.value,
        "chain": act.chain,
        "visit": act.visit,
        "created_at": created,
        "digest": act.digest,
        "amount_fen": act.amount_fen,
        "posted": COUNTERS.dump(act.posted),
        "lock": act.lock,
        "state": ActState.READY.value,
        "attempts": 0,
        "fence": 0,
        "lease_owner": "",
        "lease_until": None,
        "next_attempt": created,
        "first_error": "",
        "last_error": "",
        "last_sentence": "",
        "snapshot_version": None,
        "receipt": b"",
        "settled_at": None,
    }


def to_domain(stored: tuple[Any, ...]) -> QueueRow:
    """Return the row that stands in ``COLUMNS``, as the ``DECISION`` behind them leaves it."""
    body, act_id, kind, chain, visit, created, digest, amount, posted, lock, *fate = stored
    state, attempts, fence, owner, until, attempt, first, last, sentence, version, receipt, settled, *more = (
        fate
    )
    act = Act(
        act_id,
        ActKind(kind),
        chain,
        visit,
        moment(created),
        body or b"",
        digest,
        amount,
        COUNTERS.load(posted),
        lock,
    )
    answered = QueueRow(
        act=act,
        state=ActState(state),
        attempts=attempts,
        fence=fence,
        lease_owner=owner,
        lease_until=moment_or_none(until),
        next_attempt=moment(attempt),
        first_error=first,
        last_error=last,
        last_sentence=sentence,
        snapshot_version=version,
        receipt=receipt,
        settled_at=moment_or_none(settled),
    )
    return decided(answered, more[0]) if more else answered


def held(leased: QueueRow) -> Values:
    """Return what proves that ``leased`` is still ours."""
    return {"of_id": leased.act.id, "of_fence": leased.fence, "of_owner": leased.lease_owner}


def error(answer: Answer) -> Values:
    """Return the error that ``answer`` leaves on the row; an acceptance leaves none."""
    if answer.state is ActState.ACCEPTED:
        return {"code": "", "sentence": ""}
    return {"code": answer.code or answer.answer_class.value, "sentence": answer.sentence}
