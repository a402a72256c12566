"""What a power cut leaves on the disk: what was synced for certain, and of the rest any sectors at all."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random
from typing import Final

SECTOR: Final = 512

KINDS: Final = ("lost", "kept", "torn", "some calls", "some sectors", "garbage", "short")
"""How what was not synced came out; at each crash point they take turns."""


_EVEN: Final = 0.5
"""How likely a call or a sector came out."""

_NOISE: Final = 0.1
"""How likely a sector came out as noise."""


@dataclass(frozen=True, slots=True)
class Step:
    """One call that changed a file; ``offset`` is the new size of ``truncate``."""

    call: str
    file: str
    offset: int = 0
    data: bytes = b""


@dataclass(slots=True)
class _File:
    """A file's bytes as they were when it was last synced (None: not there), and the calls since."""

    synced: bytes | None = None
    pending: list[Step] = field(default_factory=list)


class Disk:
    """The files of one folder, step by step."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self._files = {name: _File(content) for name, content in files.items()}

    def take(self, step: Step) -> None:
        """Carry out one call."""
        file = self._files.setdefault(step.file, _File())
        if step.call == "sync":
            file.synced = _applied(file.synced, file.pending)
            file.pending = []
        else:
            file.pending.append(step)

    def image(self, kind: str, chance: Random) -> dict[str, bytes]:
        """Return the files as a power cut now may leave them."""
        found = {}
        for name, file in self._files.items():
            content = _left(file, kind, chance)
            if content is not None:
                found[name] = content
        return found


def _applied(content: bytes | None, steps: Iterable[Step]) -> bytes | None:
    whole = None if content is None else bytearray(content)
    for step in steps:
        if step.call == "delete":
            whole = None
            continue
        whole = bytearray() if whole is None else whole
        if step.call == "write":
            _put(whole, step.offset, step.data)
        elif step.call == "truncate":
            _cut(whole, step.offset)
    return None if whole is None else bytes(whole)


def _put(whole: bytearray, offset: int, data: bytes) -> None:
    if len(whole) < offset:
        whole.extend(bytes(offset - len(whole)))
    whole[offset : offset + len(data)] = data


def _cut(whole: bytearray, size: int) -> None:
    del whole[size:]
    whole.extend(bytes(size - len(whole)))


def _left(file: _File, kind: str, chance: Random) -> bytes | None:
    steps = file.pending
    if not steps or kind == "lost":
        return file.synced
    if kind == "kept":
        return _applied(file.synced, steps)
    if kind == "torn":
        return _torn(file, chance)
    if kind == "some calls":
        return _applied(file.synced, [step for step in steps if chance.random() < _EVEN])
    if kind == "short":
        whole = _applied(file.synced, steps) or b""
        least = min(len(file.synced or b""), len(whole))
        return whole[: max(least, chance.randint(least, len(whole)) // SECTOR * SECTOR)]
    return _applied(file.synced, _sectors(steps, chance, garbage=kind == "garbage"))


def _torn(file: _File, chance: Random) -> bytes | None:
    """Return the file with the calls in order, up to the middle of one."""
    last = chance.randrange(len(file.pending))
    torn = file.pending[last]
    kept = chance.randint(0, len(torn.data)) // SECTOR * SECTOR
    before = file.pending[:last]
    if torn.call == "write" and kept:
        return _applied(file.synced, [*before, Step("write", torn.file, torn.offset, torn.data[:kept])])
    return _applied(file.synced, before)


def _sectors(steps: Iterable[Step], chance: Random, *, garbage: bool) -> Iterable[Step]:
    """Any sectors of any writes came out, some of them as noise where ``garbage``."""
    for step in steps:
        if step.call != "write":
            if chance.random() < _EVEN:
                yield step
            continue
        at, end = step.offset, step.offset + len(step.data)
        while at < end:
            upto = min(end, (at // SECTOR + 1) * SECTOR)
            fate = chance.random()
            if fate < _EVEN:
                yield Step("write", step.file, at, step.data[at - step.offset : upto - step.offset])
            elif garbage and fate < _EVEN + _NOISE:
                yield Step("write", step.file, at, chance.randbytes(upto - at))
            at = upto
