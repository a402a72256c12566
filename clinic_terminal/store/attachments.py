"""Files of visits: one row each with the file's bytes, found again by the visit."""

from hashlib import sha256

from sqlalchemy import func, insert, select
from sqlcipher3.dbapi2 import Connection

from clinic_terminal.application.sheet_failures import AttachmentChangedError, AttachmentUnknownError
from clinic_terminal.domain.attachment import Attached, Media
from clinic_terminal.store.sql import Values, compiled, given
from clinic_terminal.store.tables import attachments
from clinic_terminal.store.values import micros, moment

_row = attachments.c
_ADD = compiled(insert(attachments))
_OF_VISIT = compiled(
    select(_row.id, _row.visit, _row.kind, _row.at, _row.digest, func.length(_row.body))
    .where(_row.visit == given("visit"))
    .order_by(_row.at, _row.id)
)
_BODY = compiled(select(_row.digest, _row.body).where(_row.id == given("id")))


class SqlAttachments:
    """The files within one transaction."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, attached: Attached, body: bytes) -> None:
        """Keep a file."""
        row: Values = {
            "id": attached.id,
            "visit": attached.visit,
            "kind": attached.media.value,
            "at": micros(attached.at),
            "digest": attached.digest,
            "body": body,
        }
        self._connection.execute(_ADD, row)

    def of_visit(self, visit_id: str) -> list[Attached]:
        """Return what is attached to a visit, oldest first, without the bytes."""
        rows = self._connection.execute(_OF_VISIT, {"visit": visit_id})
        return [
            Attached(key, visit, Media(kind), moment(at), digest, size)
            for key, visit, kind, at, digest, size in rows
        ]

    def body(self, attachment_id: str) -> bytes:
        """Return a file's bytes; raises AttachmentUnknownError, AttachmentChangedError."""
        row = self._connection.execute(_BODY, {"id": attachment_id}).fetchone()
        if row is None:
            raise AttachmentUnknownError
        digest, body = row
        if sha256(body).hexdigest() != digest:
            raise AttachmentChangedError
        return bytes(body)
