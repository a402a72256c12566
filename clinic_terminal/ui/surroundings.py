"""What stands round the page: rail and strip give way where nobody works or a family has the window."""

from clinic_terminal.ui.widgets.rail import Rail
from clinic_terminal.ui.widgets.top_strip import TopStrip


class Surroundings:
    """Shows the rail and the strip's buttons to whoever works here, and to nobody else."""

    def __init__(self, rail: Rail, strip: TopStrip) -> None:
        self._rail = rail
        self._strip = strip
        self._signed_in = True
        self._held = False

    def set_signed_in(self, *, signed_in: bool) -> None:
        """Say whether somebody works here."""
        self._signed_in = signed_in
        self._show()

    def hold(self, *, held: bool) -> None:
        """Say whether a family has the window in its hands: no way leads to another child."""
        if held is not self._held:
            self._held = held
            self._show()

    def _show(self) -> None:
        for_work = self._signed_in and not self._held
        self._rail.setVisible(for_work)
        self._strip.set_bare(bare=not for_work)
