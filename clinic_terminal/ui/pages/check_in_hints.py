"""The keys of check-in: what each does in the state on show."""

from clinic_terminal.i18n import Translate
from clinic_terminal.ui.keys import Key
from clinic_terminal.ui.pages.check_in_body import CheckInBody
from clinic_terminal.ui.pages.consent_card import AGREE_KEY, REFUSE_KEY, RELATIONSHIPS
from clinic_terminal.ui.pages.identity_card import ACCEPT_KEY, DOCUMENTS
from clinic_terminal.ui.views.case import Case, Step
from clinic_terminal.ui.widgets.hints import Hint

WAYS = (Key.CAMERA, Key.PICTURE, Key.REGION, Key.PERSON)


def hints(body: CheckInBody, words: Translate, *, children: bool, typing: bool) -> tuple[Hint, ...]:
    """Return the keys.

    ``children``: it is asked which child is meant, not which policy; ``typing``: digits go into a field.
    """
    _ = words
    back = Hint("Esc", _("返回"))
    if body.is_choosing:
        return Hint(body.chooser.digits, _("选择孩子") if children else _("选择保单")), back
    if body.is_busy:
        return (Hint("Esc", _("取消")),)
    if body.is_unknown:
        return Hint("Enter", _("重新查询")), Hint(Key.SCAN.cap, _("扫下一位")), back
    if body.case is None:
        word = _("查找") if body.is_searching else _("核验")
        ways = (Hint(one.cap, _(one.value.word)) for one in WAYS) if body.is_scanning else ()
        return (Hint("Enter", word), *ways, back)
    return (
        *(() if typing else _digits(body, body.case, words)),
        Hint("Enter", body.panel.primary.text()),
        Hint(Key.BENEFITS.cap, _("福利与记录")),
        *((Hint(Key.RECORD_CALL.cap, _("登记热线答复")),) if Step.ANSWER in body.case.steps else ()),
        *((Hint(Key.CHOOSE_POLICY.cap, _("换保单")),) if body.panel.left.may_choose_policy else ()),
        Hint(Key.SCAN.cap, _("扫下一位")),
        back,
    )


def _digits(body: CheckInBody, case: Case, words: Translate) -> tuple[Hint, ...]:
    """Return what the digits answer in the open step."""
    _ = words
    if case.step is Step.IDENTITY:
        doubtful = case.identity is not None
        accept = (Hint(str(ACCEPT_KEY), _("仍然继续")),) if doubtful else ()
        return Hint(f"1–{len(DOCUMENTS)}", _("身份证件")), *accept
    if case.step is Step.CONSENT:
        answered = body.panel.tasks.consent.relationship is not None
        said = (Hint(str(AGREE_KEY), _("同意")), Hint(str(REFUSE_KEY), _("不同意"))) if answered else ()
        return Hint(f"1–{len(RELATIONSHIPS)}", _("谁回答")), *said
    return (Hint("1", _("已告知家长")),) if case.step is Step.BRAND else ()
