"""The printing room, opened with the first bill, and the key that seals what leaves it."""

from clinic_terminal.application.ports import Clock, Enrolment, Papers
from clinic_terminal.bootstrap.stand_ins import LatePapers
from clinic_terminal.contract.canonical import canonical_bytes
from clinic_terminal.settings import Paths
from clinic_terminal.store.key import SecretVault

SEAL_KEY = "seal-key"
_SEAL_CERTIFICATE = "seal-certificate"


def papers_of(
    paths: Paths, enrolment: Enrolment | None, vault: SecretVault, clock: Clock, *, practice: bool
) -> Papers:
    """Return the papers of this terminal; its seal is made with the first bill and kept."""

    def make() -> Papers:
        from clinic_terminal.printing.papers import BillPapers
        from clinic_terminal.printing.seal import TerminalSeal

        terminal = enrolment.terminal if enrolment else "not-enrolled"
        seal = TerminalSeal(*_seal_of(terminal, vault, clock))
        return BillPapers(paths.bills, seal, canonical_bytes, practice=practice)

    return LatePapers(make)


def certificate_of(vault: SecretVault) -> bytes:
    """Return the certificate (PEM) that this terminal's bills are sealed under; empty before the first."""
    return vault.get(_SEAL_CERTIFICATE) or b""


def _seal_of(terminal: str, vault: SecretVault, clock: Clock) -> tuple[bytes, bytes]:
    """Return key and certificate, made anew where one is out of reach; what there was is kept aside."""
    from clinic_terminal.printing.seal import TerminalSeal

    kept = {name: vault.reach(name) for name in (SEAL_KEY, _SEAL_CERTIFICATE)}
    key, certificate = kept.values()
    if key is None or certificate is None:
        key, certificate = TerminalSeal.create(terminal, clock.now())
        parts = ((SEAL_KEY, key), (_SEAL_CERTIFICATE, certificate))
        # The one that lacks comes last: cut off in between, both are made anew and never of two seals.
        for name, part in sorted(parts, key=lambda part: kept[part[0]] is None):
            vault.put_over(name, part)
    return key, certificate
