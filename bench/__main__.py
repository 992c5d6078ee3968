"""`python -m bench [submit|pages|growth|records|next|triage|waits] [--cases N] [--seconds S] [--rounds N]`.

Without a name, all of them.
"""

import argparse

from bench import databases, growth, next_work, pages, records, submit, triage, waits

BENCHES = {
    "submit": submit.run,
    "pages": pages.run,
    "growth": growth.run,
    "records": records.run,
    "next": next_work.run,
    "triage": triage.run,
    "waits": waits.run,
}


def main() -> None:
    """Run what was asked for, one after the other."""
    reader = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    reader.add_argument("bench", nargs="?", choices=BENCHES, help="one of them alone")
    reader.add_argument("--cases", type=int, help="cases in the (larger) database, for a small try")
    reader.add_argument("--seconds", type=float, help="seconds of each round")
    reader.add_argument("--rounds", type=int, help="rounds of each side")
    asked = vars(reader.parse_args())
    chosen = asked.pop("bench")
    options = {name: value for name, value in asked.items() if value is not None}
    try:
        for name, run in BENCHES.items():
            if chosen in (None, name):
                run(**options)
    finally:
        databases.stop()


if __name__ == "__main__":
    main()
