"""The service describes itself, in OpenAPI 3.1."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from domain.events.catalogue import CATALOGUE
from service.api.gate import PUBLIC
from tests.given import AService, a_new_ledger


@pytest.fixture(scope="module")
def service() -> Iterator[AService]:
    """One for all of these tests: they ask it what it says of itself, and change nothing."""
    with a_new_ledger() as opened:
        yield opened


@pytest.fixture(scope="module")
def document(service: AService) -> dict[str, Any]:
    return service.ask("/openapi.json")


def references(part: Any) -> Iterator[str]:
    """Every reference in a part of the document."""
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"]
        for each in part.values():
            yield from references(each)
    elif isinstance(part, list):
        for each in part:
            yield from references(each)


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if method != "parameters":
                yield path, method, operation


def test_is_of_version_3_1(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    assert document["info"]["title"] == "Testigo"


def test_describes_every_route(service: AService, document: dict[str, Any]) -> None:
    routes = {
        (rule.rule.replace("<", "{").replace(">", "}"), method.lower())
        for rule in service.service.app.url_map.iter_rules()
        for method in {"OPTIONS", *(rule.methods or ())}
    }
    assert {(path, method) for path, method, _ in operations(document)} == routes


def members(part: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every member of an object, by its name."""
    if isinstance(part, dict):
        if part.get("type") == "object":
            yield from part.get("properties", {}).items()
        for each in part.values():
            yield from members(each)
    elif isinstance(part, list):
        for each in part:
            yield from members(each)


def test_says_what_every_member_of_a_body_or_an_answer_means(document: dict[str, Any]) -> None:
    of_pages = {path for path in document["paths"] if path.startswith(("/review", "/sign"))}
    apis = {path: each for path, each in document["paths"].items() if path not in of_pages}
    found = [*members(document["components"]["schemas"]), *members(apis)]
    assert len(found) > 300
    assert [name for name, each in found if not each.get("description")] == []


def test_has_nothing_that_nothing_refers_to(document: dict[str, Any]) -> None:
    named = {each.rpartition("/")[2] for each in references(document)}
    assert document["components"]["schemas"].keys() <= named


def test_gives_every_operation_an_id_of_its_own(document: dict[str, Any]) -> None:
    ids = {(path, method): each["operationId"] for path, method, each in operations(document)}
    assert len(set(ids.values())) == len(ids)
    assert ids["/v1/programmes/{programme}/knowledge/who", "get"] == "knowledge_who"


def test_refers_only_to_what_is_in_it(document: dict[str, Any]) -> None:
    for reference in references(document):
        part = document
        for name in reference.removeprefix("#/").split("/"):
            part = part[name]


def test_says_what_every_route_is_for_and_answers(document: dict[str, Any]) -> None:
    for path, method, operation in operations(document):
        assert operation["summary"], (path, method)
        assert {"200", "201", "202", "204", "303"} & operation["responses"].keys(), (path, method)


def test_says_which_routes_take_a_token(document: dict[str, Any]) -> None:
    assert document["security"] == [{"token": []}]
    unguarded = {
        path
        for path, _, operation in operations(document)
        if "security" in operation and operation["tags"] != ["review"]
    }
    assert unguarded == {
        "/healthz",
        "/readyz",
        "/openapi.json",
        "/docs",
        "/docs/{name}",
        "/problems/{code}",
    }
    assert len(unguarded) == len(PUBLIC)


def test_problems_are_problem_documents(document: dict[str, Any]) -> None:
    responses = document["components"]["responses"]
    for path, method, operation in operations(document):
        for status, response in operation["responses"].items():
            if method == "head":
                continue
            if status == "default":  # of a page
                assert list(response["content"]) == ["text/html"], path
                continue
            if int(status) < 400:
                continue
            name = response["$ref"].rpartition("/")[2]
            assert list(responses[name]["content"]) == ["application/problem+json"], path


@pytest.mark.parametrize("name", CATALOGUE)
def test_describes_every_type(document: dict[str, Any], name: str) -> None:
    schemas = document["components"]["schemas"]
    discriminator = schemas["Event"]["discriminator"]
    of_type = schemas[discriminator["mapping"][name].rpartition("/")[2]]
    assert {"$ref": discriminator["mapping"][name]} in schemas["Event"]["oneOf"]
    assert of_type["allOf"][1]["properties"]["type"]["const"] == name
    data = of_type["allOf"][1]["properties"]["data"]["$ref"].rpartition("/")[2]
    assert schemas[data]["additionalProperties"] is False


