"""Proxy and own certificates: closed until somebody needs them."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from clinic_terminal.application.first_start_ports import WayOut
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton
from clinic_terminal.ui.widgets.card import column, row
from clinic_terminal.ui.widgets.text import Text


class NetworkFields(QWidget):
    """`edited`: what was checked before counts no more."""

    edited = Signal()

    def __init__(self, words: Translate) -> None:
        super().__init__()
        self._words = words
        self.toggle = GhostButton(
            words(N_("诊所网络有代理或自有证书…")), size=ButtonSize.SMALL, icon_name="network", checkable=True
        )
        self.toggle.setAccessibleName(self.toggle.text())
        self.proxy = _field(words(N_("代理服务器")), "http://192.168.1.1:8080")
        self.ca_file = _field(words(N_("自有根证书文件（PEM）")), "ca.pem")
        self.choose_button = GhostButton(words(N_("选择文件…")), size=ButtonSize.SMALL)
        self.choose_button.setAccessibleName(self.choose_button.text())
        self._inside = QWidget()
        lines = column(Text(words(N_("代理服务器")), "small", "ink-2"), self.proxy, spacing=4)
        lines.addSpacing(8)
        lines.addWidget(Text(words(N_("自有根证书文件（PEM）")), "small", "ink-2"))
        chosen = row(self.ca_file, self.choose_button)
        chosen.setStretch(0, 1)
        lines.addLayout(chosen)
        lines.addWidget(Text(words(N_("填了就只信任里面的证书；都不需要就空着。")), "small", "ink-3"))
        self._inside.setLayout(lines)
        whole = column(spacing=10)
        whole.addLayout(row(self.toggle, None))
        whole.addWidget(self._inside)
        self.setLayout(whole)
        self._inside.hide()
        self.toggle.toggled.connect(self._inside.setVisible)
        self.proxy.textEdited.connect(self._say)
        self.ca_file.textEdited.connect(self._say)
        self.choose_button.clicked.connect(self._choose)

    @property
    def way(self) -> WayOut:
        """What is typed."""
        return WayOut(self.proxy.text().strip(), self.ca_file.text().strip())

    def show_way(self, way: WayOut) -> None:
        """Fill the fields, and open them where there is something in them."""
        self.proxy.setText(way.proxy)
        self.ca_file.setText(way.ca_file)
        self.toggle.setChecked(bool(way.proxy or way.ca_file))

    def take_file(self, path: str) -> None:
        """Use a file of certificates."""
        self.ca_file.setText(path)
        self.edited.emit()

    def _choose(self) -> None:
        chooser = QFileDialog(self, "", "", "PEM (*.pem *.crt *.cer)")
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.fileSelected.connect(self.take_file)
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()

    def _say(self) -> None:
        self.edited.emit()


def _field(name: str, example: str) -> QLineEdit:
    field = QLineEdit()
    field.setAccessibleName(name)
    field.setPlaceholderText(example)
    field.setMaxLength(200)
    return field
