"""What shall be done: definitions, their language, versions."""
