"""The documents name what is there: decisions in their list, links that lead somewhere, words of the code."""

import re
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, tracked, tracked_below

DECISION = re.compile(r"^docs/decisions/(\d{4})-[a-z0-9-]+\.md$")
SECTIONS = ["Context", "Decision", "Consequences", "Alternatives"]
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
CODE = ROOT / "clinic_terminal"
NAME = re.compile(r"`([^`]+)`")


def decisions() -> list[str]:
    return [name for name in tracked() if DECISION.match(name)]


def words(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_decisions_are_numbered_without_gaps_and_stand_in_their_list() -> None:
    found = decisions()
    assert [int(Path(name).name[:4]) for name in found] == list(range(1, len(found) + 1))
    listed = LINK.findall(words("docs/decisions/README.md"))
    assert listed == [Path(name).name for name in found]


@pytest.mark.parametrize("name", decisions())
def test_a_decision_has_its_four_parts(name: str) -> None:
    text = words(name)
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == SECTIONS
    title = text.split("\n", 1)[0].split(". ", 1)[1]
    assert f"[{title}](" in words("docs/decisions/README.md")


def test_links_between_documents_lead_somewhere() -> None:
    names = [name for name in tracked_below("", ".md") if not name.startswith("tests/")]
    lost = [
        f"{name}: {target}"
        for name in names
        for target in LINK.findall(words(name))
        if not (ROOT / name).parent.joinpath(target).exists()
    ]
    assert lost == []


def test_the_glossary_names_things_that_the_code_has() -> None:
    code = "\n".join(words(name) for name in tracked_below("clinic_terminal/", ".py"))
    known = set(re.findall(r"\w+", code))
    cells = [row.split("|")[3] for row in words("docs/glossary.md").splitlines() if row.count("|") >= 5]
    names = [name for cell in cells for name in NAME.findall(cell)]
    assert len(names) > 70
    files = [name for name in names if "/" in name or name.endswith(".json")]
    # A file that comes later (the publisher's key) is named by the code that will read it.
    gone = [name for name in files if Path(name).name not in code and not (CODE / name).is_file()]
    lost = [name for name in names if name not in files and not known.issuperset(name.split("."))]
    assert gone + lost == []
