"""Knowledge: who knew what, when, and from whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final

from flask import Response

from domain.names import Party, Programme
from service.api import answers, described
from service.api.asking import Asked, asking, programme_named
from service.api.parameters import HowQuestion, ReachQuestion, WhatQuestion, WhoQuestion
from service.api.queries import Blueprint
from service.api.questions import DiffQuestion, MatrixQuestion
from service.api.reads import lists
from service.views.matrix import Cell, Wanted

blueprint: Final = Blueprint(
    "knowledge",
    __name__,
    url_prefix="/v1/programmes/<programme>/knowledge",
    description="Who knew what, when, and from whom, as far as it had been recorded.",
)


@blueprint.route("/who", parameters=[described.PROGRAMME])
@described.problems("not-found")
@blueprint.arguments(WhoQuestion(), location="query")
@lists(answers.WHO)
def who(question: dict[str, Any], programme: str) -> Response:
    """Who knew an item

    Parties with a learning of their own, or a request, by when they learned it; who only asked
    comes last.
    """
    named, item, imputed = programme_named(programme), question["item"], _imputed(question)
    with asking(question, programme=named) as asked:
        knowers = asked.questions.who(named, item, asked.bounds, imputed=imputed)
        return asked.page(answers.WHO, knowers, partial(_same_as, asked, named, ()), item=item)


@blueprint.route("/what", parameters=[described.PROGRAMME])
@described.problems("not-found")
@blueprint.arguments(WhatQuestion(), location="query")
@lists(answers.WHAT)
def what(question: dict[str, Any], programme: str) -> Response:
    """What a party knew, by item"""
    named, party, imputed = programme_named(programme), question["party"], _imputed(question)
    with asking(question, programme=named, named=True) as asked:
        after = str(asked.place[0]) if asked.place else None
        items, last = asked.questions.what(
            named,
            party,
            asked.bounds,
            after,
            asked.limit,
            events=question["events"] == "true",
            imputed=imputed,
        )
        place, beside = None if last is None else (last,), partial(_same_as, asked, named, (party,))
        return asked.listed(answers.WHAT, items, place, beside, party=party)


@blueprint.route("/how", parameters=[described.PROGRAMME])
@described.problems("not-found")
@blueprint.arguments(HowQuestion(), location="query")
@lists(answers.HOW)
def how(question: dict[str, Any], programme: str) -> Response:
    """How an item came to a party, origin first"""
    named, party, imputed = programme_named(programme), question["party"], _imputed(question)
    with asking(question, programme=named) as asked:
        walked = asked.questions.how(named, party, question["item"], asked.bounds, imputed=imputed)
        hops = walked.pop("path")
        return asked.page(answers.HOW, hops, partial(_same_as, asked, named, (party,)), **walked)


@blueprint.route("/reach", parameters=[described.PROGRAMME])
@described.problems("not-found")
@blueprint.arguments(ReachQuestion(), location="query")
@lists(answers.REACH)
def reach(question: dict[str, Any], programme: str) -> Response:
    """Who could have come to know an item (not: who knew it)

    From the `sources`, which are those who knew it of their own (as `who` has them) with the
    earliest time of that, along `contact-observed` and common membership of groups, in order of
    time: who knows by an instant passes it on in a contact that may have lasted until then, and to
    all who possibly belong to a group while it does. `reached` are all others to whom it could
    have come by `as_of`, with the earliest time, by time and party. An opportunity is no
    knowledge: nothing here says that anybody told or heard anything. What the public knows is
    not passed on so. Every page repeats the sources.
    """
    named, item = programme_named(programme), question["item"]
    with asking(question, programme=named) as asked:
        sources, reached = asked.questions.reach(named, item, asked.bounds)
        return asked.page(answers.REACH, reached, item=item, sources=sources)


@blueprint.route("/matrix", parameters=[described.PROGRAMME])
@described.problems("not-found")
@blueprint.arguments(MatrixQuestion(), location="query")
@lists(answers.MATRIX)
def matrix(question: dict[str, Any], programme: str) -> Response:
    """Who knew what: a cell for each party and item

    Only cells that `who` would list, by party and item. `parties` and `items` are those of the
    cells of the page.
    """
    named = programme_named(programme)
    events = question["events"] == "true"
    wanted = Wanted(question.get("parties"), question.get("items"), events)
    with asking(question, programme=named, places=2, named=True) as asked:
        after = None if asked.place is None else Cell(*asked.place)
        cells, place = asked.questions.matrix(named, wanted, asked.bounds, after, asked.limit)
        heads = {
            "parties": sorted({each["party"] for each in cells}),
            "items": sorted({each["item"] for each in cells}),
        }
        return asked.listed(
            answers.MATRIX, cells, place, partial(_same_as, asked, named, ()), **heads
        )


@blueprint.route("/diff", parameters=[described.PROGRAMME])
@described.problems("not-found")
@blueprint.arguments(DiffQuestion(), location="query")
@lists(answers.DIFF)
def diff(question: dict[str, Any], programme: str) -> Response:
    """What changed in who knew an item, or in what a party knew, and because of which events

    Compares what had been recorded by `then` with what had been by `as_recorded`, about the same
    `as_of`. Each page has the next of all changes, by party and item, in the list of its kind.
    """
    named = programme_named(programme)
    with asking(question, programme=named, named=True) as asked:
        then = asked.then(question["then"])
        after = asked.place[0] if asked.place else None
        bounds = then, asked.bounds, after, asked.limit
        if "item" in question:
            about = {"item": question["item"]}
            found, more = asked.questions.diff_of_item(named, question["item"], *bounds)
        else:
            about, events = {"party": question["party"]}, question["events"] == "true"
            found, more = asked.questions.diff_of_party(
                named, question["party"], *bounds, events=events
            )
        answer = {**about, "then": then.recorded()["as_recorded"], **_by_kind(found)}
        return asked.told(answers.DIFF, answer, None if more is None else (more,))


def _by_kind(changes: Sequence[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    """Changes apart: what is new, what is no more, what is another."""
    kinds: dict[str, list[Mapping[str, Any]]] = {"added": [], "removed": [], "changed": []}
    for each in changes:
        if each["before"] is None:
            kinds["added"].append(each)
        elif each["after"] is None:
            kinds["removed"].append(each)
        else:
            kinds["changed"].append(each)
    return kinds


def _imputed(question: Mapping[str, Any]) -> bool:
    imputed: bool = question["imputed"] == "true"
    return imputed


def _same_as(
    asked: Asked,
    programme: Programme,
    parties: Sequence[Party],
    entries: Sequence[Mapping[str, Any]],
) -> Mapping[str, Any]:
    """Who was identified as whom, of these parties and of those in the entries of a page."""
    named = {*parties, *(Party(each["party"]) for each in entries)}
    return {"same_as": asked.questions.same_as(programme, named, asked.bounds)}
