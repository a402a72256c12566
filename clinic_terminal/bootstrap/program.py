"""The joined program: store, wire, card reader, papers and clock behind their ports."""

import logging
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta, timezone

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from clinic_terminal.application.acts import ExposureLimits
from clinic_terminal.application.line import LineState
from clinic_terminal.application.ports import (
    CentralApi,
    Enrolment,
)
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.bootstrap.cards import StoredKeyCards
from clinic_terminal.bootstrap.clocks import SystemClock, UuidIds
from clinic_terminal.bootstrap.stand_ins import NotEnrolledCentral
from clinic_terminal.contract.canonical import canonical_bytes
from clinic_terminal.contract.catalogue_file import read_catalogue
from clinic_terminal.domain.catalogue import Catalogue
from clinic_terminal.printing.papers import BillPapers
from clinic_terminal.printing.seal import TerminalSeal
from clinic_terminal.settings import Paths, resource
from clinic_terminal.store.key import KeySource, SecretVault, database_key
from clinic_terminal.store.store import SqlStore, open_store
from clinic_terminal.sync.download import Downloader
from clinic_terminal.sync.enrol import enrol
from clinic_terminal.sync.gateway import HttpCentral
from clinic_terminal.sync.http import Wire
from clinic_terminal.sync.loop import SyncLoop
from clinic_terminal.sync.signin import Identity, SignIn
from clinic_terminal.sync.upload import Uploader

SERVICE = "clinic-terminal"
SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")

_IDENTITY = "terminal-key"
_SEAL_KEY = "seal-key"
_SEAL_CERTIFICATE = "seal-certificate"


@dataclass(frozen=True, slots=True)
class Program:
    """The joined program. ``key_source`` says where the database's key is kept."""

    paths: Paths
    store: SqlStore
    vault: SecretVault
    terminal: Terminal
    key_source: KeySource

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

    def certificate(self) -> bytes:
        """Return the certificate (PEM) that this terminal's bills are sealed under."""
        return self.vault.get(_SEAL_CERTIFICATE) or b""

    def close(self) -> None:
        """Close the store."""
        self.store.close()


def open_program(paths: Paths, *, practice: bool = False) -> Program:
    """Open the store and join everything; raises StoreUnopenableError, SettingsError, OSError."""
    paths.prepare()
    clock, ids = SystemClock(), UuidIds()
    key, key_source = database_key(SERVICE, paths.key_file)
    vault = SecretVault(SERVICE, paths.data / "secrets")
    store = open_store(paths.database, key, clock)
    with store.read() as uow:
        enrolment = uow.memory.enrolment()
    terminal = Terminal(
        clock=clock,
        ids=ids,
        store=store,
        central=_central(enrolment, vault, clock, ids),
        cards=StoredKeyCards(store),
        papers=BillPapers(paths.bills, _seal(enrolment, vault, clock), canonical_bytes, practice=practice),
        catalogue=load_catalogue(),
        canonical=canonical_bytes,
        limits=ExposureLimits(),
    )
    return Program(paths, store, vault, terminal, key_source)


def load_catalogue() -> Catalogue:
    """Return the catalogue that ships with the program; raises CatalogueFileError."""
    folder = resource("catalogue")
    return read_catalogue(
        (folder / "catalogue.csv").read_text(encoding="utf-8"),
        (folder / "packages.toml").read_text(encoding="utf-8"),
    )


def enrol_terminal(paths: Paths, api_url: str, code: str) -> Enrolment:
    """Enrol this terminal with a one-time code and keep its key and place.

    Raises CentralUnreachableError, CentralRefusedError, StoreUnopenableError.
    """
    paths.prepare()
    private = Ed25519PrivateKey.generate()
    enrolment = enrol(Wire(api_url), code, private)
    SecretVault(SERVICE, paths.data / "secrets").put(_IDENTITY, _pem(private))
    keep_enrolment(paths, enrolment)
    return enrolment


def keep_enrolment(paths: Paths, enrolment: Enrolment) -> None:
    """Keep where this terminal belongs."""
    key, _source = database_key(SERVICE, paths.key_file)
    store = open_store(paths.database, key, SystemClock())
    try:
        with store.begin() as uow:
            uow.memory.set_enrolment(enrolment)
    finally:
        store.close()


def _central(enrolment: Enrolment | None, vault: SecretVault, clock: SystemClock, ids: UuidIds) -> CentralApi:
    pem = vault.get(_IDENTITY)
    if enrolment is None or pem is None:
        return NotEnrolledCentral()
    private = serialization.load_pem_private_key(pem, None)
    if not isinstance(private, Ed25519PrivateKey):
        return NotEnrolledCentral()
    sign_in = SignIn(Identity(enrolment.terminal, private), clock, ids)
    return HttpCentral(Wire(enrolment.api_url), sign_in, enrolment.root_key)


def _seal(enrolment: Enrolment | None, vault: SecretVault, clock: SystemClock) -> TerminalSeal:
    key, certificate = vault.get(_SEAL_KEY), vault.get(_SEAL_CERTIFICATE)
    if key is None or certificate is None:
        name = enrolment.terminal if enrolment else "not-enrolled"
        key, certificate = TerminalSeal.create(name, clock.now())
        if enrolment is not None:
            vault.put(_SEAL_KEY, key)
            vault.put(_SEAL_CERTIFICATE, certificate)
    return TerminalSeal(key, certificate)


def _pem(private: Ed25519PrivateKey) -> bytes:
    return private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def start_log(paths: Paths) -> None:
    """Log to the clinic's file; nothing logged names a person."""
    paths.prepare()
    logging.basicConfig(
        filename=paths.log, level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s"
    )
