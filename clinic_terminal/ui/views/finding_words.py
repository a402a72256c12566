"""What the rules at the chair found, in one short sentence each: what, where, and what to do."""

from collections.abc import Mapping
from typing import Final

from clinic_terminal.application.treatment import Chart
from clinic_terminal.domain.catalogue import Catalogue
from clinic_terminal.domain.chair_findings import ChairFinding, ChairRule, Weight
from clinic_terminal.domain.item_families import Family, instead_of
from clinic_terminal.domain.letter_cost import LetterCost
from clinic_terminal.domain.money import yuan
from clinic_terminal.domain.plan import Category
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.views.bill_words import day_text, is_english, named, places_text

SENTENCES: Final[Mapping[ChairRule, str]] = {
    ChairRule.TOOTH_NOT_FIT: N_("“{item}”不能用在 {teeth}，请去掉后重选。"),
    ChairRule.WRONG_ITEM: N_("{teeth} 的牙面数对应“{proposed}”，请换成这一项或改牙面。"),
    ChairRule.EXTRACTED_TWICE: N_("{teeth} 拔了两次，请去掉一行。"),
    ChairRule.WHOLE_COURSE: N_("“{item}”像是整个疗程的费用；正畸做完一段才收一段，请改成本次阶段的金额。"),
    ChairRule.TWICE: N_("{teeth} 的“{item}”在账单上有 {count} 行，请确认不是重复。"),
    ChairRule.FILLING_AND_SEALANT: N_("{teeth} 今天既充填又封闭，请确认。"),
    ChairRule.CROWN_AND_FILLING: N_("{teeth} 今天既做冠又充填或封闭，请确认。"),
    ChairRule.EXTRACTION_AND_MORE: N_("{teeth} 今天拔除，又做了别的治疗，请确认。"),
    ChairRule.STAGE_AGAIN: N_("“{item}”{day}刚做过，请确认是新的一段。"),
    ChairRule.TOOTH_GONE: N_("记录里 {teeth} 已不在口内，请核对牙位。"),
    ChairRule.TOOTH_NOT_DUE: N_("按年龄，{teeth} 通常不在口内，请核对牙位。"),
    ChairRule.PRIMARY_LATE: N_("孩子已过 14 岁，{teeth} 是乳牙，请核对牙位。"),
    ChairRule.PERMANENT_EARLY: N_("孩子不满 5 岁，{teeth} 是恒牙，请核对牙位。"),
    ChairRule.ONCE_A_VISIT: N_("“{item}”一次就诊通常只收一次，现在有 {count} 行，请确认。"),
    ChairRule.FREQUENCY_OVER: N_("“{item}”每年直付 {limit} 次，超出 {count} 次由家长自费，请先告诉家长。"),
    ChairRule.FREQUENCY_LEFT: N_("“{item}”每年直付 {limit} 次，算上这次还剩 {count} 次。"),
}
"""A sentence for each rule; the facts are those of ChairFinding."""

_SELF_PAID_COURSE: Final = N_("“{item}”像是整个疗程的费用；家长自费，请确认已讲清。")
_STAGE_ON_BILL: Final = N_("“{item}”在账单上有 {count} 行，请确认不是重复。")

SHORT: Final[Mapping[ChairRule, str]] = {
    ChairRule.TOOTH_NOT_FIT: N_("牙位不符"),
    ChairRule.WRONG_ITEM: N_("项目与牙面不符"),
    ChairRule.EXTRACTED_TWICE: N_("重复拔除"),
    ChairRule.WHOLE_COURSE: N_("疗程预收"),
    ChairRule.TWICE: N_("重复项目"),
    ChairRule.FILLING_AND_SEALANT: N_("充填+封闭"),
    ChairRule.CROWN_AND_FILLING: N_("冠+充填"),
    ChairRule.EXTRACTION_AND_MORE: N_("拔除+治疗"),
    ChairRule.STAGE_AGAIN: N_("阶段重复"),
    ChairRule.TOOTH_GONE: N_("牙已不在"),
    ChairRule.TOOTH_NOT_DUE: N_("牙不应在"),
    ChairRule.PRIMARY_LATE: N_("乳牙过龄"),
    ChairRule.PERMANENT_EARLY: N_("恒牙过早"),
    ChairRule.ONCE_A_VISIT: N_("每次一项"),
    ChairRule.FREQUENCY_OVER: N_("超过年度次数"),
    ChairRule.FREQUENCY_LEFT: N_("年度次数"),
}
"""A few words for a chip beside the line."""

