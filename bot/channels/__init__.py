"""How words travel: one folder or file a channel, all keeping one contract."""
