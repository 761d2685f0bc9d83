"""Floor 2: what we remember. The only packages that say SQL."""
