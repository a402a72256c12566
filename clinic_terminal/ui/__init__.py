"""The windows: pages render state and emit intents, and hold no rules."""
