"""The wire to the central API: enrolment, this terminal's key, and the gateway made from them.

The gateway's libraries are loaded when the server is first spoken to, not when the window opens.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from clinic_terminal.application.acts import AuditRow
from clinic_terminal.application.failures import StoreUnopenableError
from clinic_terminal.application.first_start_failures import AlreadyEnrolledError, OtherClinicError
from clinic_terminal.application.ports import CentralApi, Clock, Enrolment, Ids
from clinic_terminal.application.reconciliation_terminals import left
from clinic_terminal.bootstrap.identity import (
    asking_key,
    drop_asking_key,
    drop_first_key,
    first_key,
    keep_asking_key,
    keep_first_key,
    key_of,
    settle_asking_key,
)
from clinic_terminal.bootstrap.settings_file import SettingsInFile
from clinic_terminal.bootstrap.stand_ins import LateCentral, NotEnrolledCentral
from clinic_terminal.options import LOOPBACK_HOSTS, is_safe_address
from clinic_terminal.settings import Paths, Settings, load_settings
from clinic_terminal.store.key import SecretVault, database_key
from clinic_terminal.store.store import SqlStore, open_store

if TYPE_CHECKING:
    from clinic_terminal.sync.http import Link

SERVICE = "clinic-terminal"
DEFAULTS: Final = Settings()


class UnsafeAddressError(Exception):
    """The address is neither HTTPS nor this computer itself."""

    code = "UNSAFE_ADDRESS"

    def __init__(self) -> None:
        super().__init__("The server's address must begin with https:// (http:// only to this computer).")


def vault_of(paths: Paths) -> SecretVault:
    """Return where this terminal's private keys are kept."""
    return SecretVault(SERVICE, paths.data / "secrets")


def enrol_terminal(paths: Paths, api_url: str, code: str, clock: Clock, *, again: bool = False) -> Enrolment:
    """Enrol this terminal with a one-time code and keep its place; the settings name the proxy.

    Raises as `ask_for_place` and `keep_place` do.
    """
    enrolment = ask_for_place(paths, api_url, code, clock, again=again)
    keep_place(paths, enrolment, clock)
    return enrolment


def ask_for_place(paths: Paths, api_url: str, code: str, clock: Clock, *, again: bool = False) -> Enrolment:
    """Send a one-time code with a key of this terminal, and return the place that it stands for.

    The key is kept before it is sent: after a power cut the same code is answered in the same way. A
    terminal that has a place asks for another only where it lacks that place's key, or ``again``; the new
    place is of the same clinic, and nothing counts before `keep_place`. Raises UnsafeAddressError,
    AlreadyEnrolledError, OtherClinicError, CentralUnreachableError, CentralRefusedError,
    StoreUnopenableError, SettingsError.
    """
    if not is_safe_address(api_url):
        raise UnsafeAddressError
    from clinic_terminal.sync.enrol import enrol
    from clinic_terminal.sync.http import Wire

    paths.prepare()
    kept, vault = enrolment_in(paths, clock), vault_of(paths)
    if kept is not None and not again and _may_have_key(vault, kept.terminal):
        raise AlreadyEnrolledError
    wire = Wire(api_url, link=link_of(load_settings(paths.settings)))
    place = enrol(wire, code, first_key(vault) if kept is None else asking_key(vault))
    if kept is not None and place.clinic.id != kept.clinic.id:
        drop_asking_key(vault)
        raise OtherClinicError
    return place


def _may_have_key(vault: SecretVault, terminal: str) -> bool:
    """Say whether a code would be spent on a terminal that works, or will once its keyring opens."""
    try:
        return key_of(vault, terminal) is not None
    except StoreUnopenableError:
        return True


def forget_place(paths: Paths, clock: Clock) -> None:
    """Take another key from now on: another code makes another terminal. Raises AlreadyEnrolledError."""
    if enrolment_in(paths, clock) is not None:
        raise AlreadyEnrolledError
    drop_first_key(vault_of(paths))


