"""Every speed claim of this project, as a ratio to a limit or a peer in the same run."""
