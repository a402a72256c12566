"""Whether the server answers at all."""

from typing import Literal

from clinic_terminal.contract.values import Message


class HealthAnswer(Message):
    """The server answers."""

    status: Literal["ok"]
