"""One step of the download loop: take a page of changes and keep it with its cursor, in one transaction."""

from dataclasses import dataclass, replace

from clinic_terminal.application import expected, network
from clinic_terminal.application.failures import CentralRefusedError
from clinic_terminal.application.ports import CentralApi, Changes, Clock
from clinic_terminal.application.store_ports import Store, UnitOfWork


@dataclass(frozen=True, slots=True)
class Downloader:
    """The parts that a step needs."""

    store: Store
    central: CentralApi
    clock: Clock

    def step(self) -> bool:
        """Fetch and keep the next page; True where more is waiting.

        Raises CentralUnreachableError, CentralSessionError, CentralRefusedError, StoreFailedError;
        the cursor then stands where it stood, so that no change is skipped.
        """
        with self.store.read() as uow:
            cursor = uow.memory.freshness().cursor
        page = self._page(cursor)
        self.clock.heard(page.server_time)
        with self.store.begin() as uow:
            self._keep(uow, page)
        return page.more

    def _page(self, cursor: str) -> Changes:
        try:
            return self.central.changes(cursor)
        except CentralRefusedError as error:
            if error.answer_code != "CURSOR_GONE":
                raise
            return self.central.changes("")

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
        today = self.clock.today()
        for appointment in page.appointments:
            expected.expect(uow, appointment, today, self.clock.now())
        marks = memory.freshness()
        memory.set_freshness(
            replace(
                marks,
                cursor=page.cursor,
                last_attempt=self.clock.now(),
                last_download=page.server_time,
                server_time=page.server_time,
            )
        )
