"""A scripted stretch of a day on the real store, and what must hold of any file that it may leave behind."""

import hashlib
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import Final

from sqlcipher3.dbapi2 import Connection

from clinic_terminal.application.acts import Act, ActKind, ActState, Answer, AnswerClass, AuditRow
from clinic_terminal.application.failures import ApplicationError
from clinic_terminal.domain.adjudication import Counters
from clinic_terminal.domain.visit import Stage, Visit
from clinic_terminal.store.integrity import faults_of, settle
from clinic_terminal.store.store import SqlStore, open_store
from tests.build import CHILD, NOW, TODAY
from tests.fakes.ports import SetClock
from tests.store.parts import writer_of

KEY: Final = bytes(range(32))
NAME: Final = "clinic.db"
ACCEPTED: Final = Answer(AnswerClass.FINAL, ActState.ACCEPTED, snapshot_version=7, receipt=b'{"ok":true}')
REFUSED: Final = Answer(AnswerClass.ITEM, code="BAD_ACT", sentence="Not readable.")


@dataclass(slots=True)
class Known:
    """What the desk was told is stored: bodies of finished acts, and the ids of those answered."""

    bodies: dict[str, bytes] = field(default_factory=dict)
    accepted: set[str] = field(default_factory=set)

    def copy(self) -> "Known":
        """Return what is known now."""
        return Known(dict(self.bodies), set(self.accepted))


class Desk:
    """Finishes visits and takes answers on a store, by chance; ``known`` counts acknowledged steps."""

    def __init__(self, store: SqlStore, chance: Random, known: Known | None = None, first: int = 0) -> None:
        """Go on with what is ``known``; visits are numbered behind ``first``."""
        self.store = store
        self.known = known or Known()
        self._chance = chance
        self._number = first or len(self.known.bodies)

    def step(self) -> None:
        """Do one step of a day; raises what the store raises, and then nothing of it counts."""
        if self._chance.random() < 0.7:  # noqa: PLR2004  finishes are most of it
            self.finish()
        else:
            self.answer()

    def finish(self) -> None:
        """Finish one visit: visit, act, audit row and counters in one transaction."""
        self._number += 1
        number = self._number
        body = self._chance.randbytes(self._chance.randint(20, 5_000))
        chain = f"M{self._chance.randrange(4)}/POL-1"
        visit = Visit(
            f"V-{number:05}", Stage.DONE, TODAY, CHILD, "POL-1", "DENTAL-2021", act=f"A-{number:05}"
        )
        act = Act(
            visit.act,
            ActKind.BILL_SIGNED,
            chain,
            visit.id,
            NOW,
            body,
            hashlib.sha256(body).hexdigest(),
            100 * number,
            Counters(100 * number),
        )
        with self.store.begin() as uow:
            open_visit = replace(visit, stage=Stage.FROZEN, act="")
            stored = uow.visits.put(open_visit)
            uow.visits.put(replace(stored, stage=Stage.DONE, act=visit.act))
            uow.queue.add(act)
            uow.audit.add(AuditRow(NOW, "O-1", "finish", visit.id, {"act": act.id}))
        self.known.bodies[act.id] = body

    def answer(self) -> None:
        """Take one act and store what the server said of it."""
        with self.store.begin() as uow:
            leased = uow.queue.lease("desk", NOW, 60)
        for row in leased:
            fate = self._chance.random()
            with self.store.begin() as uow:
                if fate < 0.6:  # noqa: PLR2004  most are accepted
                    uow.queue.settle(row, ACCEPTED, NOW)
                elif fate < 0.8:  # noqa: PLR2004  some are tried again
                    uow.queue.retry_later(row, REFUSED, NOW)
                else:
                    uow.queue.release(row)
            if fate < 0.6:  # noqa: PLR2004  as above
                self.known.accepted.add(row.act.id)


def wrongs_in(folder: Path, known: Known) -> list[str]:
    """Open what lies in ``folder`` as the program does and say which promises do not hold of it.

    I1 every acknowledged act and answer is there, to the byte; I4 visit, act and audit row are all there or
    all absent; I10 the audit chain holds; and the file is sound in its pages, structure and counters.
    """
    try:
        store = open_store(folder / NAME, KEY, SetClock())
    except ApplicationError as failure:
        return [f"does not open: {getattr(failure, 'cause', failure)}"]
    try:
        with writer_of(store) as connection:
            settle(connection)
            return [f"faults {fault}" for fault in faults_of(connection)] or _wrong(connection, known)
    finally:
        store.close()


def _wrong(connection: Connection, known: Known) -> list[str]:
    rows = connection.execute("SELECT id, state, visit, body FROM queue JOIN payloads USING (seq)").fetchall()
    done = {visit for (visit,) in connection.execute("SELECT id FROM visits WHERE stage = 'DONE'")}
    finishes = connection.execute("SELECT subject FROM audit WHERE act = 'finish'")
    audited = sorted(subject for (subject,) in finishes)
    (visits,) = connection.execute("SELECT count(*) FROM visits").fetchone()
    found = {act_id: (state, body) for act_id, state, _visit, body in rows}
    lost = (act_id for act_id, body in known.bodies.items() if found.get(act_id, ("", b""))[1] != body)
    wrong = [f"I1 {act_id} lost or changed" for act_id in lost]
    wrong += [f"I1 answer to {one} lost" for one in known.accepted if found.get(one, ("",))[0] != "ACCEPTED"]
    if not sorted(visit for _id, _state, visit, _body in rows) == sorted(done) == audited or visits != len(
        done
    ):
        wrong.append("I4 visit, act and audit row differ")
    return wrong
