"""What a server's facts say to somebody who never saw a certificate."""

from dataclasses import replace
from datetime import timedelta

from clinic_terminal.application.first_start_ports import Certificate, ServerFacts
from clinic_terminal.i18n import translator
from clinic_terminal.settings import Language
from clinic_terminal.ui.views.server_facts import SOON, server_lines
from clinic_terminal.ui.widgets.tone import Tone
from tests.build import NOW

WORDS = translator(Language.ZH)
SHOWN = Certificate("服务商", "证书机构", NOW - timedelta(days=9), NOW + timedelta(days=90))
FACTS = ServerFacts("https://api.example.cn", NOW, SHOWN)


def test_a_good_certificate_says_who_vouches_and_until_when() -> None:
    lines = server_lines(FACTS, WORDS)
    assert [line.tone for line in lines] == [Tone.OK, Tone.OK, Tone.OK]
    assert lines[1].value == "证书机构 为 服务商 签发"
    assert "还有 90 天" in lines[2].value


def test_a_certificate_that_ends_soon_is_a_warning_in_words() -> None:
    ending = replace(SHOWN, valid_until=NOW + SOON - timedelta(hours=1))
    *_rest, line = server_lines(replace(FACTS, certificate=ending), WORDS)
    assert line.tone is Tone.WARN
    assert "快到期" in line.why


def test_own_certificates_and_a_proxy_are_named() -> None:
    lines = server_lines(replace(FACTS, own_ca=True, proxy="http://proxy:8080"), WORDS)
    assert "http://proxy:8080" in lines[0].why
    assert "诊所自有" in lines[1].why


def test_a_server_on_this_computer_is_said_to_be_for_practice() -> None:
    lines = server_lines(ServerFacts("http://127.0.0.1:1", NOW, here=True), WORDS)
    assert lines[1].tone is Tone.WARN
    assert "练习" in lines[1].why
