"""The card reader on the keys and revocations that the store holds."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from clinic_terminal.application.card_ports import GreyPicture
from clinic_terminal.application.failures import PictureUnreadableError
from clinic_terminal.application.store_ports import Store, UnitOfWork
from clinic_terminal.card.key_document import read_keys
from clinic_terminal.card.reading import CardVerifier
from clinic_terminal.card.revocations import RevocationSet
from clinic_terminal.domain.member import CardReading

if TYPE_CHECKING:
    from clinic_terminal.card.decode import FrameReader, PictureReading

# Pillow and zxing-cpp are loaded with the first picture, not with the program.

AGREE_WITHIN: Final = timedelta(seconds=3)
"""How far apart two frames may be that read alike."""


class FrameAgreement:
    """Believes what a camera's frames show once a second frame says the same: one look may misread."""

    def __init__(self) -> None:
        self._reader: FrameReader | None = None
        self._seen: dict[str, datetime] = {}

    def texts(self, frame: GreyPicture, now: datetime) -> tuple[str, ...]:
        """Return the texts of this frame if each was read in an earlier one too; else nothing yet."""
        found = self._read(frame)
        seen = {text: at for text, at in self._seen.items() if now - at <= AGREE_WITHIN}
        self._seen = seen | dict.fromkeys(found, now)
        return found if all(text in seen for text in found) else ()

    def _read(self, frame: GreyPicture) -> tuple[str, ...]:
        from clinic_terminal.card.decode import FrameReader

        if self._reader is None:
            self._reader = FrameReader()
        return self._reader.read(frame.width, frame.height, frame.grey, frame.stride).texts


class StoredKeyCards:
    """Card reading by the keys and revocations that the store holds now.

    ``member_patterns``: regular expressions of addresses that carry a member number.
    """

    def __init__(self, store: Store, member_patterns: tuple[str, ...] = ()) -> None:
        self._store = store
        self._patterns = member_patterns
        self._cursor: str | None = None
        self._revoked: frozenset[str] = frozenset()
        self._table = RevocationSet()
        self._verifier = CardVerifier(None, self._table, member_patterns)
        self._frames = FrameAgreement()

    def read_picture(self, path: Path, now: datetime) -> tuple[CardReading, ...]:
        """Return the reading that counts in a picture; several where it must be asked."""
        from clinic_terminal.card.decode import read_picture

        return self._chosen(read_picture(path), now)

    def read_grey(self, picture: GreyPicture, now: datetime) -> tuple[CardReading, ...]:
        """Return the reading that counts in a picture in memory."""
        from clinic_terminal.card.decode import read_grey

        return self._chosen(read_grey(picture.width, picture.height, picture.grey, picture.stride), now)

    def read_frame(self, frame: GreyPicture, now: datetime) -> tuple[CardReading, ...]:
        """Return the reading that counts in a camera's frame; nothing until two frames agree."""
        texts = self._frames.texts(frame, now)
        return self._judged(texts, now) if texts else ()

    def read_text(self, text: str, now: datetime) -> CardReading:
        """Judge one scanned text."""
        return self._current().read(text, now)

    def _chosen(self, picture: "PictureReading", now: datetime) -> tuple[CardReading, ...]:
        if picture.error is not None:
            raise PictureUnreadableError(picture.error)
        return self._judged(picture.texts, now)

    def _judged(self, texts: tuple[str, ...], now: datetime) -> tuple[CardReading, ...]:
        from clinic_terminal.card.choosing import choose

        verifier = self._current()
        return choose([verifier.read(text, now) for text in texts]).readings

    def _current(self) -> CardVerifier:
        """Return the verifier, made anew where a download moved the cursor since."""
        with self._store.read() as uow:
            cursor = uow.memory.freshness().cursor
            if cursor != self._cursor:
                document = uow.memory.card_keys()
                keys = read_keys(document) if document else None
                self._verifier = CardVerifier(keys, self._revocations(uow), self._patterns)
                self._cursor = cursor
        return self._verifier

    def _revocations(self, uow: UnitOfWork) -> RevocationSet:
        """Return the look-up table, made anew only where a card was revoked: a million take seconds."""
        revoked = uow.memory.revoked()
        if revoked != self._revoked:
            self._table, self._revoked = RevocationSet(revoked), revoked
        return self._table
