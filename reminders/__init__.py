"""Floor 3: when we speak first."""
