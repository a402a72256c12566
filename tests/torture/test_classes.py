"""A small share of every fault class: no promise breaks. The full counts are `make torture`."""

import importlib
import sys

import pytest

from torture.__main__ import CLASSES
from torture.results import Result


@pytest.mark.parametrize("name", CLASSES)
def test_a_small_share_breaks_no_promise(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    module = importlib.import_module(f"torture.{CLASSES[name]}")
    result: Result = module.run(module.SMALL, 1)
    with capsys.disabled():
        sys.stdout.write(f"\n{name}: {result.count} of {module.GOAL}, {result.violations} violations ")
    assert result.name == name
    assert result.count >= 1
    assert result.broken == ()
    assert result.violations == 0
