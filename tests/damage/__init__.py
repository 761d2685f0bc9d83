"""Deliberate damages: each breaks one promise in a copy of the house, and a test must notice."""
