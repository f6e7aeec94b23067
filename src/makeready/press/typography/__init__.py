"""How does text become placed glyphs? Runs, shaping, line breaks, lines, fitting, carets."""
