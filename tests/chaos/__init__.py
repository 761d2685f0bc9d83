"""What happens when things go wrong: kill -9, faults on the way, named points. `make chaos`."""
