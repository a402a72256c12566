"""The joined program: store, wire, card reader, papers and clock behind their ports."""

import logging
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from clinic_terminal.application.acts import ExposureLimits
from clinic_terminal.application.line import LineState
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.bootstrap.cards import StoredKeyCards
from clinic_terminal.bootstrap.clocks import SystemClock, UuidIds
from clinic_terminal.bootstrap.papers import certificate_of, papers_of
from clinic_terminal.bootstrap.wire import SERVICE, central_of, vault_of
from clinic_terminal.contract.canonical import canonical_bytes
from clinic_terminal.contract.catalogue_file import read_catalogue
from clinic_terminal.domain.catalogue import Catalogue
from clinic_terminal.settings import Paths, Settings, load_settings, resource
from clinic_terminal.store.key import KeySource, SecretVault, database_key
from clinic_terminal.store.store import SqlStore, open_store
from clinic_terminal.sync.download import Downloader
from clinic_terminal.sync.loop import SyncLoop
from clinic_terminal.sync.upload import Uploader

if TYPE_CHECKING:
    from clinic_terminal.card.serial_scanner import SerialScanner

DEFAULTS: Final = Settings()


@dataclass(frozen=True, slots=True)
class Program:
    """The joined program. ``key_source`` says where the database's key is kept."""

    paths: Paths
    store: SqlStore
    vault: SecretVault
    terminal: Terminal
    key_source: KeySource
    settings: Settings = DEFAULTS

    def sync_loop(self, changed: Callable[[LineState], None]) -> SyncLoop:
        """Return the sync loop, not started yet; ``changed`` is called in its thread."""
        terminal = self.terminal
        owner = terminal.ids.new()
        uploader = Uploader(terminal.store, terminal.central, terminal.clock, random.random, owner)
        downloader = Downloader(terminal.store, terminal.central, terminal.clock)
        return SyncLoop(uploader, downloader, terminal.clock, changed)

    def fetch_changes(self) -> None:
        """Fetch all changes now, in this thread; raises CentralUnreachableError, CentralSessionError."""
        terminal = self.terminal
        downloader = Downloader(terminal.store, terminal.central, terminal.clock)
        while downloader.step():
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
    store = open_store(paths.database, key, clock)
    with store.read() as uow:
        enrolment = uow.memory.enrolment()
        last_heard = uow.memory.freshness().server_time
    if last_heard is not None:
        clock.not_before(last_heard)
    terminal = Terminal(
        clock=clock,
        ids=ids,
        store=store,
        central=central_of(enrolment, vault, clock, ids),
        cards=StoredKeyCards(store, settings.member_patterns),
        papers=papers_of(paths, enrolment, vault, clock, practice=practice),
        catalogue=load_catalogue(),
        canonical=canonical_bytes,
        limits=ExposureLimits(),
    )
    return Program(paths, store, vault, terminal, key_source, settings)


def load_catalogue() -> Catalogue:
    """Return the catalogue that ships with the program; raises CatalogueFileError."""
    folder = resource("catalogue")
    return read_catalogue(
        (folder / "catalogue.csv").read_text(encoding="utf-8"),
        (folder / "packages.toml").read_text(encoding="utf-8"),
    )


def start_log(paths: Paths) -> None:
    """Log to the clinic's file; nothing logged names a person."""
    paths.prepare()
    logging.basicConfig(
        filename=paths.log, level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s"
    )
