"""Everything that the gates compare when they are asked whether a child may be billed directly."""

from dataclasses import dataclass
from datetime import date, datetime

from clinic_terminal.domain.adjudication import Standing
from clinic_terminal.domain.decision import Basis, Source
from clinic_terminal.domain.eligibility import Clinic, Snapshot
from clinic_terminal.domain.identity import DataConsent, Identity, PhoneAuthorisation
from clinic_terminal.domain.member import CardClaims
from clinic_terminal.domain.plan import Plan
from clinic_terminal.domain.references import first_reference


@dataclass(frozen=True, slots=True)
class AgeLimits:
    """How old the evidence may be without the server: (soft, hard) in hours."""

    snapshot_hours: tuple[int, int]
    silence_hours: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Question:
    """A child, a policy, a branch and a day, with all that is known of them.

    ``standing`` is the snapshot's own joined with what this terminal has not sent yet. ``online``: the
    server answered just now. ``last_heard``: its last signed time. ``repeated``: what of the visit's lines
    stands on another bill of the day already, as "item tooth", unless the desk was asked and went on.
    """

    plan: Plan
    snapshot: Snapshot
    standing: Standing
    clinic: Clinic
    day: date
    now: datetime
    limits: AgeLimits
    online: bool = True
    last_heard: datetime | None = None
    booking_ref: str | None = None
    card: CardClaims | None = None
    identity: Identity | None = None
    consent: DataConsent | None = None
    phone: PhoneAuthorisation | None = None
    repeated: tuple[str, ...] = ()

    @property
    def basis(self) -> Basis:
        """The evidence of what the snapshot says."""
        return self.said_by(Source.SERVER if self.online else Source.SNAPSHOT)

    def said_by(self, source: Source) -> Basis:
        """Return the snapshot's evidence where ``source`` added to it."""
        return Basis(source, self.snapshot.as_of, self.snapshot.version)

    @property
    def reference(self) -> str | None:
        """The booking reference that counts: the desk's, else the one that came with the snapshot."""
        return first_reference(self.booking_ref, self.snapshot.booking_ref)
