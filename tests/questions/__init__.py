"""Questions with their right answers, and the judge. Nothing of the house learns from them."""
