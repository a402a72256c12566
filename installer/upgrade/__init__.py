"""Upgrades of the package with a full queue, cut at every step: ``python -m installer.upgrade OLD NEW``."""
