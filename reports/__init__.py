"""Floor 2: what a unit must tell. Pure functions on values; no I/O."""
