"""What a store's product means here: template, fields, pipeline, print settings."""
