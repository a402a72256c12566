"""The printing room, opened with the first bill, and the key that seals what leaves it."""

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from clinic_terminal.application.failures import PaperFailedError, StoreUnopenableError
from clinic_terminal.application.ports import Clock, Enrolment, Papers
from clinic_terminal.bootstrap.stand_ins import LatePapers
from clinic_terminal.contract.canonical import canonical_bytes
from clinic_terminal.settings import Paths
from clinic_terminal.store.key import SecretVault

if TYPE_CHECKING:
    from clinic_terminal.printing.seal import TerminalSeal

SEAL_KEY = "seal-key"
_SEAL_CERTIFICATE = "seal-certificate"

_sealing = threading.Lock()
"""Held while the seal is read or made: two papers at once make one seal."""


def papers_of(
    paths: Paths, enrolment: Enrolment | None, vault: SecretVault, clock: Clock, *, practice: bool
) -> Papers:
    """Return the papers of this terminal; its seal is made with the first bill and kept."""
    seal = _LateSeal(enrolment.terminal if enrolment else "not-enrolled", vault, clock)

    def make() -> Papers:
        from clinic_terminal.printing.papers import BillPapers

        return BillPapers(paths.bills, seal, canonical_bytes, practice=practice)

    return LatePapers(make)


def certificate_of(vault: SecretVault) -> bytes:
    """Return the certificate (PEM) that this terminal's bills are sealed under; empty before the first."""
    return vault.get(_SEAL_CERTIFICATE) or b""


def certificate_for(file: Path, vault: SecretVault) -> bytes:
    """Return the certificate of this terminal that a bill is sealed under; the latest where none is.

    Raises StoreUnopenableError where none fits and the latest is out of reach.
    """
    from clinic_terminal.printing.seal_check import SealState
    from clinic_terminal.printing.verify import verify_bill

    own = [certificate for each in vault.names(_SEAL_CERTIFICATE) if (certificate := vault.reach(each))]
    fits = (each for each in own if verify_bill(file, each, canonical_bytes).seal is not SealState.UNTRUSTED)
    return next(fits, b"") or certificate_of(vault)


class _LateSeal:
    """This terminal's seal, read or made once, with the first paper that needs one.

    So a closed keyring stops no other paper, and one that closes later none at all. Raises PaperFailedError.
    """

    def __init__(self, terminal: str, vault: SecretVault, clock: Clock) -> None:
        self._of = (terminal, vault, clock)
        self._real: TerminalSeal | None = None

    @property
    def certificate(self) -> bytes:
        """The certificate, PEM."""
        return self._opened().certificate

    def seal(self, pdf: bytes) -> bytes:
        """Return the PDF with the seal appended."""
        return self._opened().seal(pdf)

    def _opened(self) -> "TerminalSeal":
        from clinic_terminal.printing.seal import TerminalSeal

        with _sealing:
            try:
                self._real = self._real or TerminalSeal(*_seal_of(*self._of))
            except StoreUnopenableError as error:
                raise PaperFailedError(error.cause) from error
            return self._real


def _seal_of(terminal: str, vault: SecretVault, clock: Clock) -> tuple[bytes, bytes]:
    """Return key and certificate, made anew where one is lost; what there was is kept aside.

    A keyring that is only closed is no reason for another seal: raises StoreUnopenableError.
    """
    from clinic_terminal.printing.seal import TerminalSeal

    kept = {name: vault.get_unless_lost(name) for name in (SEAL_KEY, _SEAL_CERTIFICATE)}
    key, certificate = kept.values()
    if key is None or certificate is None:
        key, certificate = TerminalSeal.create(terminal, clock.now())
        parts = ((SEAL_KEY, key), (_SEAL_CERTIFICATE, certificate))
        # The one that lacks comes last: cut off in between, both are made anew and never of two seals.
        for name, part in sorted(parts, key=lambda part: kept[part[0]] is None):
            vault.put_over(name, part)
    return key, certificate
