"""The JSON of a Polotno store becomes a document of ours, page by page; what is not carried over is told."""
