"""Years of faults in minutes: the real verbs, store and sync code against a model of the server."""
