"""What the browser shows: thin, over the state of a session."""
