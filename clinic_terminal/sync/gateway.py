"""The central API over HTTP: the port's verbs as requests, the server's words as values."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from http import HTTPStatus
from typing import Final, TypeVar

from pydantic import BaseModel, ValidationError

from clinic_terminal.application.acts import Act, Answer
from clinic_terminal.application.failures import (
    CentralRefusedError,
    CentralSessionError,
    CentralUnreachableError,
)
from clinic_terminal.application.lost_bytes import DAMAGED
from clinic_terminal.application.ports import (
    Appointment,
    Changes,
    EligibilityQuery,
    PlanEdition,
    QuoteQuery,
    SignedSnapshot,
    Statement,
    StatementRow,
)
from clinic_terminal.contract.acts import ActAnswer, is_whole
from clinic_terminal.contract.eligibility import (
    AppointmentMessage,
    EligibilityAnswer,
    EligibilityRequest,
    PlanEditionMessage,
    read_snapshot,
)
from clinic_terminal.contract.errors import ContractError, KeyUnknownError
from clinic_terminal.contract.keys import KeyDocument, KeysAnswer, read_keys
from clinic_terminal.contract.network import NetworkClinicMessage
from clinic_terminal.contract.quotes import QuoteAnswer, QuoteLine, QuoteRequest
from clinic_terminal.contract.signing import kid_of, read_time
from clinic_terminal.contract.statements import StatementAnswer, statement_digest
from clinic_terminal.domain.quote import CentralSplit
from clinic_terminal.sync.answers import act_answer, is_session, unreachable_answer
from clinic_terminal.sync.batches import PATH as BATCH_PATH
from clinic_terminal.sync.batches import Batches
from clinic_terminal.sync.deadline import within
from clinic_terminal.sync.http import Reply, Wire
from clinic_terminal.sync.sieve import ChangesPage, Sieve
from clinic_terminal.sync.signin import SignIn

M = TypeVar("M", bound=BaseModel)
T = TypeVar("T")

_TRANSIENT = (
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.TOO_EARLY,
    HTTPStatus.TOO_MANY_REQUESTS,
)
_FIRST_SERVER_ERROR = 500

ACT_UNKNOWN: Final = "ACT_UNKNOWN"
"""The server's own word that it has no such act; a 404 without it may come from anywhere."""


