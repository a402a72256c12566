"""What each step is called, what it asks, and why: one sentence each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from clinic_terminal.application.failures import CentralUnreachableError
from clinic_terminal.application.first_start import Step
from clinic_terminal.i18n import N_, Translate


@dataclass(frozen=True, slots=True)
class StepWords:
    """A step's short name on the rail, its question, and the sentence that explains it."""

    name: str
    title: str
    sentence: str


_LOOK_AT_THE_LINE: Final = N_("请看网线或 Wi-Fi 是否连着，地址和代理有没有填错，再试一次。")

_REMEDIES: Final[Mapping[str, str]] = {
    "NOT_THE_SERVER": N_("请用浏览器完成网络登录，并核对地址，再试一次。"),
    "CERTIFICATE": N_("请返回上一步重新检查地址和证书；地址没错就致电服务商：021-80209058。"),
    "CA_FILE": N_("请检查文件的位置，要 PEM 格式；不需要就空着。"),
}
"""By the cause of a failure of the line: at a first start nothing can go on without the server."""


def remedy_at_first_start(error: Exception, words: Translate) -> str:
    """Return what to do about a failure where it is not what is done about it at work, else nothing."""
    if not isinstance(error, CentralUnreachableError):
        return ""
    return words(_REMEDIES.get(error.cause, _LOOK_AT_THE_LINE))


WORDS: Final[Mapping[Step, StepWords]] = {
    Step.LANGUAGE: StepWords(
        N_("语言"),
        N_("请选择语言 · Choose a language"),
        N_("前台窗口用这种语言；以后随时可以用 Ctrl Shift L 换。"),
    ),
    Step.PURPOSE: StepWords(
        N_("用途"), N_("练习，还是正式使用？"), N_("练习用虚构的孩子和本机上的练习服务器，什么都不会送出去。")
    ),
    Step.SERVER: StepWords(
        N_("服务器"), N_("服务商的地址"), N_("地址在服务商给的开通单上；填好后当场检查能不能连上。")
    ),
    Step.CODE: StepWords(
        N_("激活码"), N_("本机的激活码"), N_("一个激活码只能登记一台电脑，由服务商发给诊所管理员。")
    ),
    Step.CLINIC: StepWords(
        N_("您的诊所"), N_("这是您的诊所吗？"), N_("核对无误再继续；之后这台电脑开的账单都属于这家诊所。")
    ),
    Step.PEOPLE: StepWords(
        N_("人员"), N_("谁在这里工作？"), N_("每个人用自己的 PIN 登录；至少要有一位管理员。")
    ),
    Step.SCANNER: StepWords(
        N_("扫码枪"), N_("扫一下试试"), N_("用扫码枪扫任何一个码，最好是一张电子保险卡。")
    ),
    Step.CAMERA: StepWords(
        N_("摄像头"), N_("试试摄像头"), N_("没有扫码枪时，可以用摄像头读取家长手机上的电子卡。")
    ),
    Step.SCREEN: StepWords(
        N_("家长屏"), N_("家长看哪块屏幕？"), N_("家长在这块屏幕上看账单、签字；没有也可以在本窗口签。")
    ),
    Step.PRINTER: StepWords(N_("打印机"), N_("账单打印到哪里？"), N_("选一台打印机，打印一张测试页看看。")),
    Step.DONE: StepWords(N_("完成"), N_("都准备好了"), N_("下一步打开登录页，就可以开始工作。")),
}
