"""`make bench`: every bench, or one by its name (`python -m bench conversations --people 50`)."""

import importlib
import pkgutil
import sys
from collections.abc import Callable, Sequence

import bench


def benches() -> dict[str, Callable[[Sequence[str]], None]]:
    """Return each bench of this package by its name: modules with a `main(arguments)`."""
    found = {}
    for module in pkgutil.iter_modules(bench.__path__):
        if module.name in _OTHER_SIDES or module.ispkg:
            continue
        found[module.name] = importlib.import_module(f"bench.{module.name}").main
    return found


# What a bench uses or starts; how well questions are answered is `make answers`.
_OTHER_SIDES = {"__main__", "answers", "in_memory_bot", "lexical", "people", "sender", "slips"}


def main(arguments: Sequence[str]) -> None:
    """Run the bench that is named, with its own options, or all of them."""
    known = benches()
    if arguments:
        name, *options = arguments
        if name not in known:
            sys.exit(f"no bench {name!r}: {', '.join(known)}")
        known[name](options)
        return
    for name, run in known.items():
        print(f"\n{name}")
        run([])


if __name__ == "__main__":
    main(sys.argv[1:])
