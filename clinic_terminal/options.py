"""What a clinic may set, declared once: the type, the default, the range, and the sentence on the page.

Words and sentences are Chinese message ids; `N_` marks them for the catalogues. ``wanted`` is English: it
stands in the error of a file that was edited by hand.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

LOOPBACK_HOSTS = frozenset({"127.0.0.1", "::1", "localhost"})
LONGEST_MARK = 8
LONGEST_TEXT = 200
MOST_PATTERNS = 20

Value = str | bool | int | tuple[str, ...] | None
"""What an option may be set to; None and the empty text stand for "not set"."""


def N_(sentence: str) -> str:  # noqa: N802  the name that the catalogues look for
    """Mark a sentence for translation, unchanged; i18n's own lies beside this module, not below it."""
    return sentence


class OptionError(ValueError):
    """A value that an option cannot have; ``wanted`` says in English what it must be."""

    def __init__(self, name: str, wanted: str) -> None:
        super().__init__(f"{name} must be {wanted}.")
        self.name = name
        self.wanted = wanted


class Kind(StrEnum):
    """How an option is edited."""

    CHOICE = "choice"
    SWITCH = "switch"
    TEXT = "text"
    PATTERNS = "patterns"


class Group(StrEnum):
    """Where on the page an option stands."""

    LOOK = "look"
    CONNECTION = "connection"
    SCANNER = "scanner"
    CLINIC = "clinic"
    EDITIONS = "editions"


@dataclass(frozen=True, slots=True)
class Option:
    """One option. ``choices`` are values with their words; ``at_once``: it takes effect without a restart.

    ``guarded``: a change touches the whole clinic, and a manager confirms it with the PIN.

    ``check`` takes a value of the kind's type and returns it as it is kept, or None where it cannot be.
    ``problem``: what the page says of such a value.
    """

    name: str
    group: Group
    kind: Kind
    default: Value
    word: str
    sentence: str
    wanted: str
    check: Callable[[Value], Value]
    choices: tuple[tuple[str, str], ...] = ()
    at_once: bool = False
    guarded: bool = False
    problem: str = N_("这个值不能用。")

    def checked(self, value: object) -> Value:
        """Return the value as it is kept; raises OptionError."""
        if value is None and self.default is None:
            return None
        kept = self.check(_plain(self, value))
        if kept is None:
            raise OptionError(self.name, self.wanted)
        return kept


def _plain(option: Option, value: object) -> Value:
    """Return a value of a type that options have; raises OptionError."""
    if isinstance(value, list | tuple):
        if all(isinstance(one, str) for one in value):
            return tuple(value)
    elif isinstance(value, str | bool | int):
        return value
    raise OptionError(option.name, option.wanted)


def is_safe_address(address: str) -> bool:
    """Say whether data may travel to this address: HTTPS, or plain HTTP to this very computer."""
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return False
    if not host or parts.username is not None or parts.query or parts.fragment:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK_HOSTS)


