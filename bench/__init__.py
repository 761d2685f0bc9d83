"""Speed and memory, each beside a comparison. `python -m bench [name] [options]`."""
