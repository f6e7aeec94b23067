"""The editor's part on the server: unsaved states of a design, drawn by the engine that prints."""
