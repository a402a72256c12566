"""What a later decision makes of a settled row: the row itself stays as it was first answered.

A final answer is never written over in the file, and the server gives the first one for ever. So the decision
stands beside it, and takes its place whenever the row is read.
"""

from dataclasses import replace

from clinic_terminal.application.acts import ActState, QueueRow
from clinic_terminal.application.ports import Decision
from clinic_terminal.store.values import Document

DECISION = Document(Decision)


def decided(row: QueueRow, document: bytes | None) -> QueueRow:
    """Return a row as the decision on its very content leaves it; unchanged where there is none.

    Only what was first answered as accepted can have been pending; a decision that comes before the first
    answer waits for it.
    """
    if document is None or row.state is not ActState.ACCEPTED:
        return row
    decision = DECISION.load(document)
    said = decision.answer
    if said.state is None or decision.digest != row.act.digest:
        return row
    is_good = said.state is ActState.ACCEPTED
    return replace(
        row,
        state=said.state,
        last_error=row.last_error if is_good else said.code or said.answer_class.value,
        last_sentence=row.last_sentence if is_good else said.sentence,
        snapshot_version=row.snapshot_version if said.snapshot_version is None else said.snapshot_version,
        receipt=said.receipt,
        decided=True,
    )
