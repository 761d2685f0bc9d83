"""Floor 1: what the province decided. Pure data, its types, words and answering."""
