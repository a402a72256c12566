"""The card reader on the keys and revocations that the store holds."""

from datetime import datetime
from pathlib import Path

from clinic_terminal.application.failures import PictureUnreadableError
from clinic_terminal.application.ports import Store
from clinic_terminal.card.key_document import read_keys
from clinic_terminal.card.reading import CardVerifier
from clinic_terminal.card.revocations import RevocationSet
from clinic_terminal.domain.member import CardReading


class StoredKeyCards:
    """Card reading by the keys and revocations that the store holds now."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._cursor: str | None = None
        self._verifier = CardVerifier(None, RevocationSet())

    def read_picture(self, path: Path, now: datetime) -> tuple[CardReading, ...]:
        """Return the reading that counts in a picture; several where it must be asked."""
        # Pillow, numpy and zxing-cpp are loaded with the first picture, not with the program.
        from clinic_terminal.card.choosing import choose
        from clinic_terminal.card.decode import read_picture

        picture = read_picture(path)
        if picture.error is not None:
            raise PictureUnreadableError(picture.error)
        verifier = self._current()
        return choose([verifier.read(text, now) for text in picture.texts]).readings

    def read_text(self, text: str, now: datetime) -> CardReading:
        """Judge one scanned text."""
        return self._current().read(text, now)

    def _current(self) -> CardVerifier:
        """Return the verifier, made anew where a download moved the cursor since."""
        with self._store.read() as uow:
            cursor = uow.memory.freshness().cursor
            if cursor != self._cursor:
                document = uow.memory.card_keys()
                keys = read_keys(document) if document else None
                self._verifier = CardVerifier(keys, RevocationSet(uow.memory.revoked()))
                self._cursor = cursor
        return self._verifier
