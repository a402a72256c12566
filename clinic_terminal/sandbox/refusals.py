"""What the practice server refuses: one class per refusal, with status, stable code and sentence."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar

from clinic_terminal.contract.problems import problem_bytes


class RefusedError(Exception):
    """A request is refused; becomes a problem document. ``detail`` never repeats what was sent."""

    status: ClassVar[int] = 422
    code: ClassVar[str] = "MESSAGE_REFUSED"
    title: ClassVar[str] = "The message is not what the contract says."
    headers: ClassVar[Mapping[str, str]] = MappingProxyType({})

    def __init__(self, detail: str = "", field: str = "") -> None:
        super().__init__(f"{self.title} {detail}".strip())
        self.detail = detail
        self.field = field

    def problem(self) -> bytes:
        """Return the problem document."""
        return problem_bytes(self.status, self.code, self.title, self.detail, self.field)


class JsonRefusedError(RefusedError):
    """The body is no JSON object."""

    status = 400
    code = "NOT_JSON"
    title = "The body is not a JSON object that both sides would read alike."


class FormRefusedError(RefusedError):
    """The form of a sign-in lacks a field or asks for another kind of grant."""

    status = 400
    code = "FORM_REFUSED"
    title = "The form is not a client credentials request with a signed assertion."


class HostRefusedError(RefusedError):
    """The request names a host that is not this computer."""

    status = 400
    code = "HOST_REFUSED"
    title = "The practice server answers only under the names of this computer."


class TokenRefusedError(RefusedError):
    """No bearer token, or one that is unknown or has expired."""

    status = 401
    code = "TOKEN_REFUSED"
    title = "The access token is missing, unknown or expired."
    headers = MappingProxyType({"WWW-Authenticate": 'Bearer realm="central-api"'})


class AssertionRefusedError(RefusedError):
    """The signed statement of a sign-in does not hold."""

    status = 401
    code = "ASSERTION_REFUSED"
    title = "The signed statement of the sign-in does not hold."
    headers = MappingProxyType({"WWW-Authenticate": 'Bearer realm="central-api"'})


class TerminalRevokedError(RefusedError):
    """The terminal was revoked."""

    status = 403
    code = "TERMINAL_REVOKED"
    title = "This terminal was revoked; a manager must enrol it again."


class NotFoundError(RefusedError):
    """There is nothing at this address."""

    status = 404
    code = "NOT_FOUND"
    title = "There is nothing at this address."


class ActUnknownError(RefusedError):
    """The act is not known for this clinic."""

    status = 404
    code = "ACT_UNKNOWN"
    title = "No act of this id was received from this clinic."


class TerminalUnknownError(RefusedError):
    """There is no such terminal."""

    status = 404
    code = "TERMINAL_UNKNOWN"
    title = "There is no such terminal."


class MethodRefusedError(RefusedError):
    """The address does not know the method."""

    status = 405
    code = "METHOD_NOT_ALLOWED"
    title = "This address does not know the method."


class CodeSpentError(RefusedError):
    """The activation code enrolled another key already."""

    status = 409
    code = "CODE_SPENT"
    title = "The activation code was used already."


class CursorGoneError(RefusedError):
    """The cursor is of another memory of the server: changes must be read from the start."""

    status = 410
    code = "CURSOR_GONE"
    title = "The cursor is not known; read the changes from the start."


class BodyTooLargeError(RefusedError):
    """The body is larger than any message of this kind."""

    status = 413
    code = "BODY_TOO_LARGE"
    title = "The body is too large."


class MediaTypeError(RefusedError):
    """The body is announced as something else."""

    status = 415
    code = "MEDIA_TYPE"
    title = "The content type is not the one that this address takes."


class CodeUnknownError(RefusedError):
    """There is no such activation code."""

    code = "CODE_UNKNOWN"
    title = "There is no such activation code."


class CodeExpiredError(RefusedError):
    """The activation code was not used in time."""

    code = "CODE_EXPIRED"
    title = "The activation code has expired."


class DigestWrongError(RefusedError):
    """The envelope's digest is not the digest of the envelope."""

    code = "DIGEST_WRONG"
    title = "The digest does not fit the envelope."


class DigestConflictError(RefusedError):
    """The id was used for another content."""

    code = "DIGEST_CONFLICT"
    title = "An act of this id with other content was received before."


class TerminalMismatchError(RefusedError):
    """The envelope names a terminal of another clinic."""

    code = "TERMINAL_MISMATCH"
    title = "The act names a terminal that is not of this clinic."


class ChainMismatchError(RefusedError):
    """Payload and chain name different members, policies or clinics."""

    code = "CHAIN_MISMATCH"
    title = "The content does not belong to the chain or the clinic that the act names."


class CardRefusedError(RefusedError):
    """The card token does not verify, was revoked, or is another member's."""

    code = "CARD_REFUSED"
    title = "The card does not hold, or is not this member's."


class QuoteRefusedError(RefusedError):
    """The bill cannot be split: unknown policy or item, or figures that cannot be."""

    code = "QUOTE_REFUSED"
    title = "The bill cannot be split."


class NotPendingError(RefusedError):
    """There is no such act that waits for a decision."""

    code = "NOT_PENDING"
    title = "No act of this id waits for a decision."


class InternalError(RefusedError):
    """A fault of the practice server itself."""

    status = 500
    code = "INTERNAL"
    title = "The practice server failed; nothing was stored."
