"""What failures with the settings say on the screen; joined into `failure_table`."""

from collections.abc import Mapping
from typing import Final

from clinic_terminal.i18n import N_
from clinic_terminal.ui.told import DESK, MANAGER, Told
from clinic_terminal.ui.widgets.tone import Tone

_CHOOSE_ANEW: Final = N_("请选择从本程序“设置”页导出的文件。")
_MEND_FILE: Final = N_("请修改设置文件里的这一处；或把文件改名后重新打开，程序会用出厂设置。")

SETTINGS: Final[Mapping[str, Told]] = {
    "SETTING_UNUSABLE": Told(N_("这个设置在本机不能用，没有保存。"), MANAGER, N_("请检查后再填一次。")),
    "SETTING_UNUSABLE.CA_MISSING": Told(
        N_("找不到这个证书文件，没有保存。"), MANAGER, N_("请检查文件的位置。")
    ),
    "SETTING_UNUSABLE.CA_UNREADABLE": Told(
        N_("这个证书文件读不出来，没有保存。"), MANAGER, N_("请检查程序有没有权限读这个文件。")
    ),
    "SETTING_UNUSABLE.CA_EMPTY": Told(
        N_("文件里没有 PEM 格式的证书，没有保存。"), MANAGER, N_("请向管网络的人要 PEM 格式的根证书。")
    ),
    "SETTINGS_NOT_KEPT": Told(
        N_("设置没有写进文件，原来的设置还在。"),
        MANAGER,
        N_("请检查磁盘空间和文件夹的权限，再改一次。"),
        Tone.STOP,
    ),
    "SETTINGS_FILE": Told(N_("读不了这个文件，什么也没有改动。"), DESK, _CHOOSE_ANEW),
    "SETTINGS_FILE.MISSING": Told(N_("这个文件已经不在原来的地方。"), DESK, N_("请再选一次文件。")),
    "SETTINGS_FILE.TOO_LARGE": Told(N_("文件太大了，不是设置文件。"), DESK, _CHOOSE_ANEW),
    "SETTINGS_FILE.NOT_SETTINGS": Told(N_("这不是设置文件，什么也没有改动。"), DESK, _CHOOSE_ANEW),
    "SETTINGS_FILE.NEWER": Told(
        N_("这个设置文件来自更新的程序，什么也没有改动。"), MANAGER, N_("请先更新本机的程序。")
    ),
    "SETTINGS_REFUSED": Told(
        N_("文件里有不能用的设置，什么也没有改动。"), DESK, N_("请改好文件，再选一次。")
    ),
    "SETTINGS_MOVED": Told(N_("看差别的时候设置又变了，什么也没有改动。"), DESK, N_("请再选一次文件。")),
    "SETTINGS_UNREADABLE": Told(N_("设置文件读不出来，程序没有打开。"), MANAGER, _MEND_FILE),
    "SETTINGS_UNKNOWN_NAME": Told(N_("设置文件里有本程序没有的设置，程序没有打开。"), MANAGER, _MEND_FILE),
    "SETTINGS_INVALID_VALUE": Told(N_("设置文件里有不能用的值，程序没有打开。"), MANAGER, _MEND_FILE),
    "CENTRAL_UNREACHABLE.CA_FILE": Told(
        N_("自有根证书文件读不出来，没有联系服务商。"),
        MANAGER,
        N_("请在“设置”的“连接”里改好证书文件，重新打开程序；期间可以照常工作。"),
        Tone.STOP,
    ),
}