class HttpCentral:
    """The port CentralApi on one wire; safe for several threads. ``together``: try to send batches."""

    def __init__(self, wire: Wire, sign_in: SignIn, root_key: str, *, together: bool = True) -> None:
        self._wire = wire
        self._sign_in = sign_in
        self._root_key = root_key
        self._keys: KeyDocument | None = None
        self._heard: tuple[str, datetime] | None = None
        self._batches = Batches(
            lambda body: self._sent("POST", BATCH_PATH, body), self._put_alone, self._time, not together
        )

    def eligibility(self, query: EligibilityQuery) -> list[SignedSnapshot]:
        """Return one signed snapshot a policy; empty where the member is not known."""
        request = EligibilityRequest(
            day=query.day, member=query.member, card=query.card, birth_date=query.birth_date
        )
        body = request.model_dump_json().encode()
        with within(self._wire.patience.desk_s):
            answer = self._parsed(self._call("POST", "/v1/eligibility", body), EligibilityAnswer)
            return [self._snapshot(signed) for signed in answer.snapshots]

    def quote(self, query: QuoteQuery) -> CentralSplit:
        """Return the insurer's own split of a bill, dated by its signed time."""
        body = _quote_request(query).model_dump_json().encode()
        with within(self._wire.patience.desk_s):
            answer = self._parsed(self._call("POST", "/v1/quotes", body), QuoteAnswer)
            return answer.to_domain(self._time(answer.server_time))

    def put_act(self, act: Act) -> Answer:
        """Send an act's bytes as they are and say what came of it; bytes that were lost here are not sent."""
        if not is_whole(act.body, act.digest):
            return DAMAGED
        with within(self._wire.patience.acts_s):
            return self._put_alone(act)

    def put_batch(self, acts: Sequence[Act]) -> list[Answer]:
        """Send acts together and say what came of each; fewer answers where the rest was not sent."""
        whole = [act for act in acts if is_whole(act.body, act.digest)]
        with within(self._wire.patience.acts_s):
            answers = self._batches.put(whole)
        return answers if len(whole) == len(acts) else _with_damaged(acts, whole, answers)

    def _put_alone(self, act: Act) -> Answer:
        try:
            return act_answer(self._sent("PUT", f"/v1/acts/{act.id}", act.body), act, self._time)
        except (CentralUnreachableError, CentralSessionError) as error:
            return unreachable_answer(error)

    def find_act(self, act_id: str) -> str | None:
        """Return the digest of what the server has under an act's id; None where it says that it has none."""
        try:
            with within(self._wire.patience.desk_s):
                answer = self._parsed(self._call("GET", f"/v1/acts/{act_id}"), ActAnswer)
        except CentralRefusedError as error:
            if error.answer_code != ACT_UNKNOWN:
                raise
            return None
        if answer.id != act_id:
            raise CentralUnreachableError("ANSWER_TO_ANOTHER_ACT")
        return answer.digest

    def changes(self, cursor: str) -> Changes:
        """Return the page after ``cursor`` (empty: from the start)."""
        page = self._parsed(self._call("GET", f"/v1/changes?since={cursor}"), ChangesPage)
        server_time = self._time(page.server_time)
        sieve = Sieve(self._keys_for)
        keys = sieve.keys(page.keys, self._root_key)
        if keys is not None:
            self._keys, self._heard = keys, None
        return Changes(
            cursor=page.cursor,
            more=page.more,
            server_time=server_time,
            snapshots=sieve.snapshots(page.snapshots),
            plans=sieve.read("PLAN", page.plans, PlanEditionMessage, _edition),
            card_keys=keys.card.document() if keys else None,
            revoked=sieve.texts("REVOCATION", page.revoked),
            appointments=sieve.read("APPOINTMENT", page.appointments, AppointmentMessage, _appointment),
            clinics=sieve.read("CLINIC", page.clinics, NetworkClinicMessage, NetworkClinicMessage.to_domain),
            clinics_left=sieve.texts("CLINIC_LEFT", page.clinics_left),
            from_start=not cursor,
            decisions=sieve.decisions(page.decisions),
            unbelieved=tuple(sieve.left_out),
        )

    def statement(self, day: date) -> Statement:
        """Return the server's list of one day."""
        answer = self._parsed(self._call("GET", f"/v1/statements/{day.isoformat()}"), StatementAnswer)
        ids = [row.act for row in answer.rows]
        whole = len(set(ids)) == len(ids) == answer.count and answer.digest == statement_digest(ids)
        if answer.day != day or not whole:
            raise CentralUnreachableError("BAD_STATEMENT")
        rows = tuple(
            StatementRow(
                row.act, row.kind, row.state, row.digest, row.insurer_fen, row.guardian_fen, row.terminal
            )
            for row in answer.rows
        )
        return Statement(answer.day, rows, answer.digest, self._time(answer.server_time))

    def _call(self, method: str, path: str, body: bytes | None = None) -> Reply:
        return _accepted(self._sent(method, path, body))

    def _sent(self, method: str, path: str, body: bytes | None) -> Reply:
        """Send with a token; a refused token is renewed once."""
        reply = self._sent_once(method, path, body)
        if reply.status == HTTPStatus.UNAUTHORIZED:
            self._sign_in.forget()
            reply = self._sent_once(method, path, body)
        if is_session(reply.status, reply.code):
            self._sign_in.forget()
        return reply

    def _sent_once(self, method: str, path: str, body: bytes | None) -> Reply:
        headers = {"Authorization": f"Bearer {self._sign_in.bearer(self._wire, self._time_told)}"}
        return self._wire.send(method, path, body=body, headers=headers)

    def _parsed(self, reply: Reply, message: type[M]) -> M:
        try:
            return message.model_validate_json(reply.body)
        except ValidationError as error:
            raise CentralUnreachableError("NOT_THE_SERVER") from error

    def _snapshot(self, signed: str) -> SignedSnapshot:
        keys = self._keys_for(signed)
        return SignedSnapshot(self._believed(lambda: read_snapshot(signed, keys)), signed)

    def _time(self, signed: str) -> datetime:
        """Return a signed time; all answers of one second carry the same text, so the last one is kept."""
        heard = self._heard
        if heard is None or heard[0] != signed:
            keys = self._keys_for(signed)
            time = self._believed(lambda: read_time(signed, keys.signing_key(kid_of(signed))))
            heard = self._heard = (signed, time)
        return heard[1]

    def _keys_for(self, signed: str) -> KeyDocument:
        """Return the key document that holds the key of ``signed``, fetched anew where ours does not."""
        kid = self._believed(lambda: kid_of(signed))
        if self._keys is None or all(key.kid != kid for key in self._keys.signing):
            answer = self._parsed(self._call("GET", "/v1/keys"), KeysAnswer)
            self._keys = self._believed(lambda: read_keys(answer.document, self._root_key))
        return self._keys

    def _time_told(self) -> datetime:
        """Return the time that the root signs in the key document; nobody has to sign in for it."""
        answer = self._parsed(_accepted(self._wire.send("GET", "/v1/keys")), KeysAnswer)
        return self._believed(lambda: read_keys(answer.document, self._root_key)).issued_at

    @staticmethod
    def _believed(read: Callable[[], T]) -> T:
        """Return what ``read`` verifies; an answer that its keys do not confirm is no answer."""
        try:
            return read()
        except KeyUnknownError as error:
            raise CentralUnreachableError("UNKNOWN_SERVER_KEY") from error
        except ContractError as error:
            raise CentralUnreachableError("BAD_SERVER_SIGNATURE") from error


