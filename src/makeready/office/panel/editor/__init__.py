"""The editor's side of the server: a design as the browser needs it, redrawn while somebody edits."""
