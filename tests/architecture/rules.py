"""The house rules as functions from a text to the sentences about what is wrong with it."""

import ast
import re
from collections.abc import Iterator

FILE_LINES = 400
FUNCTION_LINES = 40
CLASS_METHODS = 20

DOMAIN_MAY_IMPORT = frozenset(
    {
        "bisect",
        "calendar",
        "collections",
        "dataclasses",
        "datetime",
        "decimal",
        "enum",
        "fractions",
        "functools",
        "hashlib",
        "itertools",
        "math",
        "operator",
        "re",
        "string",
        "types",
        "typing",
        "unicodedata",
    }
)
DOMAIN_MAY_NOT_CALL = frozenset({"open", "print", "input", "exec", "eval", "__import__"})

# Written so that no pattern finds itself.
MARKS = re.compile(r"\b(TO[D]O|FIX[M]E|XX[X])\b")
SKIPS = re.compile(r"pytest\.(mark\.)?ski[p]|\bx[f]ail\b|unittest\.ski[p]")
REGISTRIES = re.compile(
    r"py[p]i\.org|python[h]osted\.org|npm[j]s\.org|/simple/[a-z]"
    r"|-{2}(extra-)?index-url|-{2}find-links|source = \{ registr[y]"
    r"|(tuna\.tsinghua|aliyun|tencent|douban|huaweicloud)\S*/(pypi|simple)",
)
MACHINE_PATHS = re.compile(
    r"(?<![\w.:/$}~-])/(root|home/\w+|Users/\w+|work/\w+|opt/wheels)\b|[A-Z]:\\Users\\\w"
)
COLOURS = re.compile(r"#(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{6}|[0-9a-fA-F]{3,4})(?![0-9a-zA-Z])|\brgba?\(")

MARKERS = frozenset({"_", "N_", "_n"})
"""What marks a sentence for the catalogues."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


def sizes(source: str) -> Iterator[str]:
    """Name a file, functions and classes that have grown too big to be seen at a glance."""
    lines = source.count("\n")
    if lines > FILE_LINES:
        yield f"the file has {lines} lines"
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, Function) and (length := _length(node)) > FUNCTION_LINES:
            yield f"{node.lineno}: function {node.name} has {length} lines"
        if isinstance(node, ast.ClassDef):
            methods = sum(isinstance(child, Function) for child in node.body)
            if methods > CLASS_METHODS:
                yield f"{node.lineno}: class {node.name} has {methods} methods"


def _length(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def hidden_sentences(source: str) -> Iterator[str]:
    """Name sentences inside an f-string: there `make locale` does not see them."""
    for outer in ast.walk(ast.parse(source)):
        if not isinstance(outer, ast.JoinedStr):
            continue
        for node in ast.walk(outer):
            if _marks_a_sentence(node):
                yield f"{outer.lineno}: a sentence stands inside an f-string"


def _marks_a_sentence(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
        return False
    return node.func.id in MARKERS and any(isinstance(argument, ast.Constant) for argument in node.args)


def domain_breaches(source: str) -> Iterator[str]:
    """Name what a domain module imports or calls beyond values and pure functions."""
    for node in ast.walk(ast.parse(source)):
        for name in _imported(node):
            inside = name == "clinic_terminal.domain" or name.startswith("clinic_terminal.domain.")
            if not inside and name.partition(".")[0] not in DOMAIN_MAY_IMPORT:
                yield f"{getattr(node, 'lineno', 0)}: imports {name}"
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in DOMAIN_MAY_NOT_CALL
        ):
            yield f"{node.lineno}: calls {node.func.id}"


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        if node.level:
            return []  # relative imports are ruff's affair (TID252) and stay in the package
        if node.module == "clinic_terminal":
            return [f"clinic_terminal.{alias.name}" for alias in node.names]
        return [node.module or ""]
    return []


def colours_in_code(source: str) -> Iterator[str]:
    """Name the colours written into a module's strings instead of resources/tokens.toml."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and COLOURS.search(node.value):
            yield f"{node.lineno}: colour in {node.value[:40]!r}"


def colours_in_stylesheet(source: str) -> Iterator[str]:
    """Name the colours written into a stylesheet instead of resources/tokens.toml."""
    yield from _lines_with(COLOURS, source)


def marks(source: str) -> Iterator[str]:
    """Name the lines that put work off."""
    yield from _lines_with(MARKS, source)


def skips(source: str) -> Iterator[str]:
    """Name the tests that do not run."""
    yield from _lines_with(SKIPS, source)


def outside_addresses(source: str) -> Iterator[str]:
    """Name the lines that tie the tree to one package registry or one person's machine."""
    yield from _lines_with(REGISTRIES, source)
    yield from _lines_with(MACHINE_PATHS, source)


def _lines_with(pattern: re.Pattern[str], source: str) -> Iterator[str]:
    for number, line in enumerate(source.splitlines(), start=1):
        if pattern.search(line):
            yield f"{number}: {line.strip()[:80]}"
