"""Floor 4: what we do when someone speaks."""
