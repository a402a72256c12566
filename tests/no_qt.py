"""A pytest plugin that makes Qt absent: the inner layers must import and pass without it (see pure.ini)."""

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

BLOCKED = frozenset({"PySide6", "shiboken6"})


class QtIsAbsentError(ModuleNotFoundError):
    """A module that belongs to the inner layers wants Qt."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is imported where Qt must not be needed", name=name)


class QtBlocker(MetaPathFinder):
    """Refuses the import of Qt before any other finder is asked."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        del path, target
        if fullname.partition(".")[0] in BLOCKED:
            raise QtIsAbsentError(fullname)
        return None


sys.meta_path.insert(0, QtBlocker())
