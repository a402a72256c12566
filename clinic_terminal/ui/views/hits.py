"""Which part of a name a typed query hit: by characters, by pinyin, by initials, or by a mixture."""

from collections.abc import Iterator
from functools import cache

from clinic_terminal.pinyin import LONGEST_QUERY, folded, readings

_DOUBLE_INITIALS = ("zh", "ch", "sh")


def hits(query: str, name: str) -> tuple[tuple[int, int], ...]:
    """Return start and end of what each word of ``query`` hit in ``name``, in the name's order.

    A word that is not in the name (it found the item by its code, say) hits nothing.
    """
    words = [word[:LONGEST_QUERY] for word in map(folded, query.split()) if word]
    found = filter(None, (_hit(word, name) for word in words))
    return tuple(sorted(found))


def _hit(word: str, name: str) -> tuple[int, int] | None:
    for start in range(len(name)):
        if not _plain(name[start]) or _is_inside_a_word(name, start):
            continue
        end = _reach(word, name, start)
        if end is not None:
            return start, end
    return None


@cache
def _plain(sign: str) -> str:
    return folded(sign)


def _is_inside_a_word(name: str, at: int) -> bool:
    """Tell whether letters or figures go on at ``at``: those are found from their beginning only."""
    return at > 0 and name[at].isascii() and name[at - 1].isascii() and name[at - 1].isalnum()


def _reach(word: str, name: str, start: int) -> int | None:
    """Return where ``word`` ends when it is read from ``start`` on, None where it cannot be."""
    rests = {word}
    for at in range(start, len(name)):
        if not _plain(name[at]):
            continue
        rests = {rest[len(typed) :] for rest in rests for typed in _typed_for(rest, name[at])}
        if "" in rests:
            return at + 1
        if not rests:
            return None
    return None


def _typed_for(word: str, sign: str) -> Iterator[str]:
    """Yield what of the beginning of ``word`` can stand for ``sign``."""
    plain = _plain(sign)
    if word.startswith(plain):
        yield plain
    for reading in readings(sign):
        if word.startswith(reading):
            yield reading
        elif reading.startswith(word):
            yield word
        if reading.startswith(_DOUBLE_INITIALS) and word.startswith(reading[:2]):
            yield reading[:2]
        if word.startswith(reading[0]):
            yield reading[0]
