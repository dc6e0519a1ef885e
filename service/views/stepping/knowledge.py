"""What a step changed of who knew what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from domain.knowledge import Answer, answer
from domain.learnings import Request, as_public, request
from domain.names import PUBLIC, Item, Party
from service.views.irregularities.rule import Scene
from service.views.irregularities.touch import Stood
from service.views.knowledge import worded
from service.views.stepping.fronts import NOTHING, Fronts
from service.views.stepping.known import Known, Touched
from service.views.stepping.rows import StepRows

_Pair = tuple[Party, Item]
_Asked = Mapping[_Pair, Sequence[Request]]
_Known = Mapping[Item, Mapping[Party, Fronts]]


def changed_knowledge(
    rows: StepRows,
    known: Known,
    before: Scene,
    after: Scene,
    stood: Sequence[Stood],
    stands: Sequence[Stood],
) -> list[dict[str, Any]]:
    """The answers of `who` that differ, by party and item; and `known` goes on with the step."""
    touched = known.touched([*stood, *stands], before.world)
    was = known.of(touched, before.world)
    known.step(stood, stands, after.world)
    now = known.of(touched, after.world)
    if not touched:
        return []
    asked, asks = (_asked(rows, scene, touched) for scene in (before, after))
    pairs = _may_differ(touched, was, now, {*asked, *asks}, _asking(stands), bool(stood))
    answers = _answers(before, was, asked, pairs), _answers(after, now, asks, pairs)
    told = [_told(rows, scene, each) for scene, each in zip((before, after), answers, strict=True)]
    return [
        {"party": party, "item": item, "before": old, "after": new}
        for party, item in sorted(told[0].keys() | told[1].keys())
        if (old := told[0].get((party, item))) != (new := told[1].get((party, item)))
    ]


def _asked(rows: StepRows, scene: Scene, touched: Touched) -> _Asked:
    """Who asked for these items."""
    asked: dict[_Pair, list[Request]] = defaultdict(list)
    for each in rows.requests_for(scene.programme, touched.keys(), scene.world):
        asked[each.party, each.item].append(each)
    return asked


def _asking(stood: Iterable[Stood]) -> Collection[_Pair]:
    asked = (request(each.event, each.record.position) for each in stood)
    return {(each.party, each.item) for each in asked if each is not None}


def _may_differ(
    touched: Touched,
    was: _Known,
    now: _Known,
    asked: Collection[_Pair],
    asking: Collection[_Pair],
    anew: bool,
) -> Collection[_Pair]:
    """The pairs whose answers may differ; `anew`: what was known was read anew, so all do.

    Else they do where a party or the public learned what can be the first, or where it asked.
    """
    pairs = set(asking)
    for item, parties in touched.items():
        everybody = PUBLIC in parties
        whose = {*was[item], *now[item], *(p for p, i in asked if i == item)}
        public = was[item].get(PUBLIC) is not now[item].get(PUBLIC)
        for party in whose if everybody else parties:
            learned = was[item].get(party) is not now[item].get(party)
            if anew or learned or (everybody and public):
                pairs.add((party, item))
    return pairs


def _answers(
    scene: Scene, known: _Known, asked: _Asked, pairs: Collection[_Pair]
) -> Mapping[_Pair, Answer]:
    """The answers of `who` for these pairs."""
    found = {}
    for party, item in pairs:
        own = [each for learned in known[item].get(party, NOTHING).values() for each in learned]
        requests = asked.get((party, item), ())
        if not own and not any(each.latest <= scene.as_of for each in requests):
            continue
        if party != PUBLIC:
            public = known[item].get(PUBLIC, NOTHING).values()
            own += [as_public(each, party) for learned in public for each in learned]
        told = answer(party, item, own, requests, scene.as_of)
        if told is not None:
            found[party, item] = told
    return found


def _told(
    rows: StepRows, scene: Scene, answers: Mapping[_Pair, Answer]
) -> Mapping[_Pair, dict[str, Any]]:
    """Answers as they are written."""
    told = worded(rows, scene.world.at, list(answers.values())) if answers else []
    return dict(zip(answers, told, strict=True))
