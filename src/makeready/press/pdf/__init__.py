"""Everything that knows PDF syntax. Inside, lengths are points; the one border to millimetres is `boxes`."""