def _with_damaged(acts: Sequence[Act], whole: Sequence[Act], answers: Sequence[Answer]) -> list[Answer]:
    """Return the answers of those that were sent in the places of all acts, up to the first that was not."""
    sent = {act.id: answer for act, answer in zip(whole, answers, strict=False)}
    unsent = {act.id for act in whole[len(answers) :]}
    until = next((place for place, act in enumerate(acts) if act.id in unsent), len(acts))
    return [sent.get(act.id, DAMAGED) for act in acts[:until]]


def _accepted(reply: Reply) -> Reply:
    if reply.status == HTTPStatus.OK:
        return reply
    if is_session(reply.status, reply.code):
        raise CentralSessionError(reply.code)
    if reply.status in _TRANSIENT or reply.status >= _FIRST_SERVER_ERROR:
        raise CentralUnreachableError(f"HTTP_{reply.status}")
    raise CentralRefusedError(reply.code, reply.sentence)


def _quote_request(query: QuoteQuery) -> QuoteRequest:
    return QuoteRequest(
        member=query.member,
        policy=query.policy,
        day=query.day,
        booking_ref=query.booking_ref,
        self_pay=query.self_pay,
        discount_fen=query.discount_fen,
        lines=[
            QuoteLine(item=item, unit_fen=unit_fen, qty=qty, discount_fen=off)
            for item, unit_fen, qty, off in query.lines
        ],
    )


def _edition(message: PlanEditionMessage) -> PlanEdition:
    return PlanEdition(
        message.plan.to_domain(),
        message.name_zh,
        message.name_en,
        message.hotline,
        (message.weekday_hours[0], message.weekday_hours[1]),
        (message.weekend_hours[0], message.weekend_hours[1]),
        (message.holiday_hours[0], message.holiday_hours[1]),
        message.bind_hint_zh,
        message.bind_hint_en,
    )


def _appointment(message: AppointmentMessage) -> Appointment:
    return Appointment(
        message.id,
        message.member,
        message.policy,
        message.at,
        message.booking_ref,
        message.note,
        message.withdrawn,
    )
