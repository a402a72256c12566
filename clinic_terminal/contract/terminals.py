"""Enrolment: a one-time code and a public key against a place in the network."""

from typing import Annotated

from pydantic import Field

from clinic_terminal.contract.values import Code, KeyText, Message
from clinic_terminal.domain.eligibility import Clinic


class EnrolRequest(Message):
    """What a new terminal sends: ``public_key`` is base64url of 32 Ed25519 bytes."""

    code: Annotated[str, Field(min_length=1, max_length=64)]
    public_key: KeyText


class ClinicMessage(Message):
    """The branch that a terminal stands in."""

    id: Code
    name: str
    brand: Code
    brand_name: str
    city: str = ""

    def to_domain(self) -> Clinic:
        """Return the branch as the rules take it."""
        return Clinic(self.id, self.name, self.brand, self.brand_name, self.city)

    @classmethod
    def from_domain(cls, clinic: Clinic) -> "ClinicMessage":
        """Return the message of a branch."""
        return cls(
            id=clinic.id, name=clinic.name, brand=clinic.brand, brand_name=clinic.brand_name, city=clinic.city
        )


class EnrolAnswer(Message):
    """What the terminal is from now on; ``root_key`` signs the key document."""

    terminal: Code
    clinic: ClinicMessage
    root_key: KeyText
