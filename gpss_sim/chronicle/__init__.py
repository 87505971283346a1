"""One run written down and retold: its event log, its files, the story of one who was in it."""
