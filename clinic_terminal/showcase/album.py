"""Where pictures are kept: small files under fixed names."""

from dataclasses import dataclass
from pathlib import Path

from clinic_terminal.ui.theatre import Theatre
from clinic_terminal.ui.window import TerminalWindow
from clinic_terminal.ui.wizard.window import WizardWindow

_COLOURS = 256
_ROUNDS = 3
"""Without any, small coloured words take the colour of what is near them in the palette."""


@dataclass(frozen=True, slots=True)
class Album:
    """One folder of pictures, and the theatre that takes them."""

    theatre: Theatre
    folder: Path

    def take(self, window: TerminalWindow | WizardWindow, name: str) -> None:
        """Save what a window shows as ``name.png``."""
        _shrink(self.theatre.picture(window, name, numbered=False))

    def keep_paper(self, pdf: bytes, name: str) -> None:
        """Save the first page of a PDF as ``name.png``; raises PaperUnreadableError."""
        _shrink(self.theatre.paper(pdf, name))


def _shrink(picture: Path) -> None:
    """Store a picture with the 256 colours that are nearest to its own: a third of the size."""
    from PIL import Image

    with Image.open(picture) as whole:
        few = whole.convert("RGB").quantize(
            _COLOURS, Image.Quantize.MEDIANCUT, kmeans=_ROUNDS, dither=Image.Dither.NONE
        )
    few.save(picture, optimize=True)
