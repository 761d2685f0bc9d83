"""The web chat: pages that any phone browser opens, and the channel behind them."""
