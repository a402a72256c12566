"""A code stands for one failure: two of one code would be told with the words of the last."""

from collections import Counter
from importlib import import_module
from pkgutil import iter_modules

import clinic_terminal.application
from clinic_terminal.application.failures import ApplicationError
from clinic_terminal.ui import failure_table
from clinic_terminal.ui.failure_table import TABLE


def _below(kind: type[ApplicationError]) -> set[type[ApplicationError]]:
    return {kind}.union(*(_below(one) for one in kind.__subclasses__()))


def test_no_two_failures_have_one_code() -> None:
    for module in iter_modules(clinic_terminal.application.__path__):
        import_module(f"{clinic_terminal.application.__name__}.{module.name}")
    own = [kind for kind in _below(ApplicationError) if "code" in vars(kind)]
    house = [kind for kind in own if kind.__module__.startswith("clinic_terminal.")]
    assert len(house) > 50
    twice = {code for code, count in Counter(kind.code for kind in house).items() if count > 1}
    assert twice == set()


def test_no_part_of_the_table_hides_the_words_of_another() -> None:
    parts = [value for name, value in vars(failure_table).items() if name.isupper() and name != "TABLE"]
    told = [part for part in parts if isinstance(part, dict) and set(part) <= set(TABLE)]
    assert sum(len(part) for part in told) == len(TABLE)
