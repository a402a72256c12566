"""Tokens, their contrast, and the stylesheet made from them."""

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPalette
from PySide6.QtWidgets import QApplication

import clinic_terminal.ui
from clinic_terminal.settings import resource
from clinic_terminal.ui.fonts import text_font
from clinic_terminal.ui.theme import SHEETS, apply_theme, theme
from clinic_terminal.ui.tokens import (
    BadColourError,
    Mode,
    Pair,
    UnknownTokenError,
    load_tokens,
    read_tokens,
    substitute,
)
from clinic_terminal.ui.widgets.icons import UnknownIconError, icon

TOKENS = load_tokens()
pytestmark = pytest.mark.usefixtures("app")
MODES: tuple[Mode, ...] = ("light", "dark")


def luminance(colour: str) -> float:
    """Return WCAG's relative luminance of #RRGGBB."""
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return WCAG's contrast of two colours, 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_black_on_white_has_the_contrast_of_the_standard() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("pair", TOKENS.pairs, ids=lambda pair: pair.front)
def test_every_declared_pair_can_be_read(pair: Pair, mode: Mode) -> None:
    for ground in pair.on:
        found = contrast(TOKENS.colour(pair.front, mode), TOKENS.colour(ground, mode))
        assert found >= pair.least, f"{pair.front} on {ground}: {found:.2f}"


def test_every_ink_of_the_interface_is_in_a_declared_pair() -> None:
    declared = {pair.front for pair in TOKENS.pairs}
    sheets = "".join(resource("qss", name).read_text(encoding="utf-8") for name in SHEETS)
    used = set(re.findall(r"(?<!-)\bcolor: @([a-z0-9-]+)", sheets))
    # The ink of a tool tip and a toast is the surface on the ink, the same pair the other way round.
    assert used - declared - {"surface"} == set()


def test_every_token_has_a_purpose_in_a_sentence() -> None:
    colours = {name: colour.purpose for name, colour in TOKENS.colours.items()}
    sizes = {name: size.purpose for name, size in TOKENS.sizes.items()}
    for name, purpose in (colours | sizes).items():
        assert purpose.endswith("."), name
        assert len(purpose) > 10, name


def test_an_unknown_token_stops_the_stylesheet() -> None:
    with pytest.raises(UnknownTokenError, match="no-such-token"):
        substitute("QLabel { color: @no-such-token; }", TOKENS, "light", 0.75)


@pytest.mark.parametrize("mode", MODES)
def test_no_token_is_left_over_in_the_stylesheet(app: QApplication, mode: Mode) -> None:
    apply_theme(app, mode)
    assert "@" not in app.styleSheet()
    assert "12.5px" not in app.styleSheet()


def test_sizes_become_pixels_and_type_becomes_points() -> None:
    qss = substitute("a { w: @rail-width; font-size: @text-small; color: @ink; }", TOKENS, "dark", 0.75)
    assert qss == "a { w: 88px; font-size: 9.375pt; color: #E8EDF2; }"


def test_a_colour_that_is_not_six_figures_is_refused() -> None:
    text = '[colours.x]\npurpose = "A."\nlight = "white"\ndark = "#000000"\n[sizes]\n'
    with pytest.raises(BadColourError, match="white"):
        read_tokens(text + "pairs = []")


def test_asking_the_theme_for_an_unknown_name_is_an_error() -> None:
    with pytest.raises(UnknownTokenError):
        theme().colour("mauve")
    with pytest.raises(UnknownTokenError):
        theme().px("mauve")


def test_the_palette_follows_the_mode(app: QApplication) -> None:
    apply_theme(app, "dark")
    assert app.palette().color(QPalette.ColorRole.Window) == QColor(TOKENS.colour("background", "dark"))
    assert theme().mode == "dark"
    apply_theme(app, "light")
    assert app.palette().color(QPalette.ColorRole.Window) == QColor(TOKENS.colour("background", "light"))


def test_figures_have_equal_width_in_every_weight() -> None:
    for weight in (QFont.Weight.Normal, QFont.Weight.Medium, QFont.Weight.DemiBold):
        metrics = QFontMetricsF(text_font("money-page", weight))
        widths = [metrics.horizontalAdvance(figure) for figure in "0123456789"]
        assert max(widths) - min(widths) < 0.1


def test_the_programs_own_font_is_used(app: QApplication) -> None:
    assert app.font().families()[:2] == ["Inter", "Noto Sans SC"]


def test_an_unknown_icon_is_an_error() -> None:
    with pytest.raises(UnknownIconError, match="unicorn"):
        icon("unicorn")


def test_no_colour_is_written_in_the_code() -> None:
    package = Path(clinic_terminal.ui.__file__).parent
    own = [package / name for name in ("shell.py", "theme.py", "page.py", "fonts.py")]
    for file in (*own, *(package / "widgets").glob("*.py")):
        assert not re.search(r"#[0-9A-Fa-f]{6}\b", file.read_text(encoding="utf-8")), file.name


def test_none_survives_more_calls_than_it_has_references(app: QApplication) -> None:
    for number in range(20_000):
        app.setObjectName(str(number % 7))
