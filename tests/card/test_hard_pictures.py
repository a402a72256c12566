"""A few of the hard pictures that the benchmarks judge by the hundred; seed and counts are fixed."""

import pytest

from benchmarks.hard_pictures import KINDS, pictures
from clinic_terminal.card.cascade import texts_in
from clinic_terminal.card.decode import read_image
from tests.card.issuers import token

_SEED = 20260302
_TEXT = token()


def _frozen() -> float:
    """Return the same moment for ever: the cascade then runs to its end on any machine."""
    return 0.0


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_seed_gives_the_same_pictures_and_the_mildest_are_read(kind: str) -> None:
    (first,), (again,) = (pictures(_TEXT, kind, 1, 1, _SEED) for _ in range(2))
    assert first.tobytes() == again.tobytes()
    assert read_image(first, _frozen).texts == (_TEXT,)


@pytest.mark.parametrize(
    ("kind", "severity"),
    [("moiré", 3), ("blur", 4), ("perspective", 5), ("low light", 4), ("dark mode", 5), ("small", 5)],
)
def test_what_zxing_alone_does_not_read_is_read_after_the_cascade(kind: str, severity: int) -> None:
    images = pictures(_TEXT, kind, severity, 4, _SEED)
    plain = sum(_TEXT in texts_in(image) for image in images)
    ours = sum(read_image(image, _frozen).texts == (_TEXT,) for image in images)
    assert ours > plain, f"{kind} {severity}, seed {_SEED}: {ours} of 4 after {plain}"
