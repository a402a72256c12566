"""A first page that a power cut spoilt while the log was copied home: the log has it whole, with its salt.

SQLCipher reads the salt of its keys from the file's first bytes before it looks into the log. Where those
bytes are noise it would call the key wrong; with the salt from the log the file opens, and is mended.
"""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from sqlcipher3.dbapi2 import Error

from clinic_terminal.store.connections import PAGE_BYTES, open_salted

_SALT: Final = 16
_LOG_HEAD: Final = 32
_FRAME_HEAD: Final = 24
_FIRST_PAGE: Final = (1).to_bytes(4, "big")


def mend_first_page(path: Path, key: bytes) -> bool:
    """Mend the file's first page from its log, if the key opens it so; say whether it was mended.

    A file that the key does not open stays as it is to the byte. Raises OSError.
    """
    return any(_mended(path, key, salt) for salt in dict.fromkeys(_salts(path)))


def _salts(path: Path) -> Iterator[bytes]:
    """Yield the salts of the first pages in the log that differ from the file's own."""
    log = path.with_name(f"{path.name}-wal")
    if not log.exists():
        return
    with path.open("rb") as file:
        own = file.read(_SALT)
    with log.open("rb") as frames:
        frames.seek(_LOG_HEAD)
        while len(head := frames.read(_FRAME_HEAD)) == _FRAME_HEAD:
            page = frames.read(PAGE_BYTES)
            if head.startswith(_FIRST_PAGE) and len(page) == PAGE_BYTES and page[:_SALT] != own:
                yield page[:_SALT]


def _mended(path: Path, key: bytes, salt: bytes) -> bool:
    try:
        with closing(open_salted(path, key, salt, read_only=True)) as looked:
            looked.execute("SELECT count(*) FROM sqlite_master").fetchone()
        with closing(open_salted(path, key, salt, read_only=False)) as mending:
            mending.execute("PRAGMA synchronous = FULL").close()
            copied = mending.execute("PRAGMA wal_checkpoint(FULL)").fetchone()
    except (Error, MemoryError):
        return False
    return bool(copied) and copied[0] == 0
