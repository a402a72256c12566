"""From pixels and keystrokes to a verified e-card."""
