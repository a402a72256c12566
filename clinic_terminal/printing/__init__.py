"""Papers: HTML, PDF, seal, and the proof that nothing was changed."""