FAMILIES: Final[Mapping[Family, str]] = {
    Family.EXTRACTION: N_("拔牙"),
    Family.FILLING: N_("树脂补牙"),
    Family.ROOT_CANAL: N_("根管治疗"),
    Family.CROWN: N_("预成冠"),
}


def finding_text(finding: ChairFinding, chart: Chart, words: Translate) -> str:
    """Return a finding as one sentence: what is the matter, with the teeth, and what to do."""
    return words(_sentence(finding)).format(
        item=_items(finding, chart.catalogue, words),
        proposed=_name(finding.proposed, chart.catalogue, words),
        teeth=places_text(finding.teeth, words),
        count=finding.count,
        limit=finding.limit,
        day=day_text(finding.day, words) if finding.day else "—",
    )


def finding_place(finding: ChairFinding, words: Translate) -> str:
    """Return where it is on the bill, such as 第 2、5 行; empty where it concerns no line."""
    if not finding.lines:
        return ""
    comma = ", " if is_english(words) else "、"
    return words(N_("第 {lines} 行")).format(lines=comma.join(str(index + 1) for index in finding.lines))


def finding_chip(finding: ChairFinding, words: Translate) -> str:
    """Return a finding in a few words, for a chip beside its line."""
    return words(SHORT[finding.rule])


def confirm_word(finding: ChairFinding, words: Translate) -> str:
    """Return what stands on the button that confirms a finding; empty where it cannot be confirmed."""
    if not finding.overridable:
        return ""
    return words(N_("已确认") if finding.confirmed else N_("确认无误"))


def put_right_word(finding: ChairFinding, chart: Chart, words: Translate) -> str:
    """Return what stands on the button that takes the right item instead; empty where none is proposed."""
    if not finding.proposed:
        return ""
    name = _name(finding.proposed, chart.catalogue, words)
    return words(N_("换成“{item}”")).format(item=name)


def instead_text(item: str, place: str, catalogue: Catalogue, words: Translate) -> str:
    """Return which item of the same kind is done at ``place``, where ``item`` is not; empty for none."""
    other = instead_of(catalogue, item, place)
    if not other:
        return ""
    name = _name(other, catalogue, words)
    sentence = N_("{teeth} 请选“{item}”，不在保险范围。")
    if catalogue.item(other).category is not Category.NOT_COVERED:
        sentence = N_("{teeth} 请选“{item}”。")
    return words(sentence).format(teeth=places_text((place,), words), item=name)


def letter_text(cost: LetterCost | None, words: Translate) -> str:
    """Return what lacks a guarantee letter and what that costs, in one sentence; empty where none lacks."""
    if cost is None:
        return ""
    comma = ", " if is_english(words) else "、"
    lines = comma.join(dict.fromkeys(str(one.line + 1) for one in cost.lines))
    if cost.fen <= 0:
        return words(N_("第 {lines} 行需要担保函，请治疗前申请。")).format(lines=lines)
    return words(N_("第 {lines} 行没有担保函（或额度不够），家长因此多付 ¥{amount}；请治疗前申请。")).format(
        lines=lines, amount=yuan(cost.fen)
    )


def family_name(family: Family, words: Translate) -> str:
    """Return the one word that a dentist says for several items."""
    return words(FAMILIES[family])


def _sentence(finding: ChairFinding) -> str:
    if finding.rule is ChairRule.WHOLE_COURSE and finding.weight is not Weight.STOP:
        return _SELF_PAID_COURSE
    if finding.rule is ChairRule.STAGE_AGAIN and finding.count:
        return _STAGE_ON_BILL
    return SENTENCES[finding.rule]


def _items(finding: ChairFinding, catalogue: Catalogue, words: Translate) -> str:
    comma = ", " if is_english(words) else "、"
    return comma.join(_name(code, catalogue, words) for code in finding.items)


def _name(code: str, catalogue: Catalogue, words: Translate) -> str:
    item = catalogue.items.get(code)
    return named(words, item.name_zh, item.name_en) if item else code
