"""`make failover`: `kill -9` of the primary under load, and what became of what it acknowledged.

Exits 1 if anything that was acknowledged is lost or doubled, if a position is left out, if the
views are not what the events make, or if nobody took over.
"""

from __future__ import annotations

import random
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from tests.faults.__main__ import show
from tests.faults.bench import Bench, Outcome
from tests.faults.cluster import TTL_SECONDS, Cluster, NoPatroni
from tests.faults.serving import A_MOMENT

LONGEST_LIFE = 4.0
"""Seconds under load before the primary dies, at most."""
AFTERWARDS = 2.0
WORKERS = 2
GAP_MOST = 120.0


def seconds_without_answer(bench: Bench, cluster: Cluster) -> float:
    """Kill who leads; how long then nothing was acknowledged, until something is by the next."""
    old = cluster.leader()
    assert old is not None
    old.kill()
    killed = since = time.monotonic()
    longest, lines, taken_over = 0.0, bench.notebook.lines, False
    while time.monotonic() - killed < GAP_MOST:
        time.sleep(A_MOMENT)
        now = time.monotonic()
        if bench.notebook.lines != lines:
            longest, since, lines = max(longest, now - since), now, bench.notebook.lines
            if taken_over:
                return longest
        taken_over = taken_over or cluster.leader() is not None
    raise AssertionError(f"nothing was acknowledged within {GAP_MOST:.0f} s")


def one_round(bench: Bench, cluster: Cluster, chance: random.Random) -> tuple[Outcome, float]:
    """A primary dies under load, and comes back as a standby."""
    outcome = Outcome("kill -9 primary", "a whole node of three", rounds=1)
    starts = bench.service.starts
    bench.load.start()
    try:
        time.sleep(chance.uniform(0.5, LONGEST_LIFE))
        gap = outcome.recovered_seconds = seconds_without_answer(bench, cluster)
        time.sleep(AFTERWARDS)
        bench.recover()
        cluster.await_all()
    finally:
        bench.load.stop()
    bench.load.settle()
    bench.tell(outcome)
    if bench.service.starts != starts:
        outcome.problems.append("the service ended, and had to be started again")
    return outcome, gap


@click.command()
@click.option("--rounds", default=5, show_default=True, help="How often the primary dies.")
@click.option("--seed", type=int, help="Of all that is random here; by default a new one.")
@click.option("--asynchronous", is_flag=True, help="To see that what is lost is seen.")
def main(rounds: int, seed: int | None, *, asynchronous: bool) -> None:
    """Kill the primary of three under load, again and again, and count what was lost."""
    seed = random.SystemRandom().randrange(2**32) if seed is None else seed
    click.echo(f"Three nodes under Patroni, ttl {TTL_SECONDS} s; seed {seed}")
    chance, total = random.Random(seed), Outcome("kill -9 primary", "")
    gaps = []
    with TemporaryDirectory(prefix="testigo-failover-", ignore_cleanup_errors=True) as folder:
        try:
            cluster = Cluster(Path(folder), synchronous=not asynchronous)
        except NoPatroni as missing:
            raise click.ClickException(str(missing)) from missing
        with Bench(cluster, Path(folder), seed, workers=WORKERS) as bench:
            cluster.await_all()
            for number in range(1, rounds + 1):
                outcome, gap = one_round(bench, cluster, chance)
                gaps.append(gap)
                said = "clean" if outcome.passed else f"{outcome.count} {outcome.problems}"
                click.echo(
                    f"round {number}: {said}; {outcome.acknowledged} acknowledged,"
                    f" none for {gap:.1f} s"
                )
                total.add(outcome)
    total.how = f"no answer for {min(gaps):.1f} to {max(gaps):.1f} s"
    show([total])
    click.echo(f"Seed {seed}.")
    raise SystemExit(0 if total.passed else 1)


if __name__ == "__main__":
    main()
