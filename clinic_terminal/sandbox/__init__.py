"""The practice central API: a real HTTP server for training, demo and tests."""
