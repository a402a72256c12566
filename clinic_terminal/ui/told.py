"""A failure in sentences, and who can put it right: what every table of failures is made of."""

from dataclasses import dataclass
from typing import Final

from clinic_terminal.i18n import N_
from clinic_terminal.ui.widgets.tone import Tone


@dataclass(frozen=True, slots=True)
class Told:
    """A failure in three sentences."""

    what: str
    who: str = ""
    next_step: str = ""
    tone: Tone = Tone.WARN


DESK: Final = N_("前台可以处理。")
MANAGER: Final = N_("请诊所管理员处理。")
TPA: Final = N_("服务热线可以处理。")
FAMILY: Final = N_("家长可以处理。")
NOBODY: Final = N_("不需要任何人处理。")
