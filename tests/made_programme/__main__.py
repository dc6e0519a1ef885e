"""Write a made programme to standard output, one event a line."""

from __future__ import annotations

import argparse
import json
import sys

from tests.made_programme import Course, Plan, told


def main() -> None:
    """Read the options, write the lines."""
    asked = argparse.ArgumentParser(prog="python -m tests.made_programme", description=__doc__)
    asked.add_argument("--seed", type=int, default=1, help="another seed, another story [1]")
    asked.add_argument("--testers", type=int, default=300, help="how many are invited [300]")
    asked.add_argument("--months", type=float, default=9, help="how long it lasts [9]")
    asked.add_argument("--programme", default="made", help="what it is called [made]")
    asked.add_argument(
        "--course",
        choices=list(Course),
        type=Course,
        default=Course.LETTER,
        help="letter: care wears off, and an open letter follows; silence: it wears off, and none"
        " does; calm: it does not [letter]",
    )
    for line in told(Plan(**vars(asked.parse_args()))):
        sys.stdout.write(json.dumps(line) + "\n")


if __name__ == "__main__":
    main()
