import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_terminal.card.cbor_strict import MAX_DEPTH, CborNotStrictError, dump_strict, load_strict


@pytest.mark.parametrize(
    ("coded", "value"),
    [
        ("00", 0),
        ("17", 23),
        ("1818", 24),
        ("190100", 256),
        ("1a00010000", 65536),
        ("1b0000000100000000", 1 << 32),
        ("1bffffffffffffffff", (1 << 64) - 1),
        ("20", -1),
        ("3a00010000", -65537),
        ("40", b""),
        ("4401020304", b"\x01\x02\x03\x04"),
        ("63e6b0b4", "水"),
        ("80", []),
        ("83010203", [1, 2, 3]),
        ("a0", {}),
        ("a2010220" + "03", {1: 2, -1: 3}),
        ("a2" + "01" + "02" + "6161" + "80", {1: 2, "a": []}),
    ],
)
def test_deterministic_items_are_read_and_written_alike(coded: str, value: object) -> None:
    assert load_strict(bytes.fromhex(coded)) == value
    assert dump_strict(value).hex() == coded


@pytest.mark.parametrize(
    ("coded", "fault"),
    [
        ("", "nothing"),
        ("0000", "a byte too many"),
        ("1800", "24 in two bytes is the smallest such"),
        ("1817", "a longer form than needed"),
        ("1900ff", "a longer form than needed"),
        ("1a0000ffff", "a longer form than needed"),
        ("1b00000000ffffffff", "a longer form than needed"),
        ("3817", "a longer form than needed"),
        ("580100", "a length in a longer form than needed"),
        ("9800", "a count in a longer form than needed"),
        ("18", "an argument that is missing"),
        ("1901", "an argument cut short"),
        ("1c", "a reserved length"),
        ("1f", "a reserved length"),
        ("4201", "a string cut short"),
        ("5bffffffffffffffff", "a string longer than any memory"),
        ("9bffffffffffffffff", "an array longer than any memory"),
        ("bbffffffffffffffff", "a map longer than any memory"),
        ("8201", "an array cut short"),
        ("a10101" + "00", "a byte after a map"),
        ("a101", "a key without a value"),
        ("5f4101ff", "a string of indefinite length"),
        ("7f6161ff", "a text of indefinite length"),
        ("9f01ff", "an array of indefinite length"),
        ("bf0101ff", "a map of indefinite length"),
        ("ff", "a break out of nowhere"),
        ("a201010102", "one key twice"),
        ("a202010101", "keys out of order"),
        ("a220010101", "a negative key before a positive one"),
        ("c001", "a tag"),
        ("d28443a10126a0", "the tag of COSE inside"),
        ("d9d9f700", "the tag that says this is CBOR"),
        ("f4", "false"),
        ("f5", "true"),
        ("f6", "null"),
        ("f7", "undefined"),
        ("f93c00", "half a float"),
        ("fb3ff0000000000000", "a float"),
        ("f820", "a simple value"),
        ("61ff", "a text that is not UTF-8"),
        ("63eda080", "a text with half a surrogate pair"),
    ],
)
def test_everything_else_is_refused(coded: str, fault: str) -> None:
    with pytest.raises(CborNotStrictError, match="not deterministic"):
        pytest.fail(f"{fault}: {load_strict(bytes.fromhex(coded))}")


def test_nesting_is_limited_long_before_the_stack_is() -> None:
    assert load_strict(b"\x81" * (MAX_DEPTH - 1) + b"\x00")
    for depth in (MAX_DEPTH, 600):
        with pytest.raises(CborNotStrictError):
            load_strict(b"\x81" * depth + b"\x00")


def test_keys_that_are_arrays_do_no_harm() -> None:
    assert load_strict(bytes.fromhex("a18001")) == {(): 1}


_SCALARS = st.integers(-(1 << 64), (1 << 64) - 1) | st.text(max_size=30) | st.binary(max_size=30)
_VALUES = st.recursive(
    _SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(_SCALARS, inner, max_size=4).map(
            lambda members: dict(sorted(members.items(), key=lambda item: dump_strict(item[0])))
        )
    ),
    max_leaves=8,
).filter(lambda value: _depth(value) <= MAX_DEPTH)


def _depth(value: object) -> int:
    if isinstance(value, dict):
        return 1 + max((_depth(inner) for inner in value.values()), default=0)
    if isinstance(value, list):
        return 1 + max((_depth(inner) for inner in value), default=0)
    return 1


@given(_VALUES)
def test_what_is_written_in_order_is_read_again(value: object) -> None:
    assert load_strict(dump_strict(value)) == value


@given(st.binary(max_size=80))
def test_whatever_bytes_are_accepted_are_the_only_way_to_write_their_value(data: bytes) -> None:
    try:
        value = load_strict(data)
    except CborNotStrictError:
        return
    assert dump_strict(value) == data
