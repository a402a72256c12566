"""The failures of reading and writing messages, each with its sentence and a stable code."""


class ContractError(Exception):
    """A message is not what the contract says; ``code`` is stable. The sentence never holds content."""

    code = "MESSAGE_REFUSED"


class NotJsonError(ContractError):
    """The bytes are no JSON object that both sides would read alike; ``code`` says in which way.

    NOT_JSON, NOT_AN_OBJECT, DUPLICATE_KEY, TOO_DEEP or NUMBER_TOO_LARGE.
    """

    _SENTENCES = {  # noqa: RUF012  a table that nobody changes
        "NOT_JSON": "The text is not JSON.",
        "NOT_AN_OBJECT": "The JSON text is not an object.",
        "DUPLICATE_KEY": "A key stands twice in one object.",
        "TOO_DEEP": "The JSON text is nested too deeply.",
        "NUMBER_TOO_LARGE": "A number is larger than JSON readers agree on.",
    }

    def __init__(self, code: str) -> None:
        super().__init__(self._SENTENCES[code])
        self.code = code


class NotCanonicalError(ContractError):
    """A value has no canonical form: a number too large, broken text, or something JSON does not have."""

    code = "NOT_CANONICAL"

    def __init__(self) -> None:
        super().__init__("The value has no canonical JSON form.")


class SignatureInvalidError(ContractError):
    """A signed text was not signed by the expected key for this purpose, or was changed since."""

    code = "SIGNATURE_INVALID"

    def __init__(self) -> None:
        super().__init__("The text does not carry a valid signature of the expected key.")


class KeyUnreadableError(ContractError):
    """A public key is not 32 bytes in base64url."""

    code = "KEY_UNREADABLE"

    def __init__(self) -> None:
        super().__init__("The public key is not an Ed25519 key in base64url.")


class KeyUnknownError(ContractError):
    """The key document holds no such key."""

    code = "KEY_UNKNOWN"

    def __init__(self, kid: str) -> None:
        super().__init__("The key document holds no key of this id.")
        self.kid = kid


class CatalogueFileError(ContractError):
    """The catalogue file cannot be used; ``row`` counts the header as 1, ``column`` names the place."""

    def __init__(self, row: int, column: str, code: str) -> None:
        super().__init__(f"The catalogue, row {row}, column {column}: {code}.")
        self.row = row
        self.column = column
        self.code = code


class TableFileError(ContractError):
    """A table file cannot be read; ``cause`` says why, ``row`` and ``column`` where it is one place.

    ``row`` counts as a spreadsheet does, 0 for the whole file; ``column`` is its letters.
    """

    code = "TABLE_FILE"

    def __init__(self, cause: str, row: int = 0, column: str = "") -> None:
        super().__init__(f"The table file cannot be read: {cause} (row {row}, column {column or '-'}).")
        self.cause = cause
        self.row = row
        self.column = column


class EditionsFileError(ContractError):
    """The publisher's list of editions is not one; ``place`` names what in it cannot be used."""

    code = "EDITIONS_FILE"

    def __init__(self, place: str) -> None:
        super().__init__(f"The list of editions cannot be used: {place}.")
        self.place = place
