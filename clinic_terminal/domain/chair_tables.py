"""Which items the rules at the chair speak of, by the product's own codes."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from clinic_terminal.domain.tooth_history import EFFECTS, Effect

NOT_ON_TEETH: Final = frozenset({"PV07", "BS27", "BS28"})
"""Film, anaesthesia and rubber dam: the tooth only says where, it is not treated by them."""

TREATING: Final = frozenset(
    {item for item, effect in EFFECTS.items() if effect is not Effect.EXTRACTED}
    | {"BS12", "BS13", "BS22", "NC12"}
)
"""What is done for a tooth that is to stay; nobody does it on a tooth that is taken out the same day."""

RETAINED: Final = frozenset({"BS01", "BS02"})
"""Extractions whose very reason is a primary tooth that stands longer than usual."""

UNERUPTED: Final = frozenset({"NC05"})
"""Done on teeth that have not come through."""

_ONCE_GROUPS: Final = (
    ("PV01", "PV02"),
    ("PV03", "PV04", "PV05"),
    ("PV06",),
    ("PV09",),
    ("PV10",),
    ("PV11", "PV12"),
    ("PV15",),
    ("NC09",),
)
ONCE_A_VISIT: Final[Mapping[str, str]] = MappingProxyType(
    {item: group[0] for group in _ONCE_GROUPS for item in group}
)
"""Consultation, examination, panoramic film, cleaning, polishing, fluoride, advice, scan: item to group."""

COURSES: Final = frozenset({"OR10", "OR11", "OR12"})
"""Orthodontic courses, whose usual price is that of the whole course; they are billed stage by stage."""

STAGE_DAYS: Final[Mapping[str, int]] = MappingProxyType(
    dict.fromkeys(("OR04", "OR05", "OR06", "OR07", "OR08", "OR09", "OR14"), 180)
    | dict.fromkeys(("OR01", "OR02"), 180)
    | dict.fromkeys(COURSES, 21)
    | {"OR03": 21, "OR13": 14}
)
"""Orthodontic item to the days within which a second one is asked about; adjustments are weeks apart."""

MULTI_SURFACE: Final[Mapping[str, bool]] = MappingProxyType(
    {"BS06": False, "BS07": True, "BS08": False, "BS09": True}
)
"""Fillings that are priced by surfaces: whether the item is the one for two and more."""
