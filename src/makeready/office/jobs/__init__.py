"""Doing it: jobs, task runs, attempts, artifacts; the engine only decides when."""
