"""The composition root: the only module that names concrete adapters and joins them to the ports."""

import logging
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import uuid_utils
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from clinic_terminal.application.acts import Act, Answer, AnswerClass, ExposureLimits
from clinic_terminal.application.failures import CentralSessionError, PictureUnreadableError
from clinic_terminal.application.line import LineState
from clinic_terminal.application.ports import (
    CentralApi,
    Changes,
    EligibilityQuery,
    Enrolment,
    SignedSnapshot,
    Statement,
    Store,
)
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.card.choosing import choose
from clinic_terminal.card.decode import read_picture
from clinic_terminal.card.key_document import read_keys
from clinic_terminal.card.reading import CardVerifier
from clinic_terminal.card.revocations import RevocationSet
from clinic_terminal.contract.canonical import canonical_bytes
from clinic_terminal.contract.catalogue_file import read_catalogue
from clinic_terminal.domain.catalogue import Catalogue
from clinic_terminal.domain.member import CardReading
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


class SystemClock:
    """The computer's clocks."""

    def now(self) -> datetime:
        """Return the present, aware, in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Return seconds that only grow."""
        return time.monotonic()

    def today(self) -> date:
        """Return the calendar date in Asia/Shanghai."""
        return self.now().astimezone(SHANGHAI).date()


class UuidIds:
    """UUIDv7: unique, and in the order of their making."""

    def new(self) -> str:
        """Return a new id as text."""
        return str(uuid_utils.uuid7())


class NotEnrolledCentral:
    """Stands for the central API until the terminal is enrolled: nothing is sent, nothing is lost."""

    def eligibility(self, query: EligibilityQuery) -> list[SignedSnapshot]:
        """Refuse."""
        del query
        raise CentralSessionError("NOT_ENROLLED")

    def put_act(self, act: Act) -> Answer:
        """Pause the queue."""
        del act
        return Answer(AnswerClass.SESSION, None, "NOT_ENROLLED")

    def changes(self, cursor: str) -> Changes:
        """Refuse."""
        del cursor
        raise CentralSessionError("NOT_ENROLLED")

    def statement(self, day: date) -> Statement:
        """Refuse."""
        del day
        raise CentralSessionError("NOT_ENROLLED")


class StoredKeyCards:
    """Card reading by the keys and revocations that the store holds now."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._cursor: str | None = None
        self._verifier = CardVerifier(None, RevocationSet())

    def read_picture(self, path: Path, now: datetime) -> tuple[CardReading, ...]:
        """Return the reading that counts in a picture; several where it must be asked."""
        picture = read_picture(path)
        if picture.error is not None:
            raise PictureUnreadableError(picture.error)
        verifier = self._current()
        return choose([verifier.read(text, now) for text in picture.texts]).readings

    def read_text(self, text: str, now: datetime) -> CardReading:
        """Judge one scanned text."""
        return self._current().read(text, now)

    def _current(self) -> CardVerifier:
        """Return the verifier, made anew where a download moved the cursor since."""
        with self._store.read() as uow:
            cursor = uow.memory.freshness().cursor
            if cursor != self._cursor:
                document = uow.memory.card_keys()
                keys = read_keys(document) if document else None
                self._verifier = CardVerifier(keys, RevocationSet(uow.memory.revoked()))
                self._cursor = cursor
        return self._verifier


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
