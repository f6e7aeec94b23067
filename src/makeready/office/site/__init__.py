"""Django's own: settings (from config.py), urls, asgi; nothing else."""
