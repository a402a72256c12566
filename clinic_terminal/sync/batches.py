"""Many acts in one request, each judged by itself; what a server does not take together goes one by one."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from typing import Any, Final

from clinic_terminal.application.acts import Act, Answer, AnswerClass
from clinic_terminal.application.failures import CentralSessionError, CentralUnreachableError
from clinic_terminal.contract.acts import LARGEST_BATCH
from clinic_terminal.sync.answers import class_of, final_answer, unreachable_answer
from clinic_terminal.sync.deadline import seconds_left
from clinic_terminal.sync.http import Reply

PATH: Final = "/v1/acts:batch"

MOST_BYTES: Final = 1_000_000
"""A sixteenth of what the contract allows: a slow line must carry it within the time for one answer."""

NOT_ANSWERED: Final = "NOT_ANSWERED"
"""The server answered a batch, but not this act of it."""

AGAIN_AFTER: Final = 200
"""After so many acts that went alone a batch is tried once more: the server was renewed since, or it was a
gateway that did not know the address for a moment. An older server costs that one request in two hundred."""

_NO_SUCH_ADDRESS = (HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.NOT_IMPLEMENTED)
_STOPS = (AnswerClass.TRANSIENT, AnswerClass.SESSION)

Post = Callable[[bytes], Reply]
Alone = Callable[[Act], Answer]
ReadTime = Callable[[str], datetime]


@dataclass(slots=True)
class Batches:
    """How this server takes acts together. ``alone`` sends a single act.

    ``single_only``: no batch is ever tried. ``alone_for``: so many acts go alone now, because the address of
    batches was not known.
    """

    post: Post
    alone: Alone
    read_time: ReadTime
    single_only: bool = field(default=False)
    alone_for: int = field(default=0)

    def put(self, acts: Sequence[Act]) -> list[Answer]:
        """Send acts; answers in their order, and fewer of them where the rest was not sent."""
        answers: list[Answer] = []
        for part in _parts(acts):
            said = self._part(part)
            answers += said
            if len(said) < len(part) or all(answer.answer_class in _STOPS for answer in said):
                break
        return answers

    def _part(self, part: Sequence[Act]) -> list[Answer]:
        if self.single_only or self.alone_for or len(part) == 1:
            return self._one_by_one(part)
        try:
            reply = self.post(b'{"acts":[' + b",".join(act.body for act in part) + b"]}")
            if reply.status == HTTPStatus.OK:
                return judged(reply.data, part, self.read_time)
        except (CentralUnreachableError, CentralSessionError) as error:
            return [unreachable_answer(error)] * len(part)
        return self._refused(reply, part)

    def _refused(self, reply: Reply, part: Sequence[Act]) -> list[Answer]:
        """Go on after a batch was refused as a whole: no single act may be judged by that."""
        if reply.status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            half = len(part) // 2
            first = self._part(part[:half])
            return first if len(first) < half or not _time_is_left() else first + self._part(part[half:])
        answer_class = class_of(reply.status, reply.code)
        if reply.status in _NO_SUCH_ADDRESS:
            self.alone_for = AGAIN_AFTER
        elif answer_class in _STOPS:
            whole = Answer(answer_class, None, reply.code, reply.sentence, reply.retry_after_s)
            return [whole] * len(part)
        return self._one_by_one(part)

    def _one_by_one(self, part: Sequence[Act]) -> list[Answer]:
        answers: list[Answer] = []
        for act in part:
            answers.append(self.alone(act))
            self.alone_for = max(0, self.alone_for - 1)
            if answers[-1].answer_class in _STOPS or not _time_is_left():
                break
        return answers


def judged(data: dict[str, Any], part: Sequence[Act], read_time: ReadTime) -> list[Answer]:
    """Judge the items of a batch's answer, each for the act that it names and for no other.

    Raises CentralUnreachableError where a time is signed by keys that cannot be had or are not the server's.
    """
    items = data.get("answers")
    found = _by_act(items if isinstance(items, list) else [], part)
    return [_item_judged(found.get(act.id), act, read_time) for act in part]


def _by_act(items: list[Any], part: Sequence[Act]) -> dict[str, dict[str, Any]]:
    """Return the items by the act they name; one without a name counts by its place if nothing is missing.

    An act that is named twice is named by none: which one holds is not for us to choose.
    """
    in_place = len(items) == len(part)
    found: dict[str, dict[str, Any]] = {}
    twice: set[str] = set()
    for index, item in enumerate(items):
        if not isinstance(item, dict):
            continue
        named = _name_of(item) or (part[index].id if in_place else "")
        if named in found:
            twice.add(named)
        found[named] = item
    return {act: item for act, item in found.items() if act not in twice}


def _name_of(item: dict[str, Any]) -> str:
    answer = item.get("answer")
    named = answer.get("id") if isinstance(answer, dict) else item.get("id")
    return named if isinstance(named, str) else ""


def _item_judged(item: dict[str, Any] | None, act: Act, read_time: ReadTime) -> Answer:
    answer = None if item is None else item.get("answer")
    problem = None if item is None else item.get("problem")
    try:
        if isinstance(answer, dict):
            return final_answer(_plain(answer), act, read_time)
    except CentralUnreachableError as error:
        return unreachable_answer(error)
    status = None if item is None else item.get("status")
    if not isinstance(problem, dict) or not isinstance(status, int):
        return Answer(AnswerClass.TRANSIENT, None, NOT_ANSWERED)
    said = Reply(status, b"", problem)
    return Answer(class_of(status, said.code), None, said.code, said.sentence)


def _plain(answer: dict[str, Any]) -> bytes:
    """Return an item's answer as it would have come alone."""
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _parts(acts: Sequence[Act]) -> Iterator[list[Act]]:
    """Yield the acts in their order, as many at once as one request holds."""
    part: list[Act] = []
    size = 0
    for act in acts:
        if part and (len(part) == LARGEST_BATCH or size + len(act.body) > MOST_BYTES):
            yield part
            part, size = [], 0
        part.append(act)
        size += len(act.body) + 1
    if part:
        yield part


def _time_is_left() -> bool:
    return seconds_left(1.0) > 0
