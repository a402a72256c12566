"""Between SQLCipher and the disk: every write, sync, cut and deletion passes a watcher, or is refused by it.

SQLite keeps the functions that reach the disk in tables. Ours take their place for the files of one folder
and call the real ones; no compiler is needed, since the library shows its table of file systems.
"""

import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes import CFUNCTYPE, POINTER, Structure, c_char_p, c_int, c_int64, c_void_p
from functools import cache
from pathlib import Path
from typing import Any, Final, Protocol

import sqlcipher3._sqlite3 as library

CALLS: Final = ("open", "delete", "read", "write", "truncate", "sync", "lock", "shm_map", "shm_lock")

_DONE: Final = 0


class Watcher(Protocol):
    """Sees each call before it is carried out; a number other than 0 refuses it with this code of SQLite."""

    def __call__(self, call: str, file: str, offset: int, data: bytes) -> int:
        """Say 0 to let ``call`` on ``file`` pass; ``offset`` is also the new size of ``truncate``."""
        ...


class _FileSystem(Structure):
    _fields_ = (("numbers", c_int * 3), ("pointers", c_void_p * 19))


class _Methods(Structure):
    _fields_ = (("version", c_int), ("calls", c_void_p * 18))


class _File(Structure):
    _fields_ = (("methods", POINTER(_Methods)),)


_OPEN, _DELETE, _SLEEP = 3, 4, 12
_READ, _WRITE, _TRUNCATE, _SYNC, _LOCK, _SHM_MAP, _SHM_LOCK = 1, 2, 3, 4, 6, 12, 13

_UNLOCKS: Final = 1

_OpenCall = CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p, c_int, c_void_p)
_SleepCall = CFUNCTYPE(c_int, c_void_p, c_int)
_DeleteCall = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int)
_TransferCall = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)
_TruncateCall = CFUNCTYPE(c_int, c_void_p, c_int64)
_FlagCall = CFUNCTYPE(c_int, c_void_p, c_int)
_ShmMapCall = CFUNCTYPE(c_int, c_void_p, c_int, c_int, c_int, c_void_p)
_ShmLockCall = CFUNCTYPE(c_int, c_void_p, c_int, c_int, c_int)


