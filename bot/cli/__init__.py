"""The `troly` commands, one file a subject; `main.py` puts them together."""