def lacks_key(paths: Paths, clock: Clock) -> bool:
    """Say whether this terminal has a place but not its key, as after a restoring on another computer.

    A key that is out of reach, as in that computer's keyring, is lacking too.
    """
    kept = enrolment_in(paths, clock)
    try:
        return kept is not None and key_of(vault_of(paths), kept.terminal) is None
    except StoreUnopenableError:
        return True


def enrolment_in(paths: Paths, clock: Clock) -> Enrolment | None:
    """Return where this terminal belongs; makes no database of its own. Raises StoreUnopenableError."""
    if not paths.database.exists():
        return None
    with _opened(paths, clock) as store, store.read() as uow:
        return uow.memory.enrolment()


def keep_place(paths: Paths, place: Enrolment, clock: Clock) -> None:
    """Belong to the place that `ask_for_place` returned; the queue and everything else stays.

    The key comes first: from the moment that the enrolment stands in the database, its key is there. The
    settings come after it: until then the old place is to be found where it was.
    Raises StoreUnopenableError, StoreFailedError, SettingsError, SettingsNotKeptError.
    """
    vault = vault_of(paths)
    before = enrolment_in(paths, clock)
    if before is None:
        keep_first_key(vault, place.terminal)
        keep_enrolment(paths, place, clock)
        return
    keep_asking_key(vault, place.terminal, before.terminal)
    with _opened(paths, clock) as store, store.begin() as uow:
        uow.memory.set_enrolment(place)
        left(uow, before.terminal, clock.today())
        facts = {"before": before.terminal}
        uow.audit.add(AuditRow(clock.now(), "", "enrolled_again", place.terminal, facts))
    # Cut off before this the same code is answered once more in the same way, and leads here again.
    _lead_to(paths, place.api_url)
    settle_asking_key(vault, place.terminal)


def _lead_to(paths: Paths, api_url: str) -> None:
    """Have the settings name no other address than the one that gave the place."""
    settings = load_settings(paths.settings)
    if settings.api_url and settings.api_url.rstrip("/") != api_url:
        keeper = SettingsInFile(paths.settings, settings)
        keeper.keep({**keeper.values, "api_url": api_url})


def keep_enrolment(paths: Paths, enrolment: Enrolment, clock: Clock) -> None:
    """Keep where this terminal belongs; raises StoreUnopenableError, StoreFailedError."""
    with _opened(paths, clock) as store, store.begin() as uow:
        uow.memory.set_enrolment(enrolment)


@contextmanager
def _opened(paths: Paths, clock: Clock) -> Iterator[SqlStore]:
    key, _source = database_key(SERVICE, paths.key_file)
    store = open_store(paths.database, key, clock)
    try:
        yield store
    finally:
        store.close()


def central_of(
    enrolment: Enrolment | None, vault: SecretVault, clock: Clock, ids: Ids, settings: Settings = DEFAULTS
) -> CentralApi:
    """Return the central API for this terminal; one that refuses everything where it is not enrolled.

    ``settings`` may name another address than the one of the enrolment, a proxy and own certificates.
    """
    if enrolment is None:
        return NotEnrolledCentral()
    private, cause = None, ""
    try:
        private = key_of(vault, enrolment.terminal)
        if private is None:
            return NotEnrolledCentral()
    except StoreUnopenableError as error:  # a keyring may be closed at the start and open a minute later
        cause = error.cause

    def make() -> CentralApi:
        key = private or key_of(vault, enrolment.terminal)
        if key is None:
            raise StoreUnopenableError("KEY_UNAVAILABLE")
        from clinic_terminal.sync.gateway import HttpCentral
        from clinic_terminal.sync.http import Wire
        from clinic_terminal.sync.signin import Identity, SignIn

        sign_in = SignIn(Identity(enrolment.terminal, key), clock, ids)
        wire = Wire(settings.api_url or enrolment.api_url, link=link_of(settings))
        return HttpCentral(wire, sign_in, enrolment.root_key)

    return LateCentral(make, cause)


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