def is_proxy(address: str) -> bool:
    """Say whether this names a proxy: http:// or https://, a host, and a port; never with a password."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        return False
    named = bool(host) and port is not None and parts.username is None
    return named and parts.scheme in {"http", "https"} and parts.path in {"", "/"}


def _switch(value: Value) -> Value:
    return value if isinstance(value, bool) else None


def _one_of(*values: str) -> Callable[[Value], Value]:
    return lambda value: value if value in values else None


def _address(value: Value) -> Value:
    return value.rstrip("/") if isinstance(value, str) and is_safe_address(value) else None


def _proxy(value: Value) -> Value:
    if value == "":
        return value
    return value.rstrip("/") if isinstance(value, str) and is_proxy(value) else None


def _no_or_address(value: Value) -> Value:
    return value if value == "" else _address(value)


def _text(value: Value) -> Value:
    """Keep a line of text, without the space around it."""
    if not isinstance(value, str) or len(value) > LONGEST_TEXT or not value.isprintable():
        return None
    return value.strip()


def _named(value: Value) -> Value:
    return _text(value) or None


def _mark(value: Value) -> Value:
    return value if isinstance(value, str) and _is_typed(value) else None


def _suffix(value: Value) -> Value:
    return value if isinstance(value, str) and _is_typed(value.removesuffix("\t")) else None


def _is_typed(text: str) -> bool:
    return len(text) <= LONGEST_MARK and text.isascii() and text.isprintable()


def _patterns(value: Value) -> Value:
    if not isinstance(value, tuple) or len(value) > MOST_PATTERNS:
        return None
    return value if all(map(_has_group, value)) else None


def _has_group(pattern: str) -> bool:
    try:
        return re.compile(pattern).groups > 0
    except re.error:
        return False


_ADDRESS_PROBLEM: Final = N_("地址要以 https:// 开头，里面不能有用户名、问号或井号。")
_MARK_PROBLEM: Final = N_("只能用键盘上的英文字符，最多 8 个。")
_PLAIN_MARK = f"at most {LONGEST_MARK} characters of a plain keyboard"
LANGUAGES: Final = ("zh_CN", "en")
MODES: Final = ("auto", "light", "dark")
SCALES: Final = ("100", "125", "150", "175", "200")

OPTIONS: Final = (
    Option(
        "language",
        Group.LOOK,
        Kind.CHOICE,
        "zh_CN",
        N_("界面语言"),
        N_("前台窗口用的语言；家长屏按家长的选择。"),
        " or ".join(f'"{one}"' for one in LANGUAGES),
        _one_of(*LANGUAGES),
        (("zh_CN", "中文"), ("en", "English")),
        at_once=True,
    ),
    Option(
        "mode",
        Group.LOOK,
        Kind.CHOICE,
        "auto",
        N_("明暗"),
        N_("“跟随系统”按电脑的设置。"),
        " or ".join(f'"{one}"' for one in MODES),
        _one_of(*MODES),
        (("auto", N_("跟随系统")), ("light", N_("浅色")), ("dark", N_("深色"))),
        at_once=True,
    ),
    Option(
        "scale",
        Group.LOOK,
        Kind.CHOICE,
        "100",
        N_("字和按钮的大小"),
        N_("看不清时调大。"),
        " or ".join(f'"{one}"' for one in SCALES),
        _one_of(*SCALES),
        tuple((one, f"{one} %") for one in SCALES),
    ),
    Option(
        "reduced_motion",
        Group.LOOK,
        Kind.SWITCH,
        default=False,
        word=N_("减少动画"),
        sentence=N_("打开后不再有旋转和渐变。"),
        wanted="true or false",
        check=_switch,
        at_once=True,
    ),
    Option(
        "sound",
        Group.LOOK,
        Kind.SWITCH,
        default=True,
        word=N_("读卡提示音"),
        sentence=N_("读到卡时响一声。"),
        wanted="true or false",
        check=_switch,
        at_once=True,
    ),
    Option(
        "api_url",
        Group.CONNECTION,
        Kind.TEXT,
        None,
        N_("服务商地址"),
        N_("空着就用登记时的地址；只在服务商通知换了地址时填写。练习环境不用它。"),
        "an https:// address (http:// only to this computer itself)",
        _address,
        guarded=True,
        problem=_ADDRESS_PROBLEM,
    ),
    Option(
        "proxy",
        Group.CONNECTION,
        Kind.TEXT,
        "",
        N_("代理服务器"),
        N_("只在诊所网络要求时填写，例如 http://192.168.1.1:8080。"),
        "http://host:port or https://host:port, without a password",
        _proxy,
        guarded=True,
        problem=N_("请写成 http://地址:端口，不能带用户名和密码。"),
    ),
    Option(
        "ca_file",
        Group.CONNECTION,
        Kind.TEXT,
        "",
        N_("自有根证书文件"),
        N_("诊所网络用自己的证书检查流量时，填证书文件（PEM）的位置；填了就只信任里面的证书。"),
        "the path of a file",
        _text,
        guarded=True,
        problem=N_("请填写一个文件的位置，最多 200 个字。"),
    ),
    Option(
        "serial_port",
        Group.SCANNER,
        Kind.TEXT,
        None,
        N_("串口扫码枪"),
        N_("扫码枪接在串口上时填端口名，例如 COM3；像键盘一样的扫码枪不用填。"),
        'the name of a port, such as "COM3"',
        _named,
        problem=N_("请填写端口名，例如 COM3 或 /dev/ttyUSB0。"),
    ),
    Option(
        "scanner_prefix",
        Group.SCANNER,
        Kind.TEXT,
        "",
        N_("扫码枪前缀"),
        N_("扫码枪在每个码前面加的字符。"),
        _PLAIN_MARK,
        _mark,
        problem=_MARK_PROBLEM,
    ),
    Option(
        "scanner_suffix",
        Group.SCANNER,
        Kind.TEXT,
        "",
        N_("扫码枪后缀"),
        N_("扫码枪在每个码后面、回车前面加的字符；以 Tab 结尾的写 \\t。"),
        _PLAIN_MARK,
        _suffix,
        problem=_MARK_PROBLEM,
    ),
    Option(
        "member_patterns",
        Group.SCANNER,
        Kind.PATTERNS,
        (),
        N_("会员号网址格式"),
        N_("码里是网址时，从网址取出会员号的正则表达式，一行一个。"),
        "a list of regular expressions, each with a group for the member number",
        _patterns,
        problem=N_("每一行是一个正则表达式，要有括号括出会员号，例如 m=(\\w+)；最多 20 行。"),
    ),
    Option(
        "data_responsible",
        Group.CLINIC,
        Kind.TEXT,
        "",
        N_("儿童个人信息负责人"),
        N_("核验时写在资料使用告知下面，家长可以找这个人。"),
        f"one line of at most {LONGEST_TEXT} characters",
        _text,
        at_once=True,
        guarded=True,
        problem=N_("请写一行，最多 200 个字。"),
    ),
    Option(
        "update_check",
        Group.EDITIONS,
        Kind.SWITCH,
        default=False,
        word=N_("查有没有新版本"),
        sentence=N_("有人登录后每天问发布方一次。只告诉您，不下载程序，也不安装。"),
        wanted="true or false",
        check=_switch,
        at_once=True,
        guarded=True,
    ),
    Option(
        "update_address",
        Group.EDITIONS,
        Kind.TEXT,
        "",
        N_("版本消息的地址"),
        N_("由程序的发布方提供；空着就不查。"),
        "an https:// address (http:// only to this computer itself), or empty",
        _no_or_address,
        at_once=True,
        guarded=True,
        problem=_ADDRESS_PROBLEM,
    ),
)

BY_NAME: Final = {option.name: option for option in OPTIONS}
