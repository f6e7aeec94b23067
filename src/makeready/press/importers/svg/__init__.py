"""SVG drawings as items of a design: shapes, text, pictures; what cannot be carried over is told."""