def test_describes_the_parameters_of_a_question(document: dict[str, Any]) -> None:
    who = document["paths"]["/v1/programmes/{programme}/knowledge/who"]["get"]
    named = {each["name"]: each for each in who["parameters"]}
    in_query = {"item", "imputed", "as_of", "as_recorded", "limit", "cursor"}
    assert named.keys() == in_query | {"If-None-Match", "If-Match"}
    assert named["item"]["required"]
    assert named["limit"]["schema"] | {"description": ""} == {
        "type": "integer",
        "minimum": 1,
        "maximum": 1000,
        "default": 100,
        "description": "",
    }


def examples(part: Any, where: str = "") -> Iterator[tuple[str, dict[str, Any], Any]]:
    """Every example, with where it stands and the schema that it is of."""
    if isinstance(part, dict):
        schema = part.get("schema", part)
        given = part.get("examples", [])
        for number, each in enumerate(given.values() if isinstance(given, dict) else given):
            value = each["value"] if isinstance(given, dict) else each
            yield f"{where}/examples/{number}", schema, value
        if "example" in part:
            yield f"{where}/example", schema, part["example"]
        for name, each in part.items():
            if name not in ("example", "examples"):
                yield from examples(each, f"{where}/{name}")
    elif isinstance(part, list):
        for number, each in enumerate(part):
            yield from examples(each, f"{where}/{number}")


def test_is_what_openapi_says_a_document_is(document: dict[str, Any]) -> None:
    validate(document)


def test_every_example_is_of_its_schema(document: dict[str, Any]) -> None:
    found = list(examples(document))
    assert len(found) > len(CATALOGUE)
    for where, schema, value in found:
        whole = {**schema, "components": document["components"]}
        faults = [each.message for each in Draft202012Validator(whole).iter_errors(value)]
        assert not faults, where


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [
        ("/v1/events", "post", "201"),
        ("/v1/tokens", "post", "201"),
        ("/v1/projections/replay", "post", "202"),
    ],
)
def test_says_that_what_was_made_is_located(
    document: dict[str, Any], path: str, method: str, status: str
) -> None:
    assert "Location" in document["paths"][path][method]["responses"][status]["headers"]


@pytest.mark.parametrize(
    ("path", "status", "codes"),
    [
        ("/v1/events", "403", ["forbidden", "not-for-programme"]),
        ("/v1/events", "422", ["invalid-event", "invalid-parameters"]),
        ("/v1/projections/replay", "409", ["replay-running"]),
        ("/v1/tokens", "413", ["too-large"]),
    ],
)
def test_says_which_codes_a_problem_may_have(
    document: dict[str, Any], path: str, status: str, codes: list[str]
) -> None:
    reference = document["paths"][path]["post"]["responses"][status]["$ref"]
    described = document["components"]["responses"][reference.rpartition("/")[2]]
    _, told = described["content"]["application/problem+json"]["schema"]["allOf"]
    assert told["properties"]["code"]["enum"] == codes
    assert told["properties"]["status"]["const"] == int(status)
    assert all(f"`{each}`" in described["description"] for each in codes)


def test_says_which_headers_make_a_cloudevent_in_binary_mode(document: dict[str, Any]) -> None:
    parameters = document["paths"]["/v1/events"]["post"]["parameters"]
    headers = {each["name"]: each for each in parameters if each["in"] == "header"}
    attributes = document["components"]["schemas"]["CloudEvent"]["properties"].keys()
    assert headers.keys() == {f"ce-{each}" for each in attributes - {"data", "datacontenttype"}}
    assert headers["ce-type"]["schema"]["enum"] == list(CATALOGUE)
    assert not any(each["required"] for each in headers.values())


def test_head_is_described_as_get_is_without_bodies(document: dict[str, Any]) -> None:
    for path, _, get in (each for each in operations(document) if each[1] == "get"):
        head = document["paths"][path]["head"]
        assert head.get("parameters") == get.get("parameters"), path
        assert not any("content" in each for each in head["responses"].values()), path
