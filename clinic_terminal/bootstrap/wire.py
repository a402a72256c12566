"""The wire to the central API: enrolment, this terminal's key, and the gateway made from them.

The gateway's libraries are loaded when the server is first spoken to, not when the window opens.
"""

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from clinic_terminal.application.ports import CentralApi, Clock, Enrolment, Ids
from clinic_terminal.bootstrap.stand_ins import LateCentral, NotEnrolledCentral
from clinic_terminal.options import is_safe_address
from clinic_terminal.settings import Paths
from clinic_terminal.store.key import SecretVault, database_key
from clinic_terminal.store.store import open_store

SERVICE = "clinic-terminal"
_IDENTITY = "terminal-key"


class UnsafeAddressError(Exception):
    """The address is neither HTTPS nor this computer itself."""

    code = "UNSAFE_ADDRESS"

    def __init__(self) -> None:
        super().__init__("The server's address must begin with https:// (http:// only to this computer).")


def vault_of(paths: Paths) -> SecretVault:
    """Return where this terminal's private keys are kept."""
    return SecretVault(SERVICE, paths.data / "secrets")


def enrol_terminal(paths: Paths, api_url: str, code: str, clock: Clock) -> Enrolment:
    """Enrol this terminal with a one-time code and keep its key and place.

    Raises UnsafeAddressError, CentralUnreachableError, CentralRefusedError, StoreUnopenableError.
    """
    if not is_safe_address(api_url):
        raise UnsafeAddressError
    from clinic_terminal.sync.enrol import enrol
    from clinic_terminal.sync.http import Wire

    paths.prepare()
    private = Ed25519PrivateKey.generate()
    enrolment = enrol(Wire(api_url), code, private)
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    vault_of(paths).put(_IDENTITY, pem)
    keep_enrolment(paths, enrolment, clock)
    return enrolment


def keep_enrolment(paths: Paths, enrolment: Enrolment, clock: Clock) -> None:
    """Keep where this terminal belongs; raises StoreUnopenableError, StoreFailedError."""
    key, _source = database_key(SERVICE, paths.key_file)
    store = open_store(paths.database, key, clock)
    try:
        with store.begin() as uow:
            uow.memory.set_enrolment(enrolment)
    finally:
        store.close()


def central_of(enrolment: Enrolment | None, vault: SecretVault, clock: Clock, ids: Ids) -> CentralApi:
    """Return the central API for this terminal; one that refuses everything where it is not enrolled."""
    pem = vault.get(_IDENTITY)
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
        return HttpCentral(Wire(enrolment.api_url), sign_in, enrolment.root_key)

    return LateCentral(make)
