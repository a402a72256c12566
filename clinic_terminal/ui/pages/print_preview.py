"""The page on the left of the print page: drawn as it would come out, leafed through and made larger."""

from typing import Final

from PySide6.QtCore import QObject, Signal

from clinic_terminal.application import papers
from clinic_terminal.application.failures import ApplicationError
from clinic_terminal.application.papers import Proof
from clinic_terminal.application.print_records import PaperWish
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.messages import failure_notice
from clinic_terminal.ui.paper_pictures import PagePicture, page_picture
from clinic_terminal.ui.tasks import Job
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton, IconButton
from clinic_terminal.ui.widgets.card import Card, row
from clinic_terminal.ui.widgets.paper_view import PaperView
from clinic_terminal.ui.widgets.pill import Pill, PillView
from clinic_terminal.ui.widgets.text import Rule, Text
from clinic_terminal.ui.widgets.tone import Tone

ZOOMS: Final = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)


class PreviewCard(Card):
    """The page, and below it the way through the pages and the size."""

    def __init__(self, words: Translate) -> None:
        super().__init__(padding=0, spacing=0, tone=Tone.NEUTRAL)
        self._words = words
        self.view = PaperView(words(N_("单据预览")))
        self._reprint = Pill(PillView("", Tone.WARN))
        self._page = Text("", "small", "ink-2")
        self._zoom = Text("", "small", "ink-2")
        self.back_button = IconButton("chevron-left", words(N_("上一页")), side=32)
        self.on_button = IconButton("chevron-right", words(N_("下一页")), side=32)
        self.smaller_button = IconButton("minus", words(N_("缩小")), side=32)
        self.larger_button = IconButton("plus", words(N_("放大")), side=32)
        self.fit_button = GhostButton(words(N_("整页")), size=ButtonSize.SMALL)
        self.body.addWidget(self.view, 1)
        self.body.addWidget(Rule())
        bar = row(
            self.back_button, self._page, self.on_button, None, self._reprint, None,
            self.smaller_button, self._zoom, self.larger_button, self.fit_button,
        )  # fmt: skip
        bar.setContentsMargins(14, 8, 14, 8)
        self.body.addLayout(bar)
        self._reprint.hide()

    @property
    def page_text(self) -> str:
        """Which page of how many is on show."""
        return self._page.text()

    def show_page(self, shown: PagePicture) -> None:
        """Show a page."""
        words = self._words
        self.view.show_picture(shown.picture)
        told = words(N_("第 {page} 页，共 {pages} 页"))
        self._page.setText(told.format(page=shown.page + 1, pages=shown.pages))
        self._zoom.setText(f"{round(shown.zoom * 100)}%")
        self.back_button.setEnabled(shown.page > 0)
        self.on_button.setEnabled(shown.page + 1 < shown.pages)
        self.smaller_button.setEnabled(shown.zoom > ZOOMS[0])
        self.larger_button.setEnabled(shown.zoom < ZOOMS[-1])

    def show_words(self, sentence: str) -> None:
        """Show a sentence in the place of a page."""
        self.view.show_words(sentence)
        self._page.setText("")
        self._zoom.setText("")
        for button in (self.back_button, self.on_button, self.smaller_button, self.larger_button):
            button.setEnabled(False)

    def show_reprint(self, times: int) -> None:
        """Say that the paper came out before, so that it says COPY now."""
        self._reprint.setVisible(times > 0)
        word = self._words(N_("补打 {number}，纸上标明 COPY")).format(number=times)
        self._reprint.set_view(PillView(word, Tone.WARN))


class Preview(QObject):
    """Draws the wished paper beside the window; only the latest wish is shown. `drawn`: it is there."""

    drawn = Signal()

    def __init__(self, desk: Desk, card: PreviewCard, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._card = card
        self._pdf: bytes | None = None
        self._page = 0
        self._zoom: float | None = None
        self._shown_zoom = 1.0
        self._job: Job | None = None
        card.back_button.clicked.connect(lambda: self.leaf(-1))
        card.on_button.clicked.connect(lambda: self.leaf(1))
        card.smaller_button.clicked.connect(lambda: self.scale(-1))
        card.larger_button.clicked.connect(lambda: self.scale(1))
        card.fit_button.clicked.connect(self.fit)

    def show(self, subject: str, wish: PaperWish) -> None:
        """Draw another paper."""
        terminal = self._desk.terminal
        self._drop()
        self._page = 0
        self._job = self._desk.ask_outside(
            lambda: papers.proof(terminal, subject, wish), self._take_proof, self._failed
        )

    def clear(self, sentence: str) -> None:
        """Show no paper."""
        self._drop()
        self._card.show_reprint(0)
        self._card.show_words(sentence)

    def leaf(self, pages: int) -> None:
        """Turn pages."""
        self._page = max(self._page + pages, 0)
        self._draw()

    def scale(self, steps: int) -> None:
        """Make the page larger or smaller."""
        larger = [zoom for zoom in ZOOMS if zoom > self._shown_zoom + 0.01]
        smaller = [zoom for zoom in ZOOMS if zoom < self._shown_zoom - 0.01]
        if steps > 0 and larger:
            self._zoom = larger[0]
        elif steps < 0 and smaller:
            self._zoom = smaller[-1]
        self._draw()

    def fit(self) -> None:
        """Show the whole page."""
        self._zoom = None
        self._draw()

    def _drop(self) -> None:
        if self._job is not None:
            self._job.cancel()
        self._job = self._pdf = None

    def _take_proof(self, proof: Proof) -> None:
        self._pdf = proof.pdf
        self._card.show_reprint(proof.reprint)
        self._draw()

    def _draw(self) -> None:
        pdf, page, zoom = self._pdf, self._page, self._zoom
        if pdf is None:
            return
        room, ratio = self._card.view.room, self._card.view.devicePixelRatioF()
        if self._job is not None:
            self._job.cancel()
        self._job = self._desk.ask_outside(
            lambda: page_picture(pdf, page, room, zoom, ratio), self._take_page, self._failed
        )

    def _take_page(self, shown: PagePicture) -> None:
        self._page = shown.page
        self._shown_zoom = shown.zoom
        self._card.show_page(shown)
        self.drawn.emit()

    def _failed(self, error: Exception) -> None:
        if isinstance(error, ApplicationError):
            self.clear(failure_notice(error, self._desk.words).what)
        else:
            self.clear("")
            self._desk.failed.emit(error)
