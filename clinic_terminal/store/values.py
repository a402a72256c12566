"""How times and nested values are written into columns and read back."""

import zlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import Generic, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError

from clinic_terminal.application.failures import StoreFailedError
from clinic_terminal.application.ports import Enrolment, PlanEdition
from clinic_terminal.application.store_ports import MemberRecord
from clinic_terminal.domain.adjudication import Counters
from clinic_terminal.domain.eligibility import Person, Snapshot
from clinic_terminal.domain.invoice import Invoice
from clinic_terminal.domain.network import NetworkClinic
from clinic_terminal.domain.quote import Quote
from clinic_terminal.domain.tariff import TariffEdition
from clinic_terminal.domain.visit import Visit
from clinic_terminal.store.causes import Cause

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

Value = TypeVar("Value")


def micros(moment: datetime) -> int:
    """Return the aware ``moment`` as microseconds since 1970 in UTC."""
    return (moment - _EPOCH) // _MICROSECOND


def moment(value: int) -> datetime:
    """Return the aware UTC time of ``value`` microseconds since 1970."""
    return _EPOCH + timedelta(microseconds=value)


def micros_or_none(moment: datetime | None) -> int | None:
    """Return ``micros`` of a time that may be missing."""
    return None if moment is None else micros(moment)


def moment_or_none(value: int | None) -> datetime | None:
    """Return ``moment`` of a column that may be empty."""
    return None if value is None else moment(value)


class Document(Generic[Value]):
    """One kind of frozen value as JSON in UTF-8.

    A value that JSON cannot hold and a text that does not fit the annotations, taken strictly, both raise
    StoreFailedError with cause DOCUMENT; neither is ever part of the error.
    """

    def __init__(self, kind: type[Value]) -> None:
        self._kind = kind

    @cached_property
    def _adapter(self) -> TypeAdapter[Value]:
        return TypeAdapter(self._kind)

    def dump(self, value: Value) -> bytes:
        """Return ``value`` as JSON."""
        try:
            return self._adapter.dump_json(value, warnings=False, fallback=_plain)
        except PydanticSerializationError:
            raise StoreFailedError(Cause.DOCUMENT) from None

    def load(self, document: bytes) -> Value:
        """Return the value that ``document`` holds."""
        try:
            return self._adapter.validate_json(document, strict=True)
        except ValidationError:
            raise StoreFailedError(Cause.DOCUMENT) from None


class PackedDocument(Document[Value]):
    """A document of many kilobytes, packed by zlib: packing is cheaper than encrypting it all."""

    def dump(self, value: Value) -> bytes:
        """Return ``value`` as packed JSON."""
        return zlib.compress(super().dump(value), 1)

    def load(self, document: bytes) -> Value:
        """Return the value that the packed ``document`` holds."""
        try:
            return super().load(zlib.decompress(document))
        except zlib.error:
            raise StoreFailedError(Cause.DOCUMENT) from None


class RepeatedDocument(PackedDocument[Value]):
    """A packed document that the desk reads again at every step: the last ones read are not parsed again.

    They are told apart by their bytes, and what a document holds is frozen.
    """

    _KEPT = 128

    @cached_property
    def _parsed(self) -> Callable[[bytes], Value]:
        return lru_cache(self._KEPT)(super().load)

    def load(self, document: bytes) -> Value:
        """Return the value that the packed ``document`` holds."""
        return self._parsed(document)


class _NoJsonError(TypeError):
    """A kind of value that no document holds."""


def _plain(value: object) -> object:
    if isinstance(value, MappingProxyType):
        return dict(value)
    raise _NoJsonError


VISIT = RepeatedDocument(Visit)
SNAPSHOT = Document(Snapshot)
PERSON = Document(Person)
COUNTERS = Document(Counters)
PLAN = Document(PlanEdition)
MEMBER = Document(MemberRecord)
NETWORK_CLINIC = Document(NetworkClinic)
ENROLMENT = Document(Enrolment)
TARIFF_EDITION = PackedDocument(TariffEdition)
QUOTE = PackedDocument(Quote)
INVOICE = Document(Invoice)
