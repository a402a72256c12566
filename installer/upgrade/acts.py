"""Which acts a data folder and a practice server hold: read from copies, by their ids and digests."""

import shutil
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from sqlcipher3.dbapi2 import Error

from clinic_terminal.application.failures import StoreUnopenableError
from clinic_terminal.settings import Paths
from clinic_terminal.store.connections import version_of
from clinic_terminal.store.key import database_key
from clinic_terminal.store.salvage import SalvageReader

_SERVICE = "clinic-terminal"
# A bill is booked once in each category of treatment that it has.
_BOOKED = (
    "SELECT act, max(n) FROM (SELECT act, count(*) AS n FROM records GROUP BY act, category) GROUP BY act"
)


@dataclass(frozen=True, slots=True, order=True)
class Held:
    """One act: its id, the digest it was signed under, and the digest of its bytes."""

    id: str
    digest: str
    body: str


@dataclass(frozen=True, slots=True)
class Queue:
    """What a data folder holds: every act in order of its id, and how many are not at the server yet."""

    acts: tuple[Held, ...]
    unsent: int
    schema: str | None

    @property
    def doubles(self) -> int:
        """How many acts stand there more than once."""
        return len(self.acts) - len({act.id for act in self.acts})


def queue_in(folder: Path) -> Queue:
    """Return what the data folder holds, from a copy; the folder itself is not touched.

    Raises StoreUnopenableError, sqlcipher3's Error where a program is just writing.
    """
    with tempfile.TemporaryDirectory() as place:
        paths = _copied(folder, Path(place))
        key, _source = database_key(_SERVICE, paths.key_file)
        schema = version_of(paths.database, key)
        with closing(SalvageReader(paths.database, key)) as reader:
            rows = list(reader.acts())
    acts = (Held(row.act.id, row.act.digest, sha256(row.act.body).hexdigest()) for row in rows)
    return Queue(tuple(sorted(acts)), sum(row.settled_at is None for row in rows), schema)


def schema_in(folder: Path) -> str | None:
    """Return the schema's version, or None where a program is just writing."""
    try:
        return queue_in(folder).schema
    except (StoreUnopenableError, Error, OSError):
        return None


def _copied(folder: Path, place: Path) -> Paths:
    paths = Paths(place)
    for name in ("clinic.db", "clinic.db-wal", "clinic.key"):
        if (folder / name).exists():
            shutil.copyfile(folder / name, place / name)
    return paths


def digest_of(folder: Path) -> str:
    """Return a digest of the name and bytes of every file below ``folder`` that holds data.

    Left out is what SQLite makes for whoever only looks at a database that was cut off: the index of its
    log, which the first reader builds anew, and a log with nothing in it.
    """
    whole = sha256()
    for file in sorted(folder.rglob("*")):
        if file.is_file() and not _is_made_by_reading(file):
            whole.update(f"{file.relative_to(folder)} {sha256(file.read_bytes()).hexdigest()}\n".encode())
    return whole.hexdigest()


def _is_made_by_reading(file: Path) -> bool:
    return file.name.endswith("-shm") or (file.name.endswith("-wal") and not file.stat().st_size)


def arrived(server: Path) -> dict[str, tuple[str, int]]:
    """Return what the practice server has: the digest of each act, and how often it was booked."""
    with closing(sqlite3.connect(f"file:{server / 'practice.db'}?mode=ro", uri=True)) as database:
        digests = dict(database.execute("SELECT id, digest FROM acts"))
        times = dict(database.execute(_BOOKED))
    return {act: (digest, times.get(act, 0)) for act, digest in digests.items()}
