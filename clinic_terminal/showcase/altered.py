"""Scene (e): somebody makes a bill cheaper in its file, and ``verify-bill`` says where."""

import io
from pathlib import Path

from clinic_terminal.contract.canonical import canonical_bytes
from clinic_terminal.printing.commands import verify_bill_command
from clinic_terminal.printing.practice_tamper import alter_amount
from clinic_terminal.showcase.findings import Findings


def altered_bill(bill: Path, certificate: bytes, findings: Findings) -> str:
    """Check the true bill and an altered copy; returns what was said of the copy."""
    true_words, copy_words = io.StringIO(), io.StringIO()
    holds = verify_bill_command(bill, certificate, canonical_bytes, true_words) == 0
    copy = bill.with_name(f"altered-{bill.name}")
    change = alter_amount(bill, copy)
    caught = verify_bill_command(copy, certificate, canonical_bytes, copy_words) != 0
    findings.must("e", "the true bill holds", met=holds)
    findings.must("e", "the altered bill is caught", met=caught)
    findings.must("e", "the change is named", met=change in copy_words.getvalue())
    return copy_words.getvalue()
