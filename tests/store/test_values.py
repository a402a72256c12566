"""Documents and times: what is written is read back the same, and nothing else is read."""

import traceback
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_terminal.application.failures import StoreFailedError
from clinic_terminal.application.ports import Enrolment, PlanEdition
from clinic_terminal.domain.adjudication import Counters
from clinic_terminal.domain.eligibility import Snapshot
from clinic_terminal.domain.visit import Visit
from clinic_terminal.store import values
from clinic_terminal.store.causes import Cause
from tests.build import CHILD, NOW, snapshot
from tests.store import shapes
from tests.store.parts import signed

MOMENTS = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC))  # noqa: DTZ001  bounds


@given(MOMENTS)
def test_a_time_comes_back_to_the_microsecond(moment: datetime) -> None:
    back = values.moment(values.micros(moment))
    assert back == moment
    assert back.tzinfo is UTC


def test_a_time_of_another_zone_comes_back_in_utc() -> None:
    shanghai = NOW.astimezone(timezone(timedelta(hours=8)))
    assert values.moment(values.micros(shanghai)).isoformat() == NOW.isoformat()


def test_a_missing_time_stays_missing() -> None:
    assert values.micros_or_none(None) is None
    assert values.moment_or_none(None) is None


@given(shapes.values(Visit))
def test_any_visit_comes_back_equal(visit: Visit) -> None:
    assert values.VISIT.load(values.VISIT.dump(visit)) == visit


@given(shapes.values(Snapshot))
def test_any_snapshot_comes_back_equal(snapshot: Snapshot) -> None:
    assert values.SNAPSHOT.load(values.SNAPSHOT.dump(snapshot)) == snapshot


@given(shapes.values(PlanEdition))
def test_any_plan_edition_comes_back_equal(edition: PlanEdition) -> None:
    assert values.PLAN.load(values.PLAN.dump(edition)) == edition


@given(shapes.values(Counters))
def test_any_counters_come_back_equal(counters: Counters) -> None:
    assert values.COUNTERS.load(values.COUNTERS.dump(counters)) == counters


@given(shapes.values(Enrolment))
def test_any_enrolment_comes_back_equal(enrolment: Enrolment) -> None:
    assert values.ENROLMENT.load(values.ENROLMENT.dump(enrolment)) == enrolment


def test_what_comes_back_works_as_what_went_in() -> None:
    back = values.VISIT.load(values.VISIT.dump(signed()))
    assert back.bill is not None
    assert back.evidence is not None
    assert type(back.stage) is type(signed().stage)
    assert back.evidence.snapshot_as_of is not None
    assert back.evidence.snapshot_as_of.utcoffset() == timedelta(0)
    posted = back.bill.result.posted
    assert posted.plus(posted).minus(posted) == posted
    hash(back.consent)


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"{}{",
        b"[]",
        b'{"pool_fen":"1"}',
        b'{"pool_fen":1.5}',
        b'{"pool_fen":true}',
        b'{"category_fen":{"UNKNOWN":1}}',
        b'{"units":[1]}',
        b"\xff",
    ],
)
def test_a_document_that_does_not_fit_is_refused(document: bytes) -> None:
    with pytest.raises(StoreFailedError) as caught:
        values.COUNTERS.load(document)
    assert caught.value.cause == Cause.DOCUMENT


def test_a_visit_that_is_read_again_is_not_parsed_again() -> None:
    visit = signed()
    document = values.VISIT.dump(visit)
    first = values.VISIT.load(document)
    assert values.VISIT.load(bytes(document)) is first
    other = values.VISIT.dump(replace(visit, revision=visit.revision + 1))
    assert values.VISIT.load(other) == replace(first, revision=visit.revision + 1)


def test_a_visit_that_is_refused_stays_refused() -> None:
    for _ in range(2):
        with pytest.raises(StoreFailedError):
            values.VISIT.load(zlib.compress(b"{}"))


def test_a_refused_document_is_no_part_of_the_error() -> None:
    document = values.SNAPSHOT.dump(snapshot())
    assert CHILD.name.encode() in document
    with pytest.raises(StoreFailedError) as caught:
        values.VISIT.load(zlib.compress(document))
    assert CHILD.name not in "".join(traceback.format_exception(caught.value))


class Strange(Mapping[str, int]):
    """A mapping that JSON knows nothing of."""

    def __getitem__(self, key: str) -> int:
        raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def test_a_value_that_json_cannot_hold_is_refused_before_it_is_stored() -> None:
    with pytest.raises(StoreFailedError) as caught:
        values.COUNTERS.dump(Counters(units=Strange()))
    assert caught.value.cause == Cause.DOCUMENT


def test_a_read_only_mapping_is_written_as_its_entries() -> None:
    counters = Counters(units=MappingProxyType({"BS07": 2}))
    assert b'"units":{"BS07":2}' in values.COUNTERS.dump(counters)
