"""A small share of every fault class: no promise breaks. The full counts are `make torture`."""

import importlib

import pytest

from tests.fault_counts import Count, NoteCount
from torture.__main__ import CLASSES
from torture.results import Result

SEED = 1


@pytest.mark.parametrize("name", CLASSES)
def test_a_small_share_breaks_no_promise(name: str, note_count: NoteCount) -> None:
    module = importlib.import_module(f"torture.{CLASSES[name]}")
    result: Result = module.run(module.SMALL, SEED)
    note_count(Count(name, result.count, module.GOAL, result.violations, str(SEED)))
    assert result.name == name
    assert result.count >= 1
    assert result.broken == ()
    assert result.violations == 0
