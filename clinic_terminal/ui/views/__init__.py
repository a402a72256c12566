"""From the verbs' values to what the widgets show: pure functions, testable without a window."""
