"""The rules of the house hold for every file, and each rule can fail."""

from collections.abc import Callable, Iterable

import pytest

from tests.architecture import rules
from tests.architecture.tree import text, tracked, tracked_below

Rule = Callable[[str], Iterable[str]]


def offences(rule: Rule, names: Iterable[str]) -> list[str]:
    return [f"{name}:{offence}" for name in names for offence in rule(text(name) or "")]


def test_files_functions_and_classes_stay_small() -> None:
    names = [*tracked_below("clinic_terminal/", ".py"), *tracked_below("tests/", ".py")]
    assert offences(rules.sizes, names) == []


def test_the_domain_knows_values_only() -> None:
    assert offences(rules.domain_breaches, tracked_below("clinic_terminal/domain/", ".py")) == []


def test_colours_stand_in_the_tokens_only() -> None:
    assert offences(rules.colours_in_code, tracked_below("clinic_terminal/ui/", ".py")) == []
    sheets = [name for name in tracked() if name.endswith(".qss")]
    assert offences(rules.colours_in_stylesheet, sheets) == []


def test_no_sentence_hides_inside_an_f_string() -> None:
    assert offences(rules.hidden_sentences, tracked_below("clinic_terminal/", ".py")) == []


def test_no_work_is_put_off() -> None:
    assert offences(rules.marks, tracked()) == []


def test_no_test_is_skipped() -> None:
    assert offences(rules.skips, tracked_below("tests/", ".py")) == []


def test_no_file_names_a_registry_or_a_machine() -> None:
    assert offences(rules.outside_addresses, tracked()) == []


A_LONG_FUNCTION = "def f() -> None:\n" + "    pass\n" * 40
A_LONG_FUNCTION_INSIDE = "class C:\n    def f(self) -> None:\n" + "        pass\n" * 40
A_WIDE_CLASS = "class C:\n" + "".join(f"    def f{n}(self) -> None: ...\n" for n in range(21))


@pytest.mark.parametrize(
    ("rule", "planted"),
    [
        (rules.sizes, "\n" * 401),
        (rules.sizes, A_LONG_FUNCTION),
        (rules.sizes, A_LONG_FUNCTION_INSIDE),
        (rules.sizes, A_WIDE_CLASS),
        (rules.domain_breaches, "import os"),
        (rules.domain_breaches, "from os.path import join"),
        (rules.domain_breaches, "def f() -> None:\n    import json"),
        (rules.domain_breaches, "from clinic_terminal import settings"),
        (rules.domain_breaches, "from clinic_terminal.store import rows"),
        (rules.domain_breaches, "open('plan.toml')"),
        (rules.colours_in_code, "QColor('#1a2b3c')"),
        (rules.colours_in_code, "sheet = 'color: rgba(1, 2, 3, 4)'"),
        (rules.colours_in_stylesheet, "QLabel { color: #abc; }"),
        (rules.hidden_sentences, "f\"{words(N_('保存'))} {name}\""),
        (rules.marks, "# TO" + "DO: later"),
        (rules.marks, "FIX" + "ME"),
        (rules.skips, "@pytest.mark.sk" + "ip"),
        (rules.skips, "pytest.x" + "fail('one day')"),
        (rules.outside_addresses, "https://py" + "pi.org/simple"),
        (rules.outside_addresses, "-" + "-extra-index-url x"),
        (rules.outside_addresses, "see /ro" + "ot/notes"),
        (rules.outside_addresses, 'cd "/ho' + 'me/mei/clinic"'),
        (rules.outside_addresses, "C:\\Us" + "ers\\mei"),
    ],
)
def test_each_rule_finds_what_it_forbids(rule: Rule, planted: str) -> None:
    assert list(rule(planted)) != []


@pytest.mark.parametrize(
    ("rule", "allowed"),
    [
        (rules.sizes, A_LONG_FUNCTION.replace("    pass\n", "", 1)),
        (
            rules.domain_breaches,
            "from collections.abc import Mapping\nfrom clinic_terminal.domain import money",
        ),
        (rules.colours_in_code, "# issue #123456\nx = 'C#' + 'visit #12'"),
        (rules.colours_in_stylesheet, "QLabel#title { color: @ink; }"),
        (rules.outside_addresses, "https://central.example/root/v1 and /usr/share/fonts"),
    ],
)
def test_no_rule_finds_more_than_it_forbids(rule: Rule, allowed: str) -> None:
    assert list(rule(allowed)) == []
