"""The steps of the schema, run by alembic in code; there is no configuration file."""
