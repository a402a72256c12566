"""A direct-billing terminal for private children's dental clinics."""

__version__ = "0.2.0"
