"""Pictures of the queue page in every state that is neither empty nor a plain outage.

The real program is brought into each state in a practice world of its own: the practice server goes away,
hangs, fails, defers a decision or shuts the terminal out as a trainer can tell it to, and time goes by on the
terminal's clock. Two things are made up: the tries of an act that gets no answer for hours, since the program
counts them by the hour, are stored by the verbs that count real ones; and that the database is damaged is
said as the caretaker says it, since a page that is really damaged may be one that the queue stands on.
"""

from collections.abc import Callable
from contextlib import chdir
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Final

from clinic_terminal.application import held_up
from clinic_terminal.application.acts import ActState, Answer, AnswerClass
from clinic_terminal.application.backup_failures import BackupFailedError
from clinic_terminal.application.line import Line
from clinic_terminal.application.outcomes import is_pending
from clinic_terminal.application.queue_view import Part
from clinic_terminal.bootstrap.practice import MANAGER
from clinic_terminal.sandbox.faults import FOR_EVER, FaultKind
from clinic_terminal.sandbox.world import load_world
from clinic_terminal.settings import Language
from clinic_terminal.showcase.queue_place import Easel, QueuePlace, QueueWindow, queue_place

_ACTS: Final = "/v1/acts"
_STUCK: Final = timedelta(minutes=6)
_A_DAY: Final = timedelta(hours=26)
_THREE_DAYS: Final = timedelta(hours=73)
_BETWEEN_TRIES: Final = timedelta(minutes=36)


@dataclass(frozen=True, slots=True)
class Scene:
    """How one world is played, and the pictures that come of it."""

    pictures: tuple[str, ...]
    play: Callable[[QueuePlace], None]


def take_queue_states(easel: Easel) -> None:
    """Take the pictures of all scenes."""
    for scene in SCENES:
        with queue_place(easel) as place:
            place.know_children()
            scene.play(place)


def connecting(place: QueuePlace) -> None:
    """Open the program with acts of before; the server takes the connection and says nothing yet."""
    place.bill(0)
    place.bill(1)
    place.start_anew()
    place.misbehave(place.say_nothing())
    with place.window() as window:
        window.show()
        window.shot("queue-connecting", lambda: window.desk.line.line is Line.UNKNOWN)


def checking(place: QueuePlace) -> None:
    """Lose one answer on a line that was up, while the next is still waited for."""
    with place.window() as window:
        window.online()
        window.send(place.bill(0))
        lost = {"kind": FaultKind.STATUS, "path": _ACTS, "status": 503}
        place.misbehave(lost, place.say_nothing("/v1/changes"))
        place.bill(1)
        window.desk.wake_sync()
        window.until("the doubt", lambda: window.desk.line.doubted)
        window.show()
        window.shot("queue-checking", lambda: window.desk.line.doubted)


def sending(place: QueuePlace) -> None:
    """Have three acts on their way whose answers take long; then have them delivered."""
    with place.window() as window:
        window.online()
        window.send(place.bill(0), place.bill(1))
        place.misbehave(place.say_nothing(_ACTS))
        acts = [place.bill(2), place.bill(3), place.bill(4)]
        window.desk.wake_sync()
        window.until("an act on its way", lambda: place.all_are(ActState.SENDING, acts[0]))
        window.show()
        window.shot("queue-sending", lambda: place.all_are(ActState.SENDING, acts[0]))
        # What hangs at the server ends with it, and it comes back without its faults.
        place.world.server.stop()
        place.world.server.start()
        window.send(*acts)
        window.online()
        window.show()
        window.choose(Part.PERSON)
        window.shot("queue-nothing-here")


def offline_by_choice(place: QueuePlace) -> None:
    """Write the unsent acts into a file while the server is away, then choose to work offline."""
    with place.window() as window:
        window.online()
        window.send(place.bill(0))
        window.offline()
        place.bill(1)
        place.bill(2)
        window.show()
        _export(window)
        window.shot("queue-exported")
        window.page.exported.done_button.click()
        window.hands.window.shell.strip.line.click()
        window.until("the choice", lambda: window.desk.line.chosen)
        window.show()
        window.shot("queue-chosen-offline")


