"""The back office on Django: orders in, projects, jobs, files out."""
