"""Effects outside: one receipt each."""
