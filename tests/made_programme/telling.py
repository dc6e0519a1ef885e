"""The whole story, day by day."""

from __future__ import annotations

import random
from collections.abc import Iterator

from domain.instant import DAY, Instant
from tests.made_programme.company import circle, gathering, meeting, telling
from tests.made_programme.course import Plan
from tests.made_programme.letter import publishing
from tests.made_programme.pen import Line, Pen
from tests.made_programme.people import leaving, recruited
from tests.made_programme.promises import changing, opening, promising, rewarding
from tests.made_programme.talk import talking


def told(plan: Plan) -> Iterator[Line]:
    """The events as they are posted, in the order of their recording."""
    pen = Pen(plan.programme, random.Random(f"{plan.seed} {plan.testers} {plan.days}"))
    opening(plan, pen)
    people = recruited(plan, pen)
    for number in range(plan.days):
        day = Instant(plan.start + number * DAY)
        talking(plan, pen, people, day)
        leaving(plan, pen, people, day)
        meeting(plan, pen, people, day)
    changing(plan, pen, people)
    promising(plan, pen)
    rewarding(plan, pen, people)
    gathering(plan, pen, people)
    telling(plan, pen, people)
    if plan.letter is not None:
        publishing(plan, pen, circle(plan, pen, people, plan.letter), plan.letter)
    return pen.lines()
