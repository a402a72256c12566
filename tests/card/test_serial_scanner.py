"""The scanner on a wire, played by a pseudo-terminal."""

import os
import queue
import tty
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_terminal.card.serial_scanner import LineBuffer, Listener, SerialScanner

PATIENCE = 20.0
CARD = "DB1:6BF+70790T9WJWG.FKY*4GO0"


@dataclass
class Wire:
    """A port under a lasting name; unplugging takes the device away, as pulling the cable does."""

    name: Path
    told: "queue.Queue[str]" = field(default_factory=queue.Queue)
    master: int = -1

    def plug_in(self) -> None:
        self.master, slave = os.openpty()
        tty.setraw(slave)
        self.name.unlink(missing_ok=True)
        self.name.symlink_to(os.ttyname(slave))
        os.close(slave)

    def unplug(self) -> None:
        self.name.unlink()
        os.close(self.master)
        self.master = -1

    def send(self, data: bytes) -> None:
        os.write(self.master, data)

    def next(self) -> str:
        return self.told.get(timeout=PATIENCE)

    def listener(self) -> Listener:
        return Listener(self.told.put, lambda: self.told.put("opened"), lambda: self.told.put("lost"))


@pytest.fixture
def wire(tmp_path: Path) -> Iterator[Wire]:
    made = Wire(tmp_path / "scanner")
    yield made
    with suppress(OSError):
        os.close(made.master)


@pytest.fixture
def scanner(wire: Wire) -> Iterator[SerialScanner]:
    made = SerialScanner(str(wire.name), wire.listener(), retry_seconds=0.01)
    yield made
    made.stop()


def test_each_line_is_one_scan(wire: Wire, scanner: SerialScanner) -> None:
    wire.plug_in()
    scanner.start()
    assert wire.next() == "opened"
    wire.send(f"{CARD}\r\n202604C0000\r".encode())
    assert [wire.next(), wire.next()] == [CARD, "202604C0000"]


def test_a_scan_that_comes_in_pieces_is_put_together(wire: Wire, scanner: SerialScanner) -> None:
    wire.plug_in()
    scanner.start()
    assert wire.next() == "opened"
    for sign in CARD:
        wire.send(sign.encode())
    wire.send(b"\n")
    assert wire.next() == CARD


def test_a_port_that_is_not_there_yet_is_waited_for_and_one_that_was_lost_comes_back(
    wire: Wire, scanner: SerialScanner
) -> None:
    scanner.start()
    wire.plug_in()
    assert wire.next() == "opened"
    wire.send(b"HALF A SC")
    wire.unplug()
    assert wire.next() == "lost"
    wire.plug_in()
    assert wire.next() == "opened"
    wire.send(b"AN1\rSCAN2\r")
    assert [wire.next(), wire.next()] == ["AN1", "SCAN2"]


def test_stopping_ends_the_thread_without_a_word(wire: Wire, scanner: SerialScanner) -> None:
    wire.plug_in()
    scanner.start()
    assert wire.next() == "opened"
    scanner.stop()
    assert not scanner._thread.is_alive()
    assert wire.told.empty()


def test_stopping_what_never_began_is_harmless(scanner: SerialScanner) -> None:
    scanner.stop()


def test_a_line_that_is_too_long_is_dropped_whole_and_the_next_one_is_read() -> None:
    buffer = LineBuffer(most=8)
    assert buffer.take(b"12345678\r") == ["12345678"]
    assert buffer.take(b"123456789") == []
    assert len(buffer._bytes) == 8
    assert buffer.take(b"0\r\nNEXT\r") == ["NEXT"]


def test_marks_of_text_and_strange_bytes_do_no_harm() -> None:
    assert LineBuffer().take(b"\x02CARD\x03\r\r\n \xff\r") == ["CARD", "\ufffd"]


@given(st.lists(st.text("ABC123:+", min_size=1, max_size=20)), st.integers(1, 7))
def test_no_cut_between_two_readings_changes_the_texts(texts: list[str], size: int) -> None:
    data = "".join(f"{text}\r\n" for text in texts).encode()
    buffer = LineBuffer()
    pieces = [data[start : start + size] for start in range(0, len(data), size)]
    assert [text for piece in pieces for text in buffer.take(piece)] == texts
