"""The bundle for support: what the doctor found, and the queue's states, without anybody's personal data.

Everything in it is put there by name: figures, codes of closed lists, times, and shortened digests. Nothing
is copied and then cleaned, so that a new column or a new setting cannot slip in.
"""

import json
import zipfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from typing import Any, Final

from clinic_terminal.application.acts import QueueRow
from clinic_terminal.application.doctor_codes import shown_code
from clinic_terminal.application.doctor_lines import Line
from clinic_terminal.application.doctor_log import without_persons
from clinic_terminal.application.doctor_ports import Probes, Value
from clinic_terminal.application.queue_view import QueueView, queue_view
from clinic_terminal.application.terminal import Terminal

FORM: Final = "clinic-support-bundle/1"
ENDING: Final = ".zip"
MANIFEST: Final = "manifest.json"
MOST_ACTS: Final = 500
_ID_SIGNS: Final = 10
_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)


def plain_line(line: Line) -> dict[str, Any]:
    """Return a line as plain values, without the names of devices."""
    return {"code": line.code, "state": line.state, "finding": line.finding, "facts": dict(line.facts)}


def bundle_name(at: datetime) -> str:
    """Return what a bundle's file is to be called; ``at`` is in UTC."""
    return f"clinic-support-{at:%Y%m%d-%H%M%S}Z{ENDING}"


def make_bundle(lines: Sequence[Line], probes: Probes, terminal: Terminal | None, at: datetime) -> bytes:
    """Return the bundle as the bytes of a ZIP file; what cannot be read is left out of it by its kind."""
    parts = {
        "doctor.json": _json([plain_line(line) for line in lines]),
        "settings.json": _part(lambda: dict(probes.settings())),
        "log.txt": _log(probes),
        "queue.json": _part(lambda: _queue(terminal)),
        "backups.json": _part(lambda: _backups(terminal)),
    }
    about = {
        "form": FORM,
        "made_at": at.isoformat(),
        "files": {name: _described(data) for name, data in parts.items()},
    }
    return _zipped({**parts, MANIFEST: _json(about)})


def short_id(text: str) -> str:
    """Return the beginning of an id's digest: enough for support to find it again, and no reference."""
    return sha256(text.encode()).hexdigest()[:_ID_SIGNS]


def _queue(terminal: Terminal | None) -> Mapping[str, Any] | None:
    if terminal is None:
        return None
    view = queue_view(terminal, MOST_ACTS)
    return {
        "unsent": view.exposure.unsent_count,
        "parked": view.exposure.parked_count,
        "for_a_person": view.open_count,
        "rooms": {room.name: [room.used, room.soft, room.hard] for room in view.rooms},
        "follow_ups": Counter(one.matter.value for one in view.follow_ups),
        "freshness": _freshness(view),
        "acts": [_act(row) for row in view.rows[:MOST_ACTS]],
    }


def _freshness(view: QueueView) -> Mapping[str, Value]:
    marks = view.freshness
    return {
        "last_attempt": _time(marks.last_attempt),
        "last_upload": _time(marks.last_upload),
        "last_download": _time(marks.last_download),
        "server_time": _time(marks.server_time),
    }


def _act(row: QueueRow) -> Mapping[str, Value]:
    return {
        "act": short_id(row.act.id),
        "chain": short_id(row.act.chain),
        "kind": row.act.kind.value,
        "state": row.state.value,
        "created_at": _time(row.act.created_at),
        "attempts": row.attempts,
        "next_attempt": _time(row.next_attempt),
        "settled_at": _time(row.settled_at),
        "first_error": shown_code(row.first_error),
        "last_error": shown_code(row.last_error),
        "bytes": len(row.act.body),
    }


def _backups(terminal: Terminal | None) -> list[Mapping[str, Value]] | None:
    if terminal is None:
        return None
    return [
        {
            "made_at": _time(one.made_at),
            "reason": one.reason.value,
            "good": one.is_good,
            "size": one.size,
            "acts": one.acts,
            "unsent": one.unsent,
        }
        for one in terminal.backups.kept()
    ]


def _log(probes: Probes) -> bytes:
    try:
        tail = probes.log_tail()
    except Exception as failure:  # noqa: BLE001  a bundle without a log still helps
        return f"{type(failure).__name__}\n".encode()
    return "".join(f"{line}\n" for line in without_persons(tail)).encode()


def _part(read: Callable[[], object]) -> bytes:
    try:
        return _json(read())
    except Exception as failure:  # noqa: BLE001  a broken house is what the bundle is made for
        return _json({"not_read": type(failure).__name__})


def _time(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat(timespec="seconds")


def _json(value: Any) -> bytes:  # noqa: ANN401  plain JSON values
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def _described(data: bytes) -> Mapping[str, Value]:
    return {"sha256": sha256(data).hexdigest(), "size": len(data)}


def _zipped(files: Mapping[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, _EARLIEST), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()
