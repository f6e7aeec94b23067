"""What does a page look like on a screen? The display list as SVG, for the editor and for files."""
