"""Below a table on a narrow screen: what the columns that have no room say of the current line."""

from clinic_terminal.ui.widgets.line_table import LineTable
from clinic_terminal.ui.widgets.text import Text


class LineRest(Text):
    """Takes no room while the table shows all its columns."""

    def __init__(self, table: LineTable) -> None:
        super().__init__("", "small", "ink-2", wrap=True)
        table.rest_changed.connect(self._say)
        self.setContentsMargins(18, 6, 18, 0)
        self.hide()

    def _say(self, rest: str) -> None:
        self.setText(rest)
        self.setAccessibleName(rest)
        self.setVisible(bool(rest))
