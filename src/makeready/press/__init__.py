"""The print engine: a design (and data) in, press-ready files out. No Django, database, network or clock."""
