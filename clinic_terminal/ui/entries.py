"""The pages as the rail offers them: known before any of them is built."""

from dataclasses import dataclass

from clinic_terminal.i18n import N_
from clinic_terminal.ui.keys import Key


@dataclass(frozen=True, slots=True)
class Entry:
    """A page's place on the rail: its key in the shell, its word in Chinese, its drawing, its function key.

    ``at_end``: it stands apart, at the rail's foot.
    """

    name: str
    word: str
    icon: str
    key: Key | None = None
    at_end: bool = False


SIGN_IN = Entry("sign-in", N_("登录"), "lock")
TODAY = Entry("today", N_("今日"), "today", Key.TODAY)
CHECK_IN = Entry("check-in", N_("核验"), "check-in", Key.CHECK_IN)
TREATMENT = Entry("treatment", N_("开单"), "treatment", Key.TREATMENT)
SETTLE = Entry("settle", N_("结算"), "settle", Key.SETTLE)
DONE = Entry("done", N_("完成"), "done", Key.DONE)
PRINT = Entry("print", N_("单据"), "printer")
HISTORY = Entry("history", N_("记录"), "history", Key.HISTORY)
DAY_END = Entry("day-end", N_("对账"), "day-end", Key.DAY_END)
QUEUE = Entry("queue", N_("队列"), "queue", Key.QUEUE)
NETWORK = Entry("network", N_("网络"), "network", Key.NETWORK)
TARIFF = Entry("tariff", N_("价目表"), "tariff", at_end=True)
SETTINGS = Entry("settings", N_("设置"), "settings", Key.SETTINGS, at_end=True)
DOCTOR = Entry("doctor", N_("自检"), "doctor", at_end=True)
