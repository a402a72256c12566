"""One module a revision; each is a frozen text and never edited once it has reached a clinic."""
