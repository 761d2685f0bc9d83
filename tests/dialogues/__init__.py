"""Conversations that an officer can read and approve, played on every channel."""
