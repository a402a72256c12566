"""What an answer to an act means: final, to be tried again, a matter of sign-in, or of this act alone."""

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus

from pydantic import ValidationError

from clinic_terminal.application.acts import Act, ActState, Answer, AnswerClass
from clinic_terminal.application.failures import CentralSessionError, CentralUnreachableError
from clinic_terminal.contract.acts import ActAnswer, AnswerState
from clinic_terminal.sync.http import Reply

_STATES = {
    AnswerState.ACCEPTED: ActState.ACCEPTED,
    AnswerState.ADJUSTED: ActState.ADJUSTED,
    AnswerState.REJECTED: ActState.REJECTED,
    AnswerState.PENDING: ActState.ACCEPTED,
}
_SESSION = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)
_THIS_ITEM = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.CONFLICT,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNPROCESSABLE_ENTITY,
)


def act_answer(reply: Reply, act: Act, read_time: Callable[[str], datetime]) -> Answer:
    """Judge the reply to a sent act; what is not known counts as transient, so that nothing is given up.

    ``read_time`` verifies a signed time. An answer that names another act or digest, or that the
    server's key does not confirm, is no answer.
    """
    if reply.status == HTTPStatus.OK:
        return _final(reply, act, read_time)
    if reply.status in _SESSION:
        return Answer(AnswerClass.SESSION, None, reply.code, reply.sentence)
    if reply.status in _THIS_ITEM:
        return Answer(AnswerClass.ITEM, None, reply.code, reply.sentence)
    return Answer(AnswerClass.TRANSIENT, None, reply.code, reply.sentence, reply.retry_after_s)


def unreachable_answer(error: CentralUnreachableError | CentralSessionError) -> Answer:
    """Return the answer that stands for no answer."""
    session = isinstance(error, CentralSessionError)
    answer_class = AnswerClass.SESSION if session else AnswerClass.TRANSIENT
    return Answer(answer_class, None, error.cause, str(error))


def _final(reply: Reply, act: Act, read_time: Callable[[str], datetime]) -> Answer:
    try:
        said = ActAnswer.model_validate_json(reply.body)
    except ValidationError:
        return Answer(AnswerClass.TRANSIENT, None, "NOT_THE_SERVER", "")
    if said.id != act.id or said.digest != act.digest:
        return Answer(AnswerClass.TRANSIENT, None, "ANSWER_TO_ANOTHER_ACT", "")
    return Answer(
        AnswerClass.FINAL,
        _STATES[said.state],
        said.code,
        said.sentence_zh,
        None,
        said.snapshot_version,
        reply.body,
        read_time(said.server_time),
    )
