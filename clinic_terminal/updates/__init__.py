"""News of later editions, signed as The Update Framework has it. Nothing is installed from here."""
