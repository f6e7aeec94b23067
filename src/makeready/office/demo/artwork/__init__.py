"""The sample shop's products, drawn in code: one file each. Nothing here comes from anybody else."""
