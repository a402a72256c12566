"""Between scan and verdict: the finder has turned, the child's name stands large, the answer is awaited."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from clinic_terminal.application.check_in import Identified
from clinic_terminal.i18n import Translate
from clinic_terminal.ui.widgets.card import Card, column, row
from clinic_terminal.ui.widgets.finder import Finder, Look
from clinic_terminal.ui.widgets.states import Busy
from clinic_terminal.ui.widgets.text import Text

_WIDTH = 640


class Recognised(QWidget):
    """Says whom the scan named before the verdict is there."""

    cancelled = Signal()

    def __init__(self, words: Translate) -> None:
        super().__init__()
        _ = words
        self._proved, self._unproved = _("电子卡签名有效"), _("凭会员号，未经电子卡证明")
        self.finder = Finder()
        self.name = Text("", "headline")
        self.how = Text("", ink="ink-2")
        self.busy = Busy(_("正在核验…"), cancel=_("取消"))
        self.busy.cancelled.connect(self.cancelled)
        card = Card(padding=36, spacing=8)
        card.setFixedWidth(_WIDTH)
        for widget in (self.finder, self.name, self.how, self.busy):
            if isinstance(widget, Text):
                widget.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            card.body.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        card.body.insertSpacing(1, 12)
        card.body.insertSpacing(4, 12)
        whole = column(None, spacing=0)
        whole.addLayout(row(None, card, None))
        whole.addStretch(2)
        self.setLayout(whole)

    def begin(self) -> None:
        """Wait for a name."""
        self.finder.show_picture(None)
        self.finder.set_look(Look.WAITING)
        self.name.hide()
        self.how.hide()

    def show_picture(self, picture: QImage | None) -> None:
        """Show the picture in which the card was seen."""
        if picture is not None and not picture.isNull():
            self.finder.show_picture(picture)

    def show_child(self, identified: Identified) -> None:
        """Turn the finder and name the child."""
        claims = identified.claims
        self.finder.set_look(Look.FOUND)
        self.name.setText(claims.name if claims else identified.member)
        self.how.setText(self._proved if claims else self._unproved)
        self.name.show()
        self.how.show()
