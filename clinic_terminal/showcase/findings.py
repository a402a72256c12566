"""What a demo found: figures as they must be beside figures as they were."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Finding:
    """One figure or fact of a scene."""

    scene: str
    what: str
    expected: str
    found: str

    @property
    def holds(self) -> bool:
        """Whether it came out as it must."""
        return self.expected == self.found


@dataclass(slots=True)
class Findings:
    """All findings of one run, in order."""

    rows: list[Finding] = field(default_factory=list)

    def note(self, scene: str, what: str, expected: object, found: object) -> None:
        """Write down what was expected and what was found."""
        self.rows.append(Finding(scene, what, str(expected), str(found)))

    def must(self, scene: str, what: str, *, met: bool) -> None:
        """Write down whether something that must be so was so."""
        self.rows.append(Finding(scene, what, "yes", "yes" if met else "no"))

    @property
    def hold(self) -> bool:
        """Whether everything came out as it must; nothing noted is nothing shown."""
        return bool(self.rows) and all(row.holds for row in self.rows)

    def as_markdown(self) -> str:
        """Return the findings as a Markdown table."""
        lines = ["| scene | what | expected | found | holds |", "|---|---|---|---|---|"]
        lines += [
            f"| {row.scene} | {row.what} | {row.expected} | {row.found} | {'yes' if row.holds else 'NO'} |"
            for row in self.rows
        ]
        return "\n".join(lines)
