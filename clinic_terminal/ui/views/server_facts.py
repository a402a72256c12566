"""A server's facts as lines for whoever sets the terminal up: reached, who vouches for it, until when."""

from datetime import datetime, timedelta
from typing import Final

from clinic_terminal.application.first_start_ports import Certificate, ServerFacts
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.views.bill_words import day_text
from clinic_terminal.ui.widgets.facts_card import Fact
from clinic_terminal.ui.widgets.tone import Tone

_CHINA: Final = timedelta(hours=8)
SOON: Final = timedelta(days=14)
"""A certificate that ends within so long is worth a call."""


def server_lines(facts: ServerFacts, words: Translate) -> tuple[Fact, ...]:
    """Return what is shown of a server that answered."""
    reached = words(N_("已连上，是直付服务器。"))
    via = words(N_("经代理 {proxy}")).format(proxy=facts.proxy) if facts.proxy else ""
    lines = [Fact(Tone.OK, words(N_("连接")), reached, via)]
    if facts.certificate is not None:
        lines += _certificate_lines(facts.certificate, facts.seen_at, words, own_ca=facts.own_ca)
    elif facts.here:
        lines.append(
            Fact(
                Tone.WARN,
                words(N_("加密")),
                words(N_("服务器就在这台电脑上，没有加密。")),
                words(N_("只有练习和试验才这样；正式的服务器地址以 https:// 开头。")),
            )
        )
    return tuple(lines)


def _certificate_lines(shown: Certificate, now: datetime, words: Translate, *, own_ca: bool) -> list[Fact]:
    until = day_text((shown.valid_until + _CHINA).date(), words)
    days = max(0, (shown.valid_until - now).days)
    soon = shown.valid_until - now < SOON
    issued = words(N_("{issuer} 为 {subject} 签发")).format(
        issuer=shown.issuer or "—", subject=shown.subject or "—"
    )
    why = (
        N_("由诊所自有的根证书核对。")
        if own_ca
        else N_("由这台电脑信任的机构签发，可以确认对方就是这个地址的主人。")
    )
    ends = words(N_("有效到 {day}（还有 {days} 天）")).format(day=until, days=days)
    return [
        Fact(Tone.OK, words(N_("安全证书")), issued, words(why)),
        Fact(
            Tone.WARN if soon else Tone.OK,
            words(N_("有效期")),
            ends,
            words(N_("快到期了，请提醒服务商换新证书。")) if soon else "",
        ),
    ]
