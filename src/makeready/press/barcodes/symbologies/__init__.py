"""One file per symbology; the file's name is what a design calls it. See docs/recipes.md."""
