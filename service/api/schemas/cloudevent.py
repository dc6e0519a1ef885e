"""A CloudEvent as it may be posted, as a JSON Schema for the OpenAPI document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from domain.events.catalogue import CATALOGUE
from domain.events.fields import ShortText
from domain.names import Party, Programme
from service.api.schemas.fields import INSTANT, OCCURRENCE, ZONE
from service.api.schemas.forms import FORMS

_TEXT: Final = {"type": "string"}


def _text(described: Mapping[str, Any], description: str | None = None) -> dict[str, Any]:
    return {**_TEXT, **described, **({"description": description} if description else {})}


_SHORT: Final = {name: said for name, said in FORMS[ShortText].described.items() if "L" in name}
HEADER: Final = "ce-"
"""How the headers of binary mode begin."""
_OF_THE_LEDGER: Final = "What our exports say of the ledger that they are of; not taken over."

CLOUDEVENT_SCHEMA: Final[dict[str, Any]] = {
    "type": "object",
    "description": "A CloudEvent 1.0. In binary mode each attribute is a header with the prefix"
    " `ce-`, percent-encoded, and the body is `data`; what is wrong is told with pointers into this"
    " form of it. `null` is the same as nothing; other extensions are refused.",
    "required": ["specversion", "id", "source", "type", "programme", "data"],
    "anyOf": [{"required": ["time"]}, {"required": ["occurred"]}],
    "additionalProperties": False,
    "properties": {
        "specversion": {"const": "1.0", "description": "The version of CloudEvents."},
        "id": _text(
            _SHORT,
            "A UUID; any other is kept as `source_id`, and the event's id is made of it and"
            " `source`: the UUIDv5 of it in the namespace that is the UUIDv5 of `source` in that of"
            " URLs.",
        ),
        "source": _text(_SHORT, "The event's `source`, unless it is `/v1/programmes/{programme}`."),
        "type": {
            "enum": list(CATALOGUE),
            "description": "The event's type, as it is here: without a prefix.",
        },
        "time": _text(
            INSTANT, "When it happened. Beside `occurred` it is of the CloudEvent, and not kept."
        ),
        "datacontenttype": _text({"examples": ["application/json"]}, "JSON in UTF-8, if given."),
        "programme": _text(FORMS[Programme].described),
        "occurred": _text(OCCURRENCE),
        "zone": _text(ZONE),
        "grade": {
            "enum": ["primary", "reported", "claimed", "rumour"],
            "description": "How good the account is; `reported` if it is not said.",
        },
        "assertedby": _text(FORMS[Party].described),
        "reportedat": _text(OCCURRENCE),
        "sourceid": _text(_SHORT, "The `source_id` beside an id that is a UUID."),
        "citation": _text(_SHORT, "A source that is no address, beside a `source` of ours."),
        "evidence": _text({}, "The list `evidence` as JSON, in a text."),
        "subject": _text({}, "Not kept."),
        "dataschema": _text({}, "Not kept."),
        "traceparent": _text({}, "The extension for distributed tracing; not kept."),
        "tracestate": _text({}, "As `traceparent`."),
        "position": {"type": ["integer", "string"], "description": _OF_THE_LEDGER},
        "recordedat": _text({}, _OF_THE_LEDGER),
        "recordedby": _text({}, _OF_THE_LEDGER),
        "restoredat": _text({}, _OF_THE_LEDGER),
        "restoredby": _text({}, _OF_THE_LEDGER),
        "data": {"type": "object", "description": "As the `data` of an event of this type."},
    },
}


def _header(name: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    said = {key: each for key, each in schema.items() if key not in ("description", "type")}
    return {
        "in": "header",
        "name": f"{HEADER}{name}",
        "required": False,
        "description": f"In binary mode: `{name}`. {schema.get('description', '')}".strip(),
        "schema": {**_TEXT, **said},
    }


IN_BINARY_MODE: Final = [
    _header(name, schema)
    for name, schema in CLOUDEVENT_SCHEMA["properties"].items()
    if name not in ("data", "datacontenttype")
]
"""The headers that say in binary mode what stands beside `data`."""
