"""How does a document become pages of things to paint? One file per kind of item."""
