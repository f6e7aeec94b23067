"""How does data become modules or bars? One file per symbology."""
