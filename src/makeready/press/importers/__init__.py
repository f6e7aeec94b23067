"""How does artwork of other programs become ours? One folder or file per foreign format."""
