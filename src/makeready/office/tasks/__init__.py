"""What can be done: one file per task type, seeing a job only through `JobContext`."""
