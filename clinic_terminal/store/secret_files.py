"""Small files that only this user may read, and that are either whole or not there."""

import errno
import os
import secrets
import shutil
from pathlib import Path

from clinic_terminal.store.causes import Cause

_OWNER_ONLY = 0o600
_BY_ERRNO = {
    errno.ENOSPC: Cause.DISK_FULL,
    errno.EDQUOT: Cause.DISK_FULL,
    errno.EACCES: Cause.READ_ONLY,
    errno.EPERM: Cause.READ_ONLY,
    errno.EROFS: Cause.READ_ONLY,
    errno.ENOENT: Cause.CANNOT_OPEN,
    errno.ENOTDIR: Cause.CANNOT_OPEN,
}


def read(path: Path) -> bytes | None:
    """Return what the file holds, or None where there is none."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def replace(path: Path, content: bytes) -> None:
    """Write the file, or put the new content in the place of the old in one step."""
    draft = _draft(path, content)
    draft.replace(path)
    sync_folder(path.parent)


def create(path: Path, content: bytes) -> bytes:
    """Write the file unless it exists, and return what it holds then: two creators get one content."""
    draft = _draft(path, content)
    try:
        os.link(draft, path)
    except FileExistsError:
        content = path.read_bytes()
    finally:
        draft.unlink()
    sync_folder(path.parent)
    return content


def _draft(path: Path, content: bytes) -> Path:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(
        draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), _OWNER_ONLY
    )
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return draft


def sync_folder(folder: Path) -> None:
    """Make the new name last; Windows keeps names without being asked and cannot open folders."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def copy(source: Path, target: Path) -> None:
    """Copy a file; it is on the disk, and for this user only, when this returns."""
    shutil.copyfile(source, target)
    target.chmod(_OWNER_ONLY)
    with target.open("rb+") as file:
        os.fsync(file.fileno())


def cause_of_refusal(failure: OSError) -> Cause:
    """Return the cause code of what the disk refused."""
    return _BY_ERRNO.get(failure.errno or 0, Cause.IO_ERROR)
