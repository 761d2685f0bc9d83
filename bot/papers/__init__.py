"""Papers that the server itself hands out: invitation pages, registers."""