def _export(window: QueueWindow) -> None:
    """Write the file, by its bare name: a folder that is there for this picture alone need not be seen."""
    page, place = window.page, window.place
    name = window.desk.words("未送出账单-{day}.acts").format(day=f"{place.terminal.clock.today():%Y%m%d}")
    with chdir(place.world.cards.parent):
        page.target_given.emit(Path(name))
        window.until("the passphrase", lambda: bool(page.exported.phrase.text()))


def refused(place: QueuePlace) -> None:
    """Have the server shut the terminal out: the queue pauses with everything in it."""
    with place.window() as window:
        window.online()
        window.send(place.bill(0))
        place.shut_out()
        place.bill(1)
        place.bill(2)
        window.desk.wake_sync()
        window.until("the refusal", lambda: window.desk.line.line is Line.REFUSED)
        window.show()
        window.shot("queue-refused")


def stands_still(place: QueuePlace) -> None:
    """Have the one who sends hang at the server while minutes go by."""
    with place.window() as window:
        window.online()
        window.send(place.bill(0))
        place.misbehave(place.say_nothing())
        act = place.bill(1)
        place.bill(2)
        window.desk.wake_sync()
        window.until("an act on its way", lambda: place.all_are(ActState.SENDING, act))
        place.later(_STUCK)
        window.show()
        window.shot("queue-stands-still", lambda: window.view is not None and window.view.alarm is not None)


def limits(place: QueuePlace) -> None:
    """Stand without the server for a day, and for three."""
    with place.window() as window:
        window.online()
        window.send(place.bill(0))
        window.offline()
        for child in (1, 2, 3):
            place.bill(child)
        _wait_without_the_server(window, _A_DAY)
        window.shot("queue-limit-near")
        _wait_without_the_server(window, _THREE_DAYS - _A_DAY)
        window.until("what is to be done", lambda: window.page.found is not None)
        window.show()
        window.shot("queue-limit-passed")


def _wait_without_the_server(window: QueueWindow, span: timedelta) -> None:
    """Let time go by and try once more, as the loop does by itself all the time."""
    place = window.place
    place.later(span)
    since = place.terminal.clock.now()
    window.show()
    window.page.retry()

    def is_tried() -> bool:
        with place.terminal.store.read() as uow:
            tried = uow.memory.freshness().last_attempt
        return tried is not None and tried >= since

    window.until("another try", is_tried)
    window.show()


def parked(place: QueuePlace) -> None:
    """Have one act set aside, with another of the same child behind it; then have it withdrawn."""
    with place.window() as window:
        window.online()
        window.send(place.bill(0))
        place.misbehave({"kind": FaultKind.STATUS, "path": _ACTS, "status": 422})
        act = place.bill(1)
        window.desk.wake_sync()
        window.until("the act set aside", lambda: place.all_are(ActState.PARKED, act))
        place.bill(1, turn=1)
        other = place.bill(2)
        window.send(other)
        window.show()
        window.look_at(act)
        window.shot("queue-parked")
        _ask_to_withdraw(window)
        window.shot("queue-withdrawing")
        window.page.confirming.panel.submit()
        window.until("the withdrawing", lambda: place.all_are(ActState.WITHDRAWN, act))
        _after_withdrawing(window, act)
        window.shot("queue-withdrawn")
        window.choose(Part.DONE)
        window.let_go_of(other)
        window.shot("queue-done")


def _ask_to_withdraw(window: QueueWindow) -> None:
    """Write why, press, and type a manager's PIN."""
    page = window.page
    page.open_follow_up()
    window.until("the matter as it is now", lambda: not page.flow.is_reading)
    english = window.language is Language.EN
    page.flow.panel.note.setText("The family paid in full" if english else "家长已改为全部自费，另开了单据")
    page.flow.panel.withdraw_button.click()
    card = page.confirming.panel.card
    manager = next(one for one in load_world().operators if one.role == MANAGER)
    window.until("the managers", lambda: card.people.count() > 0)
    card.people.setCurrentIndex(card.people.findText(manager.name))
    window.hands.theatre.type(card.pin, manager.pin)


