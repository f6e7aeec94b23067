"""What is measured, and against which goal. `make bench` runs every module here that has `measure()`."""
