"""Step 7b: the camera's picture, and a card in it where there is one."""

from typing_extensions import override

from clinic_terminal.application.first_start import Step
from clinic_terminal.i18n import N_
from clinic_terminal.ui.pages.camera_view import CameraView
from clinic_terminal.ui.widgets.tone import Tone
from clinic_terminal.ui.wizard.guide import Guide
from clinic_terminal.ui.wizard.step_page import StepPage


class CameraPage(StepPage):
    """Open while it is seen; nothing of the picture is kept."""

    step = Step.CAMERA

    def __init__(self, guide: Guide) -> None:
        super().__init__(guide)
        self.view: CameraView | None = None
        if guide.desk is not None:
            self.view = CameraView(guide.desk, guide.cameras)
            self.view.close_button.hide()
            self.body.addWidget(self.view)
            self.view.found.connect(self._found)
            self.view.refused.connect(self._refused)

    @override
    def enter(self) -> None:
        self.setFocus()
        if self.view is not None:
            self.view.open()

    @override
    def leave(self) -> None:
        super().leave()
        if self.view is not None:
            self.view.close_camera()

    @override
    def submit(self) -> None:
        if self.view is not None and self.view.feed is not None:
            self.guide.tried.setdefault(self.step, self.guide.words(N_("摄像头有画面。")))
        self.done.emit()

    def _found(self, _found: object, _picture: object) -> None:
        told = self.guide.words(N_("摄像头读到了电子保险卡。"))
        self.guide.tried[self.step] = told
        if self.view is not None:
            self.view.said.setText(self.guide.words(N_("读到以后，摄像头就关闭了。")))
        self.said.say(told, Tone.OK)

    def _refused(self, _error: Exception) -> None:
        words = self.guide.words
        told = words(N_("摄像头能读二维码。"))
        self.guide.tried[self.step] = told
        self.said.say(told, Tone.OK, words(N_("这不是电子保险卡；有卡时可以再试一次。")))