class _Shim:
    """The tables with our functions in the place of the real ones, for the files below one folder."""

    def __init__(self) -> None:
        self._folder = ""
        self._watcher: Watcher | None = None
        self._names: dict[int, str] = {}
        self._tables: dict[int, _Methods] = {}
        self._kept: list[Any] = []
        shared = ctypes.CDLL(library.__file__)
        shared.sqlite3_vfs_find.restype = POINTER(_FileSystem)
        shared.sqlite3_vfs_find.argtypes = [c_char_p]
        self._system = shared.sqlite3_vfs_find(None).contents
        self._real_open = self._system.pointers[_OPEN]
        self._real_delete = self._system.pointers[_DELETE]
        self._real_sleep = self._system.pointers[_SLEEP]

        # Waiting for a lock that stays refused would take seconds of every case.
        self._own = {
            _OPEN: self._given(_OpenCall(self._open)),
            _DELETE: self._given(_DeleteCall(self._delete)),
            _SLEEP: self._given(_SleepCall(lambda _system, micros: micros)),
        }

    def install(self, folder: str, watcher: Watcher) -> None:
        self._folder, self._watcher = folder, watcher
        for index, function in self._own.items():
            self._system.pointers[index] = function

    def remove(self) -> None:
        self._system.pointers[_OPEN] = self._real_open
        self._system.pointers[_DELETE] = self._real_delete
        self._system.pointers[_SLEEP] = self._real_sleep
        self._watcher = None
        self._names.clear()

    def _given(self, function: Any) -> int | None:  # noqa: ANN401  a function of C
        self._kept.append(function)
        return ctypes.cast(function, c_void_p).value

    def _asked(self, call: str, name: str, offset: int = 0, data: bytes = b"") -> int:
        return self._watcher(call, name, offset, data) if self._watcher is not None else _DONE

    def _open(self, system: int, name: int | None, file: int, flags: int, out: int) -> int:
        path = ctypes.string_at(name).decode() if name else ""
        ours = path.startswith(self._folder)
        refused = self._asked("open", Path(path).name) if ours else _DONE
        if refused:
            ctypes.cast(file, POINTER(_File)).contents.methods = POINTER(_Methods)()
            return refused
        done: int = _OpenCall(self._real_open)(system, name, file, flags, out)
        opened = ctypes.cast(file, POINTER(_File)).contents
        if done == _DONE and ours and opened.methods:
            self._names[file] = Path(path).name
            opened.methods = ctypes.pointer(self._table(opened.methods))
        return done

    def _delete(self, system: int, name: int, sync: int) -> int:
        path = ctypes.string_at(name).decode()
        refused = self._asked("delete", Path(path).name) if path.startswith(self._folder) else _DONE
        return refused or int(_DeleteCall(self._real_delete)(system, name, sync))

    def _table(self, real: Any) -> _Methods:  # noqa: ANN401  a pointer of C
        key = ctypes.addressof(real.contents)
        if key not in self._tables:
            table = _Methods.from_buffer_copy(real.contents)
            present = [passed for passed in _PASSED if real.contents.calls[passed[0]]]
            for index, kind, make in present:
                table.calls[index] = self._given(kind(make(self, kind(real.contents.calls[index]))))
            self._tables[key] = table
        return self._tables[key]

    def read(self, real: Callable[..., int]) -> Callable[..., int]:
        def passed(file: int, buffer: int, amount: int, offset: int) -> int:
            return self._asked("read", self._names.get(file, ""), offset) or real(
                file, buffer, amount, offset
            )

        return passed

    def write(self, real: Callable[..., int]) -> Callable[..., int]:
        def passed(file: int, buffer: int, amount: int, offset: int) -> int:
            data = ctypes.string_at(buffer, amount)
            return self._asked("write", self._names.get(file, ""), offset, data) or real(
                file, buffer, amount, offset
            )

        return passed

    def truncate(self, real: Callable[..., int]) -> Callable[..., int]:
        def passed(file: int, size: int) -> int:
            return self._asked("truncate", self._names.get(file, ""), size) or real(file, size)

        return passed

    def shm_lock(self, real: Callable[..., int]) -> Callable[..., int]:
        def passed(file: int, first: int, count: int, flags: int) -> int:
            # Giving a lock back is never refused by a system.
            refused = 0 if flags & _UNLOCKS else self._asked("shm_lock", self._names.get(file, ""))
            return refused or real(file, first, count, flags)

        return passed

    def other(self, call: str, real: Callable[..., int]) -> Callable[..., int]:
        def passed(file: int, *given: int) -> int:
            return self._asked(call, self._names.get(file, "")) or real(file, *given)

        return passed


_PASSED: Final = (
    (_READ, _TransferCall, _Shim.read),
    (_WRITE, _TransferCall, _Shim.write),
    (_TRUNCATE, _TruncateCall, _Shim.truncate),
    (_SYNC, _FlagCall, lambda shim, real: shim.other("sync", real)),
    (_LOCK, _FlagCall, lambda shim, real: shim.other("lock", real)),
    (_SHM_MAP, _ShmMapCall, lambda shim, real: shim.other("shm_map", real)),
    (_SHM_LOCK, _ShmLockCall, _Shim.shm_lock),
)


@cache
def _only_shim() -> _Shim:
    """Return the process's shim; never freed, since a connection that outlives its run would miss it."""
    return _Shim()


@contextmanager
def watched(folder: Path, watcher: Watcher) -> Iterator[None]:
    """Let ``watcher`` see what is done to the files below ``folder``, by connections opened meanwhile.

    One folder at a time in a process.
    """
    shim = _only_shim()
    shim.install(str(folder), watcher)
    try:
        yield
    finally:
        shim.remove()
