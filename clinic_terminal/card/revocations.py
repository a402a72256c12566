"""The serials of revoked cards."""

from collections.abc import Iterable
from typing import Final, Self

_FILTER_BITS: Final = 24  # two megabytes, whatever the number of serials
_FILTER_MASK: Final = (1 << _FILTER_BITS) - 1


class RevocationSet:
    """Revoked card serials (lower-case hex) as of ``cursor``. Never changed after it is made.

    Nearly every card that is asked about is not revoked. Those are answered by a bit map of fixed size,
    so that the look-up costs the same among a million serials as among a thousand; a plain set that
    large is out of the processor's caches and costs nearly three times as much.
    """

    __slots__ = ("_filter", "_serials", "cursor")

    def __init__(self, serials: Iterable[str] = (), cursor: str = "") -> None:
        self._serials = frozenset(serials)
        self.cursor = cursor
        bits = bytearray(1 << (_FILTER_BITS - 3))
        for serial in self._serials:
            place = hash(serial) & _FILTER_MASK
            bits[place >> 3] |= 1 << (place & 7)
        self._filter = bits

    def __contains__(self, serial: str) -> bool:
        place = hash(serial) & _FILTER_MASK
        return self._filter[place >> 3] >> (place & 7) & 1 == 1 and serial in self._serials

    def __len__(self) -> int:
        return len(self._serials)

    def serials(self) -> list[str]:
        """Return the serials in order, for keeping."""
        return sorted(self._serials)

    def changed(self, added: Iterable[str], removed: Iterable[str], cursor: str) -> Self:
        """Return the set after a difference; what is both added and removed stays revoked."""
        return type(self)((self._serials - frozenset(removed)) | frozenset(added), cursor)
