"""One step of the download loop: take a page of changes and keep it with its cursor, in one transaction."""

from dataclasses import dataclass, replace
from datetime import datetime

from clinic_terminal.application import expected, network
from clinic_terminal.application.acts import AuditRow
from clinic_terminal.application.failures import CentralRefusedError
from clinic_terminal.application.ports import CentralApi, Changes, Clock
from clinic_terminal.application.reconciliation_days import note_last_days
from clinic_terminal.application.store_ports import Store, UnitOfWork
from clinic_terminal.sync.decisions import keep_decision


@dataclass(frozen=True, slots=True)
class Downloader:
    """The parts that a step needs."""

    store: Store
    central: CentralApi
    clock: Clock

    def step(self) -> bool:
        """Fetch and keep the next page; True where more is waiting.

        Where the server forgot our place in its changes it seems to have been set back: with the new place
        it is kept that the last days have to be compared.

        Raises CentralUnreachableError, CentralSessionError, CentralRefusedError, StoreFailedError;
        the cursor then stands where it stood, so that no change is skipped.
        """
        with self.store.read() as uow:
            cursor = uow.memory.freshness().cursor
        asked = self.clock.monotonic()
        page, forgotten = self._page(cursor)
        self._set_clock(page.server_time, self.clock.monotonic() - asked)
        with self.store.begin() as uow:
            if uow.memory.freshness().cursor != cursor:
                # Somebody else was faster: what this page holds is here, or comes again after their cursor.
                return True
            self._keep(uow, page)
            if forgotten:
                note_last_days(uow, self.clock.today())
        return page.more

    def _set_clock(self, server_time: datetime, took_s: float) -> None:
        """Go by the server's time unless it differs by no more than the answer took to come."""
        if abs((server_time - self.clock.now()).total_seconds()) > took_s:
            self.clock.heard(server_time)

    def _page(self, cursor: str) -> tuple[Changes, bool]:
        """Return the page, and whether the server no longer knew our place."""
        try:
            return self.central.changes(cursor), False
        except CentralRefusedError as error:
            if error.answer_code != "CURSOR_GONE":
                raise
            return self.central.changes(""), True

    def _keep(self, uow: UnitOfWork, page: Changes) -> None:
        memory = uow.memory
        for edition in page.plans:
            memory.put_plan(edition)
        if page.card_keys is not None:
            memory.set_card_keys(page.card_keys)
        if page.revoked:
            memory.add_revoked(page.revoked)
        network.keep(uow, page)
        for one in page.snapshots:
            uow.snapshots.put(one.snapshot, one.signed)
        for decision in page.decisions:
            keep_decision(uow, decision, self.clock.now())
        for part in page.unbelieved:
            facts = {"kind": part.kind, "cause": part.cause}
            uow.audit.add(AuditRow(self.clock.now(), "", "change_unbelieved", part.digest, facts))
        today = self.clock.today()
        for appointment in page.appointments:
            expected.expect(uow, appointment, today, self.clock.now())
        marks = memory.freshness()
        # Asked before another answer was heard, a page may be the older of the two: marks only move forward.
        downloaded = max(page.server_time, marks.last_download or page.server_time)
        heard = max(page.server_time, marks.server_time or page.server_time)
        memory.set_freshness(replace(marks, cursor=page.cursor, last_download=downloaded, server_time=heard))
