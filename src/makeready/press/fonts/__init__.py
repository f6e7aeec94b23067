"""Which font files are there, and what is in them? Found, chosen, measured, subset; never shaped."""
