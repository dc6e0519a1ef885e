"""How figures are told, and how `wrk` is read."""

from __future__ import annotations

import pytest

from tests.bench.figures import Figure, Item, centile, number, table
from tests.bench.loading import Load, read
from tests.bench.machine import in_short
from tests.bench.pairs import Taken, figure

SAID = """\
Running 2s test @ http://127.0.0.1:46511/v1/events
  1 threads and 16 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency   177.72ms   40.85ms 305.00ms   74.58%
    Req/Sec    90.21     25.95   150.00     66.67%
  Latency Distribution
     50%  950.00us
     75%  205.77ms
     90%  226.44ms
     99%    1.29s
  180 requests in 2.00s, 48.52KB read
Requests/sec:     89.94
Transfer/sec:     24.24KB
"""


def test_what_wrk_says_is_read_in_milliseconds():
    assert read(SAID) == pytest.approx(Load(rate=89.94, count=180, p50=0.95, p99=1290.0))


def test_a_refused_post_is_no_post():
    with pytest.raises(ValueError, match="Non-2xx or 3xx responses: 3"):
        read(SAID + "  Non-2xx or 3xx responses: 3\n")


def test_more_than_the_goal_meets_it_where_more_is_better():
    assert Figure("posts", 200, "/s", beside=100, goal=2).met
    assert not Figure("posts", 199, "/s", beside=100, goal=2).met


def test_less_than_the_goal_meets_it_where_less_is_better():
    assert Figure("start", 1.5, "s", better="less", goal=1.5).met
    assert not Figure("start", 1.6, "s", better="less", goal=1.5).met


def test_a_goal_is_of_the_ratio_if_there_is_one_and_else_of_the_number():
    assert Figure("who", 30, "ms", beside=20, better="less", goal=2).met
    assert not Figure("who", 30, "ms", better="less", goal=2).met
    assert not Figure("start", 3, "s", beside=2, better="less", goal=2, absolute=True).met


def test_what_was_measured_in_turns_is_the_ratio_of_the_turns():
    assert Figure("posts", 200, "/s", beside=100, ratio=1.9).by == 1.9


def test_both_sides_of_a_turn_are_compared_with_each_other():
    ours = [Taken(2, 3), Taken(20, 3), Taken(4, 3)]
    beside = [Taken(1, 1), Taken(10, 1), Taken(1, 1)]
    told = figure("replay", 100, ours, beside, goal=0.15)
    assert (told.by, told.cpu, told.ours, told.met) == (0.5, 3, 25, True)


def test_without_a_goal_none_is_met_or_missed():
    assert Figure("posts", 200, "/s", beside=100).met is None


def test_the_table_begins_its_rows_with_the_ratio():
    figures = [
        Figure("SQLite, beside plain Flask", 1234, "/s", beside=1000, goal=2, cpu=0.5),
        Figure("rests", 93.44, "MB"),
        Figure("starts", 1.2, "s", beside=0.5, better="less", goal=1.5, absolute=True),
    ]
    items = [
        Item("posts", 12.3, 1.25, figures, said=["UmaDB is not installed"]),
        Item("replay", 1, 1.25, [], failed="no room"),
    ]
    assert table(items) == (
        " ratio      goal             CPU      ours    beside  what\n"
        "\n"
        "posts (12 s, load 1.2)\n"
        "1.23 x  ≥ 2.00 x  MISSED  0.50 x  1,234 /s  1,000 /s  SQLite, beside plain Flask\n"
        "                                   93.4 MB            rests\n"
        "2.40 x  ≤ 1.50 s     met            1.20 s    0.50 s  starts\n"
        "  UmaDB is not installed\n"
        "\n"
        "replay (1 s, load 1.2)\n"
        "  failed: no room"
    )


@pytest.mark.parametrize(
    ("value", "shown"),
    [(12345.6, "12,346"), (99.96, "100.0"), (12.34, "12.3"), (0.123, "0.12"), (0.0123, "0.012")],
)
def test_numbers_keep_the_digits_that_matter(value: float, shown: str):
    assert number(value) == shown


def test_a_centile_is_one_of_the_values():
    values = [float(each) for each in range(1, 201)]
    assert [centile(values, share) for share in (0.5, 0.99, 1.0)] == [100, 198, 200]
    assert centile([3.0], 0.99) == 3


def test_json_tells_the_ratio_and_whether_the_goal_is_met():
    told = Figure("posts", 200, "/s", beside=100, goal=1.5, more={"p99": 4}).as_json()
    assert (told["ratio"], told["met"], told["more"]) == (2.0, True, {"p99": 4})


def test_a_busy_machine_is_told_of():
    machine = {
        "date": "2026-11-23T05:00:00Z",
        "cores": 2,
        "processor": "AMD EPYC",
        "memory_megabytes": 25_200,
        "load_before": 0.5,
    }
    told = "2026-11-23: 2 cores (AMD EPYC), 25 GB, load 0.5 before"
    assert in_short(machine) == told
    assert in_short(machine | {"load_before": 1.5}).splitlines()[1].startswith("It is busy")
