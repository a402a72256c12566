"""Asks the publisher by the client of The Update Framework: keys that change, ends of validity, no way back.

The framework keeps what it believed in a folder; the next look must not fall behind it. Its network is
given to it, so that proxy, certificates and time limits are the clinic's.
"""

import errno
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from tuf.api import exceptions
from tuf.api.metadata import TOP_LEVEL_ROLE_NAMES, Metadata, Root
from tuf.ngclient import FetcherInterface, Updater, UpdaterConfig
from typing_extensions import override

from clinic_terminal.application.edition_ports import EditionUnsureError, Unsure
from clinic_terminal.application.failures import CentralUnreachableError
from clinic_terminal.contract.editions import FILE, MOST_BYTES, read_editions
from clinic_terminal.contract.errors import EditionsFileError
from clinic_terminal.domain.edition import Edition

METADATA: Final = "metadata"
TARGETS: Final = "targets"
"""The two folders at the publisher's address."""

_NOT_THERE: Final = frozenset({403, 404})
_FIRST_REFUSAL: Final = 400
_CONFIG: Final = UpdaterConfig(
    max_root_rotations=64,
    max_delegations=4,
    root_max_length=65_536,
    timestamp_max_length=16_384,
    snapshot_max_length=65_536,
    targets_max_length=65_536,
)

Fetch = Callable[[str], tuple[int, bytes]]
"""Takes an address, returns status and body; raises CentralUnreachableError."""


@dataclass(frozen=True, slots=True)
class Trust:
    """What is believed: the publisher's root as it ships, and the folder of what followed from it."""

    root: bytes
    folder: Path


def newest_edition(trust: Trust, address: str, now: datetime, fetch: Fetch) -> Edition:
    """Return the newest edition that the publisher's signatures vouch for at ``now``.

    Raises EditionUnsureError; nothing of an answer that cannot be believed is taken then.
    """
    try:
        return _newest(trust, address.rstrip("/"), now, fetch)
    except (exceptions.RepositoryError, exceptions.DownloadError, EditionsFileError, OSError) as error:
        raise EditionUnsureError(_cause(error)) from error


def _newest(trust: Trust, address: str, now: datetime, fetch: Fetch) -> Edition:
    metadata = trust.folder / METADATA
    metadata.mkdir(mode=0o700, parents=True, exist_ok=True)
    _check_root(trust.root)
    updater = Updater(
        str(metadata),
        f"{address}/{METADATA}/",
        target_base_url=f"{address}/{TARGETS}/",
        fetcher=_Fetcher(fetch),
        config=_CONFIG,
        bootstrap=trust.root,
    )
    updater.refresh()
    _check_ends(metadata, now)
    found = updater.get_targetinfo(FILE)
    if found is None:
        raise EditionUnsureError(Unsure.NO_NEWS)
    if found.length > MOST_BYTES:
        raise EditionUnsureError(Unsure.GARBAGE)
    return read_editions(Path(updater.download_target(found, str(trust.folder / FILE))).read_bytes())


def _check_root(root: bytes) -> None:
    """Look at the root that ships before the framework does, to tell our own fault from the publisher's."""
    try:
        held = Metadata[Root].from_bytes(root)
        held.signed.verify_delegate(Root.type, held.signed_bytes, held.signatures)
    except (exceptions.RepositoryError, AttributeError, ValueError) as error:
        raise EditionUnsureError(Unsure.KEY_UNREADABLE) from error


def _check_ends(metadata: Path, now: datetime) -> None:
    """Hold the ends of validity against our own clock too, which does not go behind the server's time."""
    for role in sorted(TOP_LEVEL_ROLE_NAMES):
        held: Metadata[Any] = Metadata.from_bytes((metadata / f"{role}.json").read_bytes())
        if held.signed.is_expired(now):
            raise EditionUnsureError(Unsure.EXPIRED)


class _Fetcher(FetcherInterface):
    """Hands the framework's questions to the clinic's own network."""

    def __init__(self, fetch: Fetch) -> None:
        self._fetch_now = fetch

    @override
    def _fetch(self, url: str) -> Iterator[bytes]:
        status, body = self._fetch_now(url)
        if status >= _FIRST_REFUSAL:
            raise exceptions.DownloadHTTPError("refused", status)
        return iter((body,))


def _cause(error: Exception) -> Unsure:
    """Return why nothing was taken; the framework's kinds go from the particular to the general."""
    if isinstance(error, exceptions.DownloadHTTPError):
        return Unsure.NO_NEWS if error.status_code in _NOT_THERE else Unsure.PUBLISHER_DOWN
    if isinstance(error, exceptions.DownloadError):
        return _network_cause(error)
    if isinstance(error, OSError):
        full = error.errno in {errno.ENOSPC, errno.EDQUOT}
        return Unsure.DISK_FULL if full else Unsure.CANNOT_WRITE
    kinds = (
        (exceptions.ExpiredMetadataError, Unsure.EXPIRED),
        (exceptions.BadVersionNumberError, Unsure.ROLLED_BACK),
        (exceptions.UnsignedMetadataError, Unsure.SIGNATURE),
        (exceptions.LengthOrHashMismatchError, Unsure.ALTERED),
    )
    return next((cause for kind, cause in kinds if isinstance(error, kind)), Unsure.GARBAGE)


def _network_cause(error: exceptions.DownloadError) -> Unsure:
    if isinstance(error, exceptions.DownloadLengthMismatchError):
        return Unsure.GARBAGE
    inner = error.__cause__
    if isinstance(inner, CentralUnreachableError) and inner.cause in Unsure.__members__:
        return Unsure(inner.cause)
    return Unsure.NO_CONNECTION
