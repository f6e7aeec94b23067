"""The operators' screens: pages, templates and static files by noun."""
