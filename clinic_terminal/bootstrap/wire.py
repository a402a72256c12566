"""The wire to the central API: enrolment, this terminal's key, and the gateway made from them.

The gateway's libraries are loaded when the server is first spoken to, not when the window opens.
"""

from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from clinic_terminal.application.failures import StoreUnopenableError
from clinic_terminal.application.first_start_failures import AlreadyEnrolledError
from clinic_terminal.application.ports import CentralApi, Clock, Enrolment, Ids
from clinic_terminal.bootstrap.stand_ins import LateCentral, NotEnrolledCentral
from clinic_terminal.options import LOOPBACK_HOSTS, is_safe_address
from clinic_terminal.settings import Paths, Settings, load_settings
from clinic_terminal.store.key import SecretVault, database_key
from clinic_terminal.store.store import open_store

if TYPE_CHECKING:
    from clinic_terminal.sync.http import Link

SERVICE = "clinic-terminal"
DEFAULTS: Final = Settings()
IDENTITY = "terminal-key"


class UnsafeAddressError(Exception):
    """The address is neither HTTPS nor this computer itself."""

    code = "UNSAFE_ADDRESS"

    def __init__(self) -> None:
        super().__init__("The server's address must begin with https:// (http:// only to this computer).")


def vault_of(paths: Paths) -> SecretVault:
    """Return where this terminal's private keys are kept."""
    return SecretVault(SERVICE, paths.data / "secrets")


def enrol_terminal(paths: Paths, api_url: str, code: str, clock: Clock) -> Enrolment:
    """Enrol this terminal with a one-time code and keep its place; the settings name the proxy.

    Raises as `ask_for_place` does.
    """
    enrolment = ask_for_place(paths, api_url, code, clock)
    keep_enrolment(paths, enrolment, clock)
    return enrolment


def ask_for_place(paths: Paths, api_url: str, code: str, clock: Clock) -> Enrolment:
    """Send a one-time code with this terminal's key, and return the place that it stands for.

    The key is kept before it is sent: after a power cut the same code is answered in the same way. Raises
    UnsafeAddressError, AlreadyEnrolledError, CentralUnreachableError, CentralRefusedError,
    StoreUnopenableError, SettingsError.
    """
    if not is_safe_address(api_url):
        raise UnsafeAddressError
    from clinic_terminal.sync.enrol import enrol
    from clinic_terminal.sync.http import Wire

    paths.prepare()
    if enrolment_in(paths, clock) is not None:
        raise AlreadyEnrolledError
    wire = Wire(api_url, link=link_of(load_settings(paths.settings)))
    return enrol(wire, code, _own_key(vault_of(paths)))


def forget_place(paths: Paths, clock: Clock) -> None:
    """Take another key from now on: another code makes another terminal. Raises AlreadyEnrolledError."""
    if enrolment_in(paths, clock) is not None:
        raise AlreadyEnrolledError
    vault_of(paths).put(IDENTITY, _new_pem())


def enrolment_in(paths: Paths, clock: Clock) -> Enrolment | None:
    """Return where this terminal belongs; makes no database of its own. Raises StoreUnopenableError."""
    if not paths.database.exists():
        return None
    key, _source = database_key(SERVICE, paths.key_file)
    store = open_store(paths.database, key, clock)
    try:
        with store.read() as uow:
            return uow.memory.enrolment()
    finally:
        store.close()


def _own_key(vault: SecretVault) -> Ed25519PrivateKey:
    """Return this terminal's key, made and kept where there is none yet."""
    pem = vault.get(IDENTITY)
    if pem is None:
        pem = vault.put_once(IDENTITY, _new_pem())
    private = serialization.load_pem_private_key(pem, None)
    if not isinstance(private, Ed25519PrivateKey):
        raise StoreUnopenableError("KEY_UNAVAILABLE")
    return private


def _new_pem() -> bytes:
    return Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def keep_enrolment(paths: Paths, enrolment: Enrolment, clock: Clock) -> None:
    """Keep where this terminal belongs; raises StoreUnopenableError, StoreFailedError."""
    key, _source = database_key(SERVICE, paths.key_file)
    store = open_store(paths.database, key, clock)
    try:
        with store.begin() as uow:
            uow.memory.set_enrolment(enrolment)
    finally:
        store.close()


def central_of(
    enrolment: Enrolment | None, vault: SecretVault, clock: Clock, ids: Ids, settings: Settings = DEFAULTS
) -> CentralApi:
    """Return the central API for this terminal; one that refuses everything where it is not enrolled.

    ``settings`` may name another address than the one of the enrolment, a proxy and own certificates.
    """
    pem = vault.get(IDENTITY)
    if enrolment is None or pem is None:
        return NotEnrolledCentral()
    private = serialization.load_pem_private_key(pem, None)
    if not isinstance(private, Ed25519PrivateKey):
        return NotEnrolledCentral()

    def make() -> CentralApi:
        from clinic_terminal.sync.gateway import HttpCentral
        from clinic_terminal.sync.http import Wire
        from clinic_terminal.sync.signin import Identity, SignIn

        sign_in = SignIn(Identity(enrolment.terminal, private), clock, ids)
        wire = Wire(settings.api_url or enrolment.api_url, link=link_of(settings))
        return HttpCentral(wire, sign_in, enrolment.root_key)

    return LateCentral(make)


def practised(enrolment: Enrolment | None) -> Enrolment | None:
    """Return a practice terminal's place, None where its server is not on this very computer.

    Whatever got into the practice folder, a copy of real data for one: nothing practised is ever sent away.
    """
    here = enrolment is not None and urlsplit(enrolment.api_url).hostname in LOOPBACK_HOSTS
    return enrolment if here else None


def link_of(settings: Settings) -> "Link":
    """Return how the clinic's network is left."""
    from clinic_terminal.sync.http import Link

    return Link(settings.proxy, settings.ca_file)
