"""What an answer to an act means: final, to be tried again, a matter of sign-in, or of this act alone."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from http import HTTPStatus
from typing import Final

from pydantic import ValidationError

from clinic_terminal.application.acts import Act, ActKind, ActState, Answer, AnswerClass
from clinic_terminal.application.failures import CentralSessionError, CentralUnreachableError
from clinic_terminal.contract.acts import ActAnswer, AnswerState, TotalsAnswer
from clinic_terminal.sync.http import Reply

STATES = {
    AnswerState.ACCEPTED: ActState.ACCEPTED,
    AnswerState.ADJUSTED: ActState.ADJUSTED,
    AnswerState.REJECTED: ActState.REJECTED,
    AnswerState.PENDING: ActState.ACCEPTED,
}
ANSWER_SUMS: Final = "ANSWER_SUMS"
"""The answer's own figures do not add up."""

SUMS_DIFFER: Final = "SUMS_DIFFER"
"""The bill was accepted, but with another amount than it was signed with."""

_SESSION = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)
_SESSION_CODES: Final = frozenset({"ASSERTION_REFUSED", "TERMINAL_REVOKED", "TERMINAL_UNKNOWN"})
_OF_TOKENS: Final = "TOKEN_"
_THIS_ITEM = (HTTPStatus.CONFLICT, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNPROCESSABLE_ENTITY)
_ITEM_CODES: Final[Mapping[int, frozenset[str]]] = {
    HTTPStatus.BAD_REQUEST: frozenset({"MESSAGE_REFUSED", "NOT_JSON"}),
    HTTPStatus.NOT_FOUND: frozenset({"ACT_UNKNOWN"}),
}
"""What a gateway, a firewall or a proxy says as well counts only with the contract's own code."""


def act_answer(reply: Reply, act: Act, read_time: Callable[[str], datetime]) -> Answer:
    """Judge the reply to a sent act; what is not known counts as transient, so that nothing is given up.

    ``read_time`` verifies a signed time. An answer that names another act or digest, or that the
    server's key does not confirm, is no answer.
    """
    if reply.status == HTTPStatus.OK:
        return final_answer(reply.body, act, read_time)
    answer_class = class_of(reply.status, reply.code)
    return Answer(answer_class, None, reply.code, reply.sentence, reply.retry_after_s)


def is_session(status: int, code: str) -> bool:
    """Tell whether the server itself says that it does not let this terminal in.

    A 401 or 403 without one of its codes may come from anything on the way, even for a single act.
    """
    return status in _SESSION and (code in _SESSION_CODES or code.startswith(_OF_TOKENS))


def class_of(status: int, code: str) -> AnswerClass:
    """Return the class of an answer that is no final one; what is not known is transient."""
    if code in _ITEM_CODES.get(status, ()):
        return AnswerClass.ITEM
    if is_session(status, code):
        return AnswerClass.SESSION
    return AnswerClass.ITEM if status in _THIS_ITEM else AnswerClass.TRANSIENT


def unreachable_answer(error: CentralUnreachableError | CentralSessionError) -> Answer:
    """Return the answer that stands for no answer."""
    session = isinstance(error, CentralSessionError)
    answer_class = AnswerClass.SESSION if session else AnswerClass.TRANSIENT
    return Answer(answer_class, None, error.cause, str(error))


def final_answer(receipt: bytes, act: Act, read_time: Callable[[str], datetime]) -> Answer:
    """Judge a receipt for an act; raises what ``read_time`` raises.

    A bill that was accepted with another amount than it was signed with is an adjusted one, whatever the
    answer calls it; and an answer whose own figures do not add up says so in its code, for a person.
    """
    try:
        said = ActAnswer.model_validate_json(receipt)
    except ValidationError:
        return Answer(AnswerClass.TRANSIENT, None, "NOT_THE_SERVER", "")
    if said.id != act.id or said.digest != act.digest:
        return Answer(AnswerClass.TRANSIENT, None, "ANSWER_TO_ANOTHER_ACT", "")
    state, code = _figures_judged(said, act)
    return Answer(
        AnswerClass.FINAL,
        state,
        code,
        said.sentence_zh,
        None,
        said.snapshot_version,
        receipt,
        read_time(said.server_time),
    )


def judged(decision: Answer, act: Act) -> Answer:
    """Return a decision that came later under the state and code that it would have at once."""
    try:
        said = ActAnswer.model_validate_json(decision.receipt)
    except ValidationError:
        return decision
    state, code = _figures_judged(said, act)
    return replace(decision, state=state, code=code)


def _figures_judged(said: ActAnswer, act: Act) -> tuple[ActState, str]:
    """Return the state and code under which an answer is kept; what is pending has no figures yet."""
    state = STATES[said.state]
    if said.state is AnswerState.PENDING:
        return state, said.code
    if state is ActState.REJECTED or act.kind is not ActKind.BILL_SIGNED or said.totals is None:
        return state, said.code
    if not _adds_up(said, said.totals):
        return ActState.ADJUSTED, ANSWER_SUMS
    if state is ActState.ACCEPTED and said.totals.insurer_fen != act.amount_fen:
        return ActState.ADJUSTED, SUMS_DIFFER
    return state, said.code


def _adds_up(said: ActAnswer, totals: TotalsAnswer) -> bool:
    whole = totals.insurer_fen + totals.guardian_fen == totals.billed_fen
    if not said.lines:
        return whole
    parts = all(line.insurer_fen + line.guardian_fen == line.billed_fen for line in said.lines)
    sums = (
        sum(line.billed_fen for line in said.lines) == totals.billed_fen,
        sum(line.insurer_fen for line in said.lines) == totals.insurer_fen,
    )
    return whole and parts and all(sums)
