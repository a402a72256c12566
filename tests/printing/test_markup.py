import pytest

from clinic_terminal.printing.markup import text


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("<b>&\"'", "&lt;b&gt;&amp;&quot;&#x27;"),
        ("一\u3000二\n三\u00a0四", "一 二 三 四"),
        ("a\x00b\u202ec\u200dd", "abcd"),
        ("𬱟·㛃", "𬱟·㛃"),
    ],
)
def test_text_is_harmless_and_on_one_line(given: str, shown: str) -> None:
    assert text(given) == shown
