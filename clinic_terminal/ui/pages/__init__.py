"""The pages: they render state and emit what the hand wants; rules live in the verbs."""
