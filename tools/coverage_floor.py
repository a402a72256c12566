"""Coverage only rises: a pytest plugin that holds the figure in a file.

It is loaded by `-p tools.coverage_floor --coverage-floor FILE` and judges after the last test and before
pytest's closing line. A run below the floor fails; a run more than a point above it says that the floor can
be raised. Runs that stopped early or failed are not judged.
"""

import io
from pathlib import Path

import pytest
from coverage import Coverage

SLACK = 1.0  # points above the floor before anybody is asked to raise it

_verdict = pytest.StashKey[str]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take the file with the floor, a number in percent."""
    parser.addoption("--coverage-floor", type=Path, required=True, metavar="FILE", help="the least coverage")


def measured_total() -> float:
    """Return the covered share of lines and branches, in percent, of the run just ended."""
    coverage = Coverage()
    coverage.load()
    return coverage.report(file=io.StringIO())


def judge(total: float, floor: float) -> tuple[bool, str]:
    """Return whether the total holds the floor, and the sentence to show."""
    if total < floor:
        return False, f"coverage {total:.2f} % is below the floor of {floor:.2f} %: test what is new"
    if total > floor + SLACK:
        return True, f"coverage {total:.2f} %: the floor of {floor:.2f} % can be raised"
    return True, f"coverage {total:.2f} %, floor {floor:.2f} %"


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Judge a complete, green run, once: not in the processes that only run a part of the tests."""
    if exitstatus != pytest.ExitCode.OK or hasattr(session.config, "workerinput"):
        return
    file: Path = session.config.getoption("--coverage-floor")
    holds, sentence = judge(measured_total(), float(file.read_text(encoding="utf-8")))
    session.config.stash[_verdict] = sentence
    if not holds:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show the verdict above pytest's closing line."""
    sentence = terminalreporter.config.stash.get(_verdict, "")
    if sentence:
        terminalreporter.write_line(sentence)
