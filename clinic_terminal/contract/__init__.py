"""The messages of the central API and of the split command."""
