"""The joined program: store, wire, card reader, papers and clock behind their ports."""

import logging
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from clinic_terminal.application.acts import ExposureLimits
from clinic_terminal.application.failures import StoreFailedError
from clinic_terminal.application.line import LineKeeper
from clinic_terminal.application.offline_choice import chosen_since
from clinic_terminal.application.recovery_ports import NoRecoveryKey
from clinic_terminal.application.shelf import Shelf
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.application.watched_central import WatchedCentral
from clinic_terminal.bootstrap.arranged import ClinicBackups
from clinic_terminal.bootstrap.cards import StoredKeyCards
from clinic_terminal.bootstrap.caretaker import Caretaker, Told
from clinic_terminal.bootstrap.catalogues import load_catalogue, load_earlier
from clinic_terminal.bootstrap.clocks import SystemClock, UuidIds
from clinic_terminal.bootstrap.doctor import HouseProbes
from clinic_terminal.bootstrap.editions import editions_of
from clinic_terminal.bootstrap.log_form import log_to
from clinic_terminal.bootstrap.papers import certificate_of, papers_of
from clinic_terminal.bootstrap.printers import LatePrinters
from clinic_terminal.bootstrap.recovery_key import PaperKey
from clinic_terminal.bootstrap.settings_file import SettingsInFile
from clinic_terminal.bootstrap.wire import SERVICE, central_of, practised, vault_of
from clinic_terminal.contract.canonical import canonical_bytes
from clinic_terminal.settings import Paths, Settings, load_settings
from clinic_terminal.store.connections import was_cut_off
from clinic_terminal.store.key import KeySource, SecretVault, database_key
from clinic_terminal.store.reserve import Reserve
from clinic_terminal.store.store import SqlStore, open_store
from clinic_terminal.sync.download import Downloader
from clinic_terminal.sync.loop import Steps, SyncLoop
from clinic_terminal.sync.prefetch import Prefetcher
from clinic_terminal.sync.reconcile import Reconciler
from clinic_terminal.sync.upload import Uploader

if TYPE_CHECKING:
    from clinic_terminal.card.serial_scanner import SerialScanner

DEFAULTS: Final = Settings()


@dataclass(frozen=True, slots=True)
class Program:
    """The joined program. ``keeper`` knows the line; ``key_source``: where the database's key is kept.

    ``cut_off``: the program, or the power, went the last time before the database was closed.
    """

    paths: Paths
    store: SqlStore
    vault: SecretVault
    terminal: Terminal
    keeper: LineKeeper
    key_source: KeySource
    backups: ClinicBackups
    cut_off: bool = False
    settings: Settings = DEFAULTS

    def sync_loop(self, changed: Callable[[], None]) -> SyncLoop:
        """Return the sync loop, not started yet; ``changed`` is called in its thread after it stored."""
        terminal = self.terminal
        store, central, clock = terminal.store, terminal.central, terminal.clock
        steps = Steps(
            Uploader(store, central, clock, random.random, terminal.ids.new()),
            Downloader(store, central, clock),
            Prefetcher(terminal),
            Reconciler(terminal),
        )
        return SyncLoop(steps, self.keeper, clock, changed)

    def caretaker(self, told: Told) -> Caretaker:
        """Return what backs up and checks the database beside the work, not started yet.

        ``told`` is called in its thread after each look, with why the day's backup was not made, or None.
        """
        reserve = Reserve(self.paths.reserve)
        return Caretaker(self.backups, reserve, self.terminal.clock, cut_off=self.cut_off, told=told)

    def fetch_changes(self) -> None:
        """Fetch all changes now, in this thread; nothing while a person works offline by choice.

        Raises CentralUnreachableError, CentralSessionError.
        """
        terminal = self.terminal
        downloader = Downloader(terminal.store, terminal.central, terminal.clock)
        while not self.keeper.state.chosen and downloader.step():
            pass

    def scanner(
        self, text: Callable[[str], None], opened: Callable[[], None], lost: Callable[[], None]
    ) -> "SerialScanner | None":
        """Return the scanner on the settings' serial port, not started yet; None where none is set.

        It calls in its own thread: ``text`` with each scan, ``opened`` and ``lost`` as it comes and goes.
        """
        if self.settings.serial_port is None:
            return None
        from clinic_terminal.card.serial_scanner import Listener, SerialScanner

        return SerialScanner(self.settings.serial_port, Listener(text, opened, lost))

    def take_over(self) -> None:
        """Give back what a killed program had leased, so that it goes out at once; for who holds the lock.

        Where nothing can be written the leases lapse by themselves, and the start goes on.
        """
        with suppress(StoreFailedError), self.store.begin() as uow:
            uow.queue.release_all()

    def certificate(self) -> bytes:
        """Return the certificate (PEM) that this terminal's bills are sealed under."""
        return certificate_of(self.vault)

    def close(self) -> None:
        """Close the store."""
        self.store.close()


def open_program(paths: Paths, *, practice: bool = False) -> Program:
    """Open the store and join everything; raises StoreUnopenableError, SettingsError, OSError."""
    paths.prepare()
    settings = load_settings(paths.settings)
    clock, ids = SystemClock(), UuidIds()
    key, key_source = database_key(SERVICE, paths.key_file)
    vault = vault_of(paths)
    backups = ClinicBackups(paths.database, paths.backups, key, clock)
    cut_off = was_cut_off(paths.database)
    store = open_store(paths.database, key, clock, Reserve(paths.reserve).give_up)
    with _closed_on_failure(store):
        with store.read() as uow:
            enrolment = uow.memory.enrolment()
            last_heard = uow.memory.freshness().server_time
            offline_since = chosen_since(uow)
        if last_heard is not None:
            clock.not_before(last_heard)
        keeper = LineKeeper(clock, offline_since)
        # The practice server is on this computer: nothing that is practised may leave it.
        place, link = (practised(enrolment), DEFAULTS) if practice else (enrolment, settings)
        terminal = Terminal(
            clock=clock,
            ids=ids,
            store=store,
            central=WatchedCentral(central_of(place, vault, clock, ids, link), keeper),
            cards=StoredKeyCards(store, settings.member_patterns),
            papers=papers_of(paths, enrolment, vault, clock, practice=practice),
            printers=LatePrinters(practice=practice),
            catalogue=load_catalogue(),
            canonical=canonical_bytes,
            limits=ExposureLimits(),
            shelf=Shelf(load_earlier()),
            backups=backups,
            probes=HouseProbes(paths, settings, vault, practice=practice),
            settings=SettingsInFile(paths.settings, settings),
            editions=editions_of(paths, settings, practice=practice),
            recovery=NoRecoveryKey() if practice else PaperKey(key),
        )
        return Program(paths, store, vault, terminal, keeper, key_source, backups, cut_off, settings)


@contextmanager
def _closed_on_failure(store: SqlStore) -> Iterator[None]:
    """Let go of the file where the program is not opened after all: a restoring replaces it."""
    try:
        yield
    except BaseException:
        store.close()
        raise


def start_log(paths: Paths) -> None:
    """Log to the clinic's file; nothing logged names a person."""
    paths.prepare()
    logging.basicConfig(level=logging.INFO, handlers=[log_to(paths.log)])
