"""Step 3: the server's address, checked while it is looked at."""

from PySide6.QtWidgets import QLineEdit
from typing_extensions import override

from clinic_terminal.application.first_start import Step, checked_address, checked_proxy
from clinic_terminal.application.first_start_failures import ProxyFormError, ServerCertificateError
from clinic_terminal.application.first_start_ports import ServerFacts, WayOut
from clinic_terminal.i18n import N_
from clinic_terminal.ui.views.bill_words import day_text
from clinic_terminal.ui.views.server_facts import server_lines
from clinic_terminal.ui.widgets.facts_card import FactsCard
from clinic_terminal.ui.widgets.text import Text
from clinic_terminal.ui.wizard.guide import Guide
from clinic_terminal.ui.wizard.network_fields import NetworkFields
from clinic_terminal.ui.wizard.step_page import StepPage


class ServerPage(StepPage):
    """Enter checks, and goes on once the check was good."""

    step = Step.SERVER

    def __init__(self, guide: Guide) -> None:
        super().__init__(guide)
        words = guide.words
        self.address = QLineEdit()
        self.address.setAccessibleName(words(N_("服务器地址")))
        self.address.setPlaceholderText("https://")
        self.address.setMaxLength(200)
        self.network = NetworkFields(words)
        self.facts = FactsCard()
        self._found: ServerFacts | None = None
        self.body.addWidget(self.address)
        if guide.standing.settled:
            told = words(N_("本机已登记，地址不能在这里改；服务商通知换地址时，请在设置里改。"))
            self.body.addWidget(Text(told, "small", "ink-3", wrap=True))
        self.body.addWidget(self.network)
        self.body.addWidget(self.facts)
        self.address.textEdited.connect(self._forget)
        self.network.edited.connect(self._forget)

    @property
    @override
    def word(self) -> str:
        return N_("继续") if self._found else N_("检查连接")

    @property
    @override
    def may_skip(self) -> bool:
        """Whether this terminal belongs somewhere already: then its server may be away just now."""
        return self.guide.standing.enrolled

    @override
    def enter(self) -> None:
        self.address.setText(self.guide.progress.address)
        self.address.setReadOnly(self.guide.standing.settled)
        self.address.setFocus()
        set_up = self.guide.set_up
        self.run(set_up.way_out, self.network.show_way)

    @override
    def scanned(self, text: str) -> None:
        if not self.address.isReadOnly():
            self.address.setText(text)
            self._forget()

    @override
    def submit(self) -> None:
        if self._found is not None:
            self.guide.server = self._found
            self.guide.note(address=self._found.address)
            self.done.emit()
            return
        try:
            address = checked_address(self.address.text())
            way = WayOut(checked_proxy(self.network.proxy.text()), self.network.way.ca_file)
        except ProxyFormError as error:
            self.fail(error)
            self.network.proxy.setFocus()
        except Exception as error:  # noqa: BLE001  said on the page, like any other failure
            self.fail(error)
            self.address.setFocus()
        else:
            self.address.setText(address)
            self._check(address, way)

    @override
    def fail(self, error: Exception) -> None:
        super().fail(error)
        if isinstance(error, ServerCertificateError) and error.until is not None:
            words = self.guide.words
            told = words(N_("证书上写明由 {issuer} 签发，有效期到 {day}。")).format(
                issuer=error.issuer or "—", day=day_text(error.until.date(), words)
            )
            self.said.add(told)

    @override
    def after_failure(self, error: Exception) -> None:
        self.address.setFocus()
        self.address.selectAll()

    def _check(self, address: str, way: WayOut) -> None:
        set_up = self.guide.set_up

        def work() -> ServerFacts:
            set_up.set("proxy", way.proxy)
            set_up.set("ca_file", way.ca_file)
            return set_up.look(address, way)

        self.run(work, self._show, waiting=self.guide.words(N_("正在连接…最多十几秒。")))

    def _show(self, found: ServerFacts) -> None:
        self._found = found
        self.facts.show_facts(server_lines(found, self.guide.words))
        self.changed.emit()

    def _forget(self) -> None:
        self._found = None
        self.facts.show_facts(())
        self.said.clear()
        self.changed.emit()
