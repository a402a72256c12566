"""What every verb is given: the ports, joined once at the start of the program."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from clinic_terminal.application.acts import AuditRow, ExposureLimits
from clinic_terminal.application.backup_ports import Backups, NoBackups
from clinic_terminal.application.bill_history import BillHistory
from clinic_terminal.application.card_ports import Cards
from clinic_terminal.application.doctor_ports import NoProbes, Probes
from clinic_terminal.application.edition_ports import Editions, NoEditions
from clinic_terminal.application.failures import NotEnrolledError, PlanUnknownError
from clinic_terminal.application.ports import CentralApi, Clock, Enrolment, Ids, Operator, Papers, PlanEdition
from clinic_terminal.application.printing_ports import NoPrinters, Printers
from clinic_terminal.application.recovery_ports import NoRecoveryKey, RecoveryKey
from clinic_terminal.application.settings_ports import SettingsInMemory, SettingsKeeper
from clinic_terminal.application.shelf import Shelf
from clinic_terminal.application.store_ports import Store, UnitOfWork
from clinic_terminal.domain.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Terminal:
    """The joined ports. ``canonical`` gives the RFC 8785 bytes of plain values.

    ``catalogue`` is the newest edition as it ships; what holds on a day is asked of ``catalogue_on``.
    """

    clock: Clock
    ids: Ids
    store: Store
    central: CentralApi
    cards: Cards
    papers: Papers
    catalogue: Catalogue
    canonical: Callable[[Any], bytes]
    limits: ExposureLimits
    shelf: Shelf = field(default_factory=Shelf)
    history: BillHistory = field(default_factory=BillHistory)
    printers: Printers = field(default_factory=NoPrinters)
    backups: Backups = field(default_factory=NoBackups)
    probes: Probes = field(default_factory=NoProbes)
    settings: SettingsKeeper = field(default_factory=SettingsInMemory)
    editions: Editions = field(default_factory=NoEditions)
    recovery: RecoveryKey = field(default_factory=NoRecoveryKey)

    def catalogue_on(self, uow: UnitOfWork, day: date) -> Catalogue:
        """Return the catalogue of ``day`` with the clinic's own prices."""
        return self.shelf.on(uow, self.catalogue, day)

    def digest(self, value: Any) -> str:  # noqa: ANN401  any plain JSON value
        """Return the SHA-256 of the canonical form, hex."""
        return sha256(self.canonical(value)).hexdigest()

    def audit(self, uow: UnitOfWork, operator: Operator, deed: str, subject: str, **facts: Any) -> None:  # noqa: ANN401
        """Write who did what into the running transaction."""
        uow.audit.add(AuditRow(self.clock.now(), operator.id, deed, subject, facts))


def enrolment_of(uow: UnitOfWork) -> Enrolment:
    """Return what this terminal was enrolled as; raises NotEnrolledError."""
    enrolment = uow.memory.enrolment()
    if enrolment is None:
        raise NotEnrolledError
    return enrolment


def edition_of(uow: UnitOfWork, plan: str) -> PlanEdition:
    """Return the plan edition; raises PlanUnknownError."""
    edition = uow.memory.plans().get(plan)
    if edition is None:
        raise PlanUnknownError(plan)
    return edition
