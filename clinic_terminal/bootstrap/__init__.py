"""The composition root: the only package that names concrete adapters and joins them to the ports."""
