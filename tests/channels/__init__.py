"""What holds whatever the channel: the same words make the same report."""