def _after_withdrawing(window: QueueWindow, act: str) -> None:
    window.until("the queue itself", lambda: window.page.primary is window.page.body.primary)
    window.until("the rest", lambda: window.view is not None and not window.view.exposure.unsent_count)
    window.online()
    window.show()
    window.look_at(act)


def pending(place: QueuePlace) -> None:
    """Have a bill taken in and not decided yet."""
    with place.window() as window:
        window.online()
        window.send(place.bill(0))
        place.misbehave({"kind": FaultKind.PENDING})
        act = place.bill(1)
        window.send(act)
        window.until("no decision", lambda: (row := place.row(act)) is not None and is_pending(row))
        window.send(place.bill(2))
        window.online()
        window.show()
        window.shot("queue-pending")


def held_back(place: QueuePlace) -> None:
    """Have one act get no answer for hours while others do, with another of the same child behind it."""
    act = place.bill(0)
    _tried_for_hours(place, act)
    place.misbehave({"kind": FaultKind.STATUS, "path": f"{_ACTS}/{act}", "status": 500, "times": FOR_EVER})
    place.bill(0, turn=1)
    with place.window() as window:
        window.online()
        window.send(place.bill(1), place.bill(2))
        window.online()
        window.show()
        window.look_at(act)
        window.shot("queue-held-up")


def _tried_for_hours(place: QueuePlace, act: str) -> None:
    """Store as many failed tries of an act as it takes, each while others were answered."""
    now = place.terminal.clock.now()
    said = Answer(AnswerClass.TRANSIENT, None, "HTTP_500", "")
    for tries in range(held_up.TRIES, -1, -1):
        at = now - tries * _BETWEEN_TRIES
        with place.terminal.store.begin() as uow:
            uow.queue.retry_now(act, at)
            row = next(one for one in uow.queue.lease("pictures", now, 60, 50) if one.act.id == act)
            marks = uow.memory.freshness()
            uow.memory.set_freshness(replace(marks, last_attempt=at, last_upload=at))
            uow.queue.retry_later(row, said, now + _BETWEEN_TRIES)
            held_up.failed(uow, row, at)


def backup_fails(place: QueuePlace) -> None:
    """Have the day's backup fail for want of its folder: a file lies in its place."""
    program = place.world.program
    program.paths.backups.write_bytes(b"")
    with place.window() as window:
        window.online()
        window.send(place.bill(0), place.bill(1))
        program.caretaker(window.desk.data.report).look()
        _show_trouble(window)
        window.shot("queue-backup-failed")


def damaged(place: QueuePlace) -> None:
    """Have a backup made, and the check after it find the database damaged."""
    with place.window() as window:
        window.online()
        window.send(place.bill(0), place.bill(1))
        place.world.program.caretaker(window.desk.data.report).look()
        window.desk.data.report(BackupFailedError("DAMAGED"))
        _show_trouble(window)
        window.shot("queue-damaged")


def _show_trouble(window: QueueWindow) -> None:
    data = window.desk.data
    window.until("the trouble", lambda: bool(data.state.cause) and data.state.view is not None)
    window.show()


SCENES: Final = (
    Scene(("queue-connecting",), connecting),
    Scene(("queue-checking",), checking),
    Scene(("queue-sending", "queue-nothing-here"), sending),
    Scene(("queue-exported", "queue-chosen-offline"), offline_by_choice),
    Scene(("queue-refused",), refused),
    Scene(("queue-stands-still",), stands_still),
    Scene(("queue-limit-near", "queue-limit-passed"), limits),
    Scene(("queue-parked", "queue-withdrawing", "queue-withdrawn", "queue-done"), parked),
    Scene(("queue-pending",), pending),
    Scene(("queue-held-up",), held_back),
    Scene(("queue-backup-failed",), backup_fails),
    Scene(("queue-damaged",), damaged),
)
"""Every picture stands here once."""
