"""Quotes on the file: kept as they were made, found again by the child, never by another."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given

from clinic_terminal.application.failures import QuoteUnknownError, StoreFailedError
from clinic_terminal.domain.quote import Quote
from clinic_terminal.store import values
from clinic_terminal.store.quotes import OF_CHAIN
from clinic_terminal.store.store import SqlStore
from tests.quoting import ours, quote, theirs
from tests.store import shapes
from tests.store.parts import MINUTE, behind


def made(number: int, **more: object) -> Quote:
    """Return a quote that was made ``number`` minutes after the first; keywords replace its fields."""
    first = quote(**more)
    return replace(first, id=f"Q-{number:04d}", made_at=first.made_at + number * MINUTE)


def kept(store: SqlStore, *quotes: Quote) -> None:
    for one in quotes:
        with store.begin() as work:
            work.quotes.put(one)


@given(shapes.values(Quote))
def test_any_quote_comes_back_equal(one: Quote) -> None:
    assert values.QUOTE.load(values.QUOTE.dump(one)) == one


def test_a_quote_is_read_back_as_it_was_made(store: SqlStore) -> None:
    one = made(1, answer=theirs(ours()))
    kept(store, one)
    with store.read() as work:
        assert work.quotes.get(one.id) == one


def test_an_unknown_quote_is_said_to_be_unknown(store: SqlStore) -> None:
    with store.read() as work, pytest.raises(QuoteUnknownError):
        work.quotes.get("Q-9999")


def test_an_answer_takes_its_place_in_the_quote(store: SqlStore) -> None:
    one = made(1)
    answered = replace(one, answer=theirs(ours()))
    kept(store, one, answered)
    with store.read() as work:
        assert work.quotes.of_chain(one.chain) == [answered]


def test_a_childs_quotes_come_newest_first_and_nobody_elses(store: SqlStore) -> None:
    other = replace(quote().person, member="202604C00000010199")
    kept(store, made(1), made(3), made(2), made(4, person=other), made(5, policy="POL-2"))
    with store.read() as work:
        assert [one.id for one in work.quotes.of_chain(quote().chain)] == ["Q-0003", "Q-0002", "Q-0001"]
        assert [one.id for one in work.quotes.of_chain(quote().chain, most=1)] == ["Q-0003"]
        assert work.quotes.of_chain("nobody/POL-1") == []


def test_quotes_of_one_instant_keep_an_order(store: SqlStore) -> None:
    kept(store, made(1), replace(made(1), id="Q-0002"))
    with store.read() as work:
        assert [one.id for one in work.quotes.of_chain(quote().chain)] == ["Q-0002", "Q-0001"]


def test_a_childs_quotes_are_found_by_an_index(store: SqlStore, path: Path) -> None:
    kept(store, made(1))
    with behind(path) as connection:
        plan = connection.execute(f"EXPLAIN QUERY PLAN {OF_CHAIN}", {"chain": "A", "most": 1}).fetchall()
    assert any("quotes_chain" in row[3] for row in plan), plan


def test_a_document_that_is_no_quote_is_refused(store: SqlStore, path: Path) -> None:
    kept(store, made(1))
    with behind(path) as connection:
        connection.execute("UPDATE quotes SET document = x'00'")
        connection.commit()
    with store.read() as work, pytest.raises(StoreFailedError):
        work.quotes.get("Q-0001")


def test_an_undone_step_leaves_no_quote(store: SqlStore) -> None:
    def goes_wrong() -> None:
        with store.begin() as work:
            work.quotes.put(made(1))
            raise TimeoutError

    with pytest.raises(TimeoutError):
        goes_wrong()
    with store.read() as work:
        assert work.quotes.of_chain(quote().chain) == []


def test_the_day_stands_beside_the_document(store: SqlStore, path: Path) -> None:
    tomorrow = quote().day + timedelta(days=1)
    kept(store, made(1, day=tomorrow))
    with behind(path) as connection:
        assert connection.execute("SELECT day FROM quotes").fetchall() == [(tomorrow.isoformat(),)]
