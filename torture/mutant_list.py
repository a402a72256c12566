"""The mutants of R14: each takes one safeguard away, by a text that stands once in one file."""

from dataclasses import dataclass
from typing import Final

STORE: Final = "clinic_terminal/store"
SYNC: Final = "clinic_terminal/sync"
VERBS: Final = "clinic_terminal/application"


@dataclass(frozen=True, slots=True)
class Mutant:
    """``what`` is taken away by putting ``new`` for ``old`` in ``file``.

    ``killers`` are tried in order: "simulate SEED ACTS FAULTS", "pairs SEED ACTS FAULTS" (the same, with two
    bills of a child under way at once), "torture MODULE SHARE" or "pytest PATH...".
    """

    name: str
    what: str
    file: str
    old: str
    new: str
    killers: tuple[str, ...]


_ALL: Final = "simulate 7 500 all"
_CLEAN: Final = "simulate 7 150 none"

MUTANTS: Final = (
    Mutant(
        "no-fsync",
        "a commit is on the disk before it is acknowledged",
        f"{STORE}/connections.py",
        '"synchronous": 2,',
        '"synchronous": 0,',
        ("torture power_loss 0.0008",),
    ),
    Mutant(
        "no-unique-id",
        "the database refuses an act's id that is used",
        f"{STORE}/migrations/versions/v0001_first.py",
        'sa.Column("id", sa.Text, nullable=False, unique=True),',
        'sa.Column("id", sa.Text, nullable=False),',
        ("pytest tests/store/test_act_queue.py tests/store/test_migrations.py",),
    ),
    Mutant(
        "new-id-on-retry",
        "the id is made before the first send and never again",
        f"{STORE}/act_rows.py",
        'state=constant(ActState.READY),\n        next_attempt=given("at"),',
        'id=literal_column("lower(hex(randomblob(16)))"),\n        state=constant(ActState.READY),\n'
        '        next_attempt=given("at"),',
        (_ALL,),
    ),
    Mutant(
        "split-transaction",
        "visit, act, audit and counters are one transaction",
        f"{VERBS}/settlement.py",
        "    stored = uow.visits.put(closed)\n    uow.queue.add(act)\n",
        "    stored = uow.visits.put(closed)\n    link = uow.queue._connection\n"
        '    link.execute("COMMIT")\n    link.execute("BEGIN IMMEDIATE")\n    uow.queue.add(act)\n',
        ("simulate 7 1500 RESTART",),
    ),
    Mutant(
        "void-split-transaction",
        "a void is one transaction",
        f"{VERBS}/voiding.py",
        "            uow.queue.add(_void_act(terminal, uow, voided))\n",
        "            uow.queue.add(_void_act(terminal, uow, voided))\n"
        "            link = uow.queue._connection\n"
        '            link.execute("COMMIT")\n            link.execute("BEGIN IMMEDIATE")\n',
        ("pytest tests/application/test_voiding.py", "torture two_windows 0.02"),
    ),
    Mutant(
        "no-gate",
        "what is used is the snapshot joined with the unsent acts",
        f"{VERBS}/standing.py",
        "        elif _is_missing_from(snapshot, row):\n",
        "        elif row.act.id == chr(0) and _is_missing_from(snapshot, row):\n",
        (_ALL,),
    ),
    Mutant(
        "overtaken-is-good",
        "a bill is finished only with what is left of the limit now",
        f"{VERBS}/overtaken.py",
        "    if now.totals != bill.result.totals:\n",
        "    if now.totals != now.totals:\n",
        ("pairs 7 300 none", "pytest tests/application/test_overtaken.py"),
    ),
    Mutant(
        "no-lease-check",
        "an answer counts only with the current lease",
        f"{STORE}/act_rows.py",
        '    row.state == constant(ActState.SENDING),\n    row.fence == given("of_fence"),\n'
        '    row.lease_owner == given("of_owner"),\n',
        "    row.settled_at.is_(None),\n",
        ("pytest tests/store/test_leases.py tests/store/test_act_queue.py",),
    ),
    Mutant(
        "no-fence",
        "every lease has a number of its own",
        f"{STORE}/act_rows.py",
        '    row.fence == given("of_fence"),\n',
        "",
        ("pytest tests/store/test_leases.py tests/store/test_act_queue.py", "torture stateful 0.002"),
    ),
    Mutant(
        "lease-for-ever",
        "the lease of a dead program lapses",
        f"{STORE}/act_rows.py",
        '        lease_until=given("lapses"),\n        due_at=given("lapses"),\n',
        '        lease_until=given("lapses"),\n        due_at=_NULL,\n',
        ("simulate 7 1500 RESTART,LOSE_ANSWER",),
    ),
    Mutant(
        "any-signing-key",
        "a signed time is confirmed by the key that it names",
        "clinic_terminal/contract/keys.py",
        "            if key.kid == kid:\n                return public_from(key.x)\n",
        "            if key.kid or kid:\n                return public_from(key.x)\n",
        ("pytest tests/contract/test_signing.py tests/sync/test_gateway.py tests/sync/test_sieve.py",),
    ),
    Mutant(
        "no-signature-check",
        "an answer's signed time is verified",
        "clinic_terminal/contract/signing.py",
        "    payload = verify(text, public_key, Purpose.TIME)\n",
        '    payload = _JWS.decode_complete(text, options={"verify_signature": False})["payload"]\n',
        ("simulate 7 1500 FALSE_ANSWER",),
    ),
    Mutant(
        "no-digest-check",
        "an answer must name the act's digest",
        f"{SYNC}/answers.py",
        "    if said.id != act.id or said.digest != act.digest:\n",
        "    if said.id != act.id:\n",
        ("simulate 7 1500 FALSE_ANSWER",),
    ),
    Mutant(
        "no-id-check",
        "an answer must name the act",
        f"{SYNC}/answers.py",
        "    if said.id != act.id or said.digest != act.digest:\n",
        "    if said.digest != act.digest:\n",
        ("simulate 7 1500 FALSE_ANSWER", "pytest tests/sync/test_gateway.py tests/sync/test_batches.py"),
    ),
    Mutant(
        "4xx-is-final",
        "a refused item waits for a person, it is no answer",
        f"{SYNC}/upload.py",
        "            AnswerClass.ITEM: self._park,\n",
        "            AnswerClass.ITEM: lambda work, row, said: self._settle(\n"
        '                work, row, replace(said, state=ActState("REJECTED"))\n            ),\n',
        ("simulate 7 800 POISON",),
    ),
    Mutant(
        "401-parks",
        "401 and 403 pause the queue and touch no item",
        f"{SYNC}/answers.py",
        "        return AnswerClass.SESSION\n    return AnswerClass.ITEM",
        "        return AnswerClass.ITEM\n    return AnswerClass.ITEM",
        ("simulate 7 1500 SESSION",),
    ),
    Mutant(
        "unknown-is-permanent",
        "what is unknown counts as transient",
        f"{SYNC}/answers.py",
        "    return AnswerClass.ITEM if status in _THIS_ITEM else AnswerClass.TRANSIENT\n",
        "    return AnswerClass.ITEM\n",
        ("simulate 7 800 STATUS",),
    ),
    Mutant(
        "portal-is-final",
        "a captive portal's page is no answer of the server",
        f"{SYNC}/answers.py",
        '        return Answer(AnswerClass.TRANSIENT, None, "NOT_THE_SERVER", "")\n',
        '        return Answer(AnswerClass.ITEM, None, "NOT_THE_SERVER", "")\n',
        ("simulate 7 1500 FALSE_ANSWER", "pytest tests/sync/test_gateway.py"),
    ),
    Mutant(
        "retry-after-ignored",
        "a server that asks for time gets it",
        f"{SYNC}/backoff.py",
        "    asked = min(retry_after_s or 0, LONGEST_RETRY_AFTER_S)\n",
        "    asked = min(0, LONGEST_RETRY_AFTER_S)\n",
        ("pytest tests/sync/test_backoff.py tests/sync/test_upload.py",),
    ),
    Mutant(
        "retry-after-for-ever",
        "a nonsensical Retry-After cannot silence the terminal",
        f"{SYNC}/backoff.py",
        "    asked = min(retry_after_s or 0, LONGEST_RETRY_AFTER_S)\n",
        "    asked = retry_after_s or 0\n",
        ("pytest tests/sync/test_backoff.py",),
    ),
    Mutant(
        "no-chain-order",
        "acts of a member go in their order",
        f"{STORE}/act_rows.py",
        '    .where(IS_HEAD, row.due_at > given("after"), row.due_at <= given("until"))\n',
        '    .where(row.due_at > given("after"), row.due_at <= given("until"))\n',
        ("simulate 7 800 STATUS,LOSE_REQUEST", "pytest tests/store/test_act_queue.py"),
    ),
    Mutant(
        "parked-is-sent-again",
        "a parked act waits for a person",
        f"{STORE}/act_rows.py",
        "**_ERRORS, state=constant(ActState.PARKED), due_at=_NULL)",
        "**_ERRORS, state=constant(ActState.PARKED))",
        ("simulate 7 800 POISON",),
    ),
    Mutant(
        "promote-nothing",
        "an act goes on when the one before it is settled",
        f"{STORE}/act_queue.py",
        '            self._connection.execute(act_rows.PROMOTE, {"of_chain": chain})\n',
        "",
        (_CLEAN,),
    ),
    Mutant(
        "counters-stand-still",
        "the kept counters move with the state",
        f"{STORE}/act_queue.py",
        "            self._count(count=-1, fen=-self._still_at_risk(chain, visit, ActKind(kind), amount))\n",
        "            self._count(count=-1)\n",
        (_CLEAN,),
    ),
    Mutant(
        "limit-off-by-one",
        "a limit stops at the limit",
        f"{VERBS}/exposure.py",
        "        return self.used > self.hard\n",
        "        return self.used > self.hard + 1\n",
        ("torture exposure 0.006",),
    ),
    Mutant(
        "no-limits",
        "the limits are kept in the finishing transaction",
        f"{VERBS}/exposure.py",
        "    if passed is not None:\n        raise ExposureLimitError(passed.name)\n",
        "    del passed\n",
        ("simulate 7 1500 OUTAGE,LOSE_REQUEST", "torture exposure 0.006"),
    ),
    Mutant(
        "older-snapshot-wins",
        "an older snapshot never replaces a newer one",
        f"{STORE}/snapshots.py",
        "            _new.as_of > _row.as_of + constant(_SET_BACK_MICROS),\n",
        "            _new.version <= _row.version,\n",
        ("pytest tests/store/test_snapshots.py",),
    ),
    Mutant(
        "audit-without-chain",
        "each audit row carries the hash of the row before",
        f"{STORE}/audit.py",
        "            whole = sequence == position and before == previous\n"
        "            if not whole or own != chained(previous, sequence, *columns):\n",
        "            whole = sequence == position\n"
        "            if not whole or own != chained(before, sequence, *columns):\n",
        ("pytest tests/store/test_audit.py",),
    ),
    Mutant(
        "marks-go-back",
        "the marks of what was heard only move forward",
        f"{SYNC}/upload.py",
        "            uploaded = max(*times, marks.last_upload or times[0])\n",
        "            uploaded = times[0]\n",
        ("simulate 7 1500 LOSE_ANSWER",),
    ),
    Mutant(
        "withdrawn-is-good",
        "a policy that the server left out is not billed",
        "clinic_terminal/domain/evidence.py",
        "    if question.snapshot.withdrawn:\n",
        "    if question.snapshot.withdrawn and not question.snapshot.plan:\n",
        ("pytest tests/application/test_verification.py tests/domain/test_evidence.py",),
    ),
    Mutant(
        "no-receipt",
        "green means that the receipt is stored",
        f"{STORE}/act_queue.py",
        '            "new_receipt": answer.receipt,\n',
        '            "new_receipt": b"",\n',
        (_CLEAN,),
    ),
    Mutant(
        "wrong-clock-waits",
        "what a wrong clock put off is not waited for",
        f"{STORE}/act_queue.py",
        "LONGEST_WAIT = timedelta(minutes=65)\n",
        "LONGEST_WAIT = timedelta(days=30)\n",
        ("simulate 7 4000 CLOCK,LOSE_ANSWER,STATUS", "pytest tests/store/test_act_queue.py"),
    ),
    Mutant(
        "wrong-clock-stays-out",
        "a terminal with a wrong clock can sign in and hear the time",
        f"{SYNC}/signin.py",
        "            moment = None if told is None else self._heard(told)\n",
        "            moment = None\n",
        ("simulate 7 1500 CLOCK,RESTART",),
    ),
    Mutant(
        "lost-bytes-are-sent",
        "what is sent is what was signed, or nothing",
        f"{SYNC}/gateway.py",
        "        if not is_whole(act.body, act.digest):\n",
        "        if not act.digest:\n",
        ("pytest tests/sync/test_lost_bodies.py tests/sync/test_gateway.py",),
    ),
    Mutant(
        "withdrawn-unasked",
        "an act that the server may have is not withdrawn",
        "clinic_terminal/application/withdrawing.py",
        "    if digest == row.act.digest:\n",
        "    if digest == row.act.id:\n",
        ("pytest tests/application/test_withdrawing.py",),
    ),
)
