"""What is in a raster image, and how does it become pixels for the target? pyvips does the work."""
