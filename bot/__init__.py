"""Floor 5: how words travel; the door to channels, clock, command line and pages."""
