"""The shortcuts."""

from PySide6.QtGui import QKeySequence

from clinic_terminal.ui.keys import Key, Shortcut, conflicts


def test_no_two_shortcuts_meet_on_a_page() -> None:
    assert conflicts(tuple(key.value for key in Key)) == ()


def test_a_conflict_on_one_page_is_found() -> None:
    one, other = Shortcut("Ctrl+R", "a", "queue"), Shortcut("ctrl+r", "b", "queue")
    assert conflicts((one, other)) == ((one, other),)


def test_a_shortcut_of_everywhere_conflicts_with_one_of_a_page() -> None:
    one, other = Shortcut("F1", "a"), Shortcut("F1", "b", "queue")
    assert conflicts((one, other)) == ((one, other),)


def test_the_same_key_may_mean_two_things_on_two_pages() -> None:
    assert conflicts((Shortcut("Ctrl+R", "a", "queue"), Shortcut("Ctrl+R", "b", "check-in"))) == ()


def test_qt_understands_every_sequence() -> None:
    for key in Key:
        assert key.sequence.count() == 1, key
        assert key.sequence.toString(QKeySequence.SequenceFormat.PortableText) == key.value.keys


def test_the_function_keys_are_all_spoken_for() -> None:
    caps = {key.cap for key in Key}
    assert {f"F{number}" for number in range(1, 13)} <= caps


def test_a_key_cap_is_written_as_on_the_keyboard() -> None:
    assert Key.FORWARD.cap == "Ctrl Enter"
    assert Key.COPY_REFERENCE.cap == "Ctrl Shift C"
