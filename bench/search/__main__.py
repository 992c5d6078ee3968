"""`python -m bench.search [relevance|speed]`: both without a name."""

import argparse

from bench import databases
from bench.search import relevance, sets, speed

BENCHES = {"relevance": relevance.run, "speed": speed.run}


def main() -> None:
    """Run what was asked for, one after the other."""
    reader = argparse.ArgumentParser(prog="python -m bench.search", description=__doc__)
    reader.add_argument("bench", nargs="?", choices=BENCHES, help="one of them alone")
    chosen = reader.parse_args().bench
    sets.require_data()
    try:
        for name, run in BENCHES.items():
            if chosen in (None, name):
                run()
    finally:
        databases.stop()


if __name__ == "__main__":
    main()
