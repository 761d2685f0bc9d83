"""The child process that writes one paper: an order on standard input, a file, and gone."""

import sys
from pathlib import Path

from bot.papers.child import Order
from handlers.house import House
from handlers.papers import rendered
from plan.programme import load_programme
from storage.engine import Store


def main() -> None:
    """Carry out one order."""
    order = Order.read(sys.stdin.read())
    house = House(load_programme(Path(order.programme)), order.training)
    store = Store(order.database, Path(order.data_dir))
    try:
        with store.read() as tx:
            content = rendered(tx, house, order.about, order.moment)
    finally:
        store.close()
    Path(order.out).write_bytes(content)


if __name__ == "__main__":
    main()
