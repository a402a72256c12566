"""Why a child cannot be billed just now although no rule of the plan says so: short, whole, remedy, said."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from clinic_terminal.domain.gates import Doubt
from clinic_terminal.i18n import N_


@dataclass(frozen=True, slots=True)
class DoubtWords:
    """A doubt in a few words and in a sentence; what the desk does; what the family is told.

    ``{call}`` stands for the hotline with whether it answers now.
    """

    short: str
    whole: str
    remedy: str
    said: str = ""


DOUBTS: Final[Mapping[Doubt, DoubtWords]] = {
    Doubt.IDENTITY_DIFFERS: DoubtWords(
        N_("证件与保单不符"),
        N_("证件上的资料与保单登记的不一致"),
        N_("请再看一遍证件；确认是同一个孩子就注明并继续，否则致电 {call}"),
        N_("“证件和保单上的资料不一样，我们再核对一下。”"),
    ),
    Doubt.CARD_DIFFERS: DoubtWords(
        N_("卡与登记的孩子不一致"),
        N_("电子卡上的孩子与服务商登记的不是同一个"),
        N_("核对证件，看是否拿错兄弟姐妹的卡；仍不一致就致电 {call}"),
        N_("“卡上的资料和登记的不一样，我们先核对一下小朋友的证件。”"),
    ),
    Doubt.CONSENT_REFUSED: DoubtWords(
        N_("家长不同意使用资料"),
        N_("家长没有同意把孩子的资料交给服务商，不能直付"),
        N_("家长改变主意时，在这里重新登记同意；否则全部自费"),
        N_("“没有您的同意，我们不能把小朋友的资料交给保险的服务商，今天需要全部自费。您随时可以改变主意。”"),
    ),
    Doubt.CLOCK_BEHIND: DoubtWords(
        N_("电脑时间不对"),
        N_("这台电脑的时间比服务商资料的时间早"),
        N_("请负责人校正电脑时间 → 重新查询"),
    ),
    Doubt.CONTRADICTORY: DoubtWords(
        N_("服务商的资料自相矛盾"),
        N_("服务商给的资料前后对不上，不能据此直付"),
        N_("致电 {call}，请服务商更正 → 重新查询"),
    ),
    Doubt.WITHDRAWN: DoubtWords(
        N_("服务商不再列出这份保单"),
        N_("服务商最近一次回答里没有这份保单"),
        N_("致电 {call}，问清保单是否还有效 → 重新查询"),
    ),
    Doubt.NO_BENEFITS: DoubtWords(
        N_("没有列出福利项目"),
        N_("服务商确认了保单，却没有列出任何福利项目"),
        N_("致电 {call}，请服务商补全 → 重新查询"),
    ),
    Doubt.ALREADY_BILLED: DoubtWords(
        N_("今天已收过相同项目"),
        N_("今天的另一张账单上已有相同的项目和牙位"),
        N_("请问医生是否重复；确认无误就注明并继续"),
    ),
    Doubt.DATA_TOO_OLD: DoubtWords(
        N_("资料太旧"),
        N_("离线资料超过允许的时间，不能据此直付"),
        N_("致电 {call} → 登记电话授权编号；联网后自动更新"),
    ),
    Doubt.SILENCE_TOO_LONG: DoubtWords(
        N_("离线时间太长"),
        N_("太久没有和服务商联系，不能继续直付"),
        N_("致电 {call} → 登记电话授权编号；联网后自动更新"),
    ),
}
