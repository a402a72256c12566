"""What is said of later editions: the doctor's line, and the word in passing after somebody signed in."""

from collections.abc import Mapping
from typing import Final

from clinic_terminal.application.doctor_lines import Code
from clinic_terminal.application.edition_ports import EditionLook
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.views.said import Said

_INSTALL: Final = N_("请管理员在下班后安装新的安装包；等候的账单和其他数据都不会丢。")
_SETTINGS: Final = N_("请在“设置”的“新版本”里核对地址；不想查就把它关掉。")

EDITION: Final[Mapping[tuple[Code, str], Said]] = {
    (Code.EDITION, "OFF"): Said(N_("没有打开；新版本由发布方通知。")),
    (Code.EDITION, "OFF_NO_KEY"): Said(N_("没有打开；这个程序里也没有发布方的公钥。")),
    (Code.EDITION, "NO_PUBLISHERS_KEY"): Said(
        N_("这个程序里没有发布方的公钥，消息无法辨认，所以不查。"),
        N_("请在“设置”里关掉“查有没有新版本”；新版本由发布方通知。"),
    ),
    (Code.EDITION, "NO_ADDRESS"): Said(N_("打开了，但没有填版本消息的地址。"), _SETTINGS),
    (Code.EDITION, "CURRENT"): Said(N_("{running} 是最新的版本。")),
    (Code.EDITION, "NEWER"): Said(
        N_("有新版本 {version}（{released} 发布，本机 {running}）。{note}"), _INSTALL
    ),
    (Code.EDITION, "NEWER_STEPWISE"): Said(
        N_("有新版本 {version}（{released} 发布，本机 {running}），但不能从本机的版本直接升级。{note}"),
        N_("请先问发布方：中间要先装哪一个版本。"),
    ),
    (Code.EDITION, "NEWER_BEFORE"): Said(
        N_("上次查到新版本 {version}（{released} 发布，本机 {running}）；这次没有连上（{cause}）。{note}"),
        _INSTALL,
    ),
    (Code.EDITION, "AWAY"): Said(
        N_("没有连上发布方（{cause}），不知道有没有新版本。"), N_("不影响工作；网络好了以后会再查。")
    ),
    (Code.EDITION, "PUBLISHER_CERTIFICATE"): Said(
        N_("发布方网站的证书没有通过检查（{cause}），没有连接。"),
        N_("诊所网络用自己的证书检查流量时，请在“设置”里填根证书文件；不然请告诉发布方。"),
    ),
    (Code.EDITION, "NOT_THE_PUBLISHER"): Said(N_("这个地址上没有版本消息（{cause}）。"), _SETTINGS),
    (Code.EDITION, "NEWS_EXPIRED"): Said(
        N_("收到的版本消息已经过期，没有采用。"),
        N_("先看本机的时钟；时钟对的话请告诉发布方：也许没有按时续签，也许有人扣住了新的消息。"),
    ),
    (Code.EDITION, "CLOCK_TOO_EARLY"): Said(
        N_("本机的时钟比上次查的时候还早，看不出消息有没有过期。"), N_("在系统设置里打开“自动设置时间”。")
    ),
    (Code.EDITION, "NOT_BELIEVED"): Said(
        N_("收到的版本消息不可信（{cause}），没有采用。"),
        N_("有人可能在冒充发布方：请不要安装别处来的程序，并告诉发布方。照常工作没有影响。"),
    ),
    (Code.EDITION, "NOT_STORED"): Said(
        N_("版本消息存不下来（{cause}）。"), N_("请看“磁盘”那一项，并检查数据文件夹的权限。")
    ),
    (Code.EDITION, "KEY_BROKEN"): Said(
        N_("程序里的发布方公钥读不了。"), N_("请重新安装程序；数据不受影响。")
    ),
    (Code.EDITION, "NOT_FOUND_OUT"): Said(
        N_("没有查成，原因不明。"), N_("不影响工作；总是这样的话，请把支持文件发给技术支持。")
    ),
}


def passing_word(look: EditionLook, words: Translate) -> str:
    """Return what is said for a moment after signing in; nothing where no later edition is known."""
    later = look.later
    return waiting_word(later.version, words) if later is not None else ""


def waiting_word(version: str, words: Translate) -> str:
    """Return what is said of a later edition that nobody has installed yet."""
    _ = words
    return _("有新版本 {version}，详情见“自检”。").format(version=version)
