"""CloudEvents 1.0 at the door: from their attributes to an event as it is posted as JSON.

| attribute | becomes |
|---|---|
| `id` | `id`; one that is no UUID `source_id`, and the id is made of `source` and it |
| `source` | `source`; as our exports write it, `/v1/programmes/…`, it says nothing |
| `type`, `data` | the same |
| `time` | `occurred_at`, an instant; beside `occurred` it is of the CloudEvent, and not kept |
| `occurred` | `occurred_at`, also an uncertain one |
| `programme`, `grade`, `zone` | the same |
| `assertedby`, `reportedat`, `sourceid` | `asserted_by`, `reported_at`, `source_id` |
| `citation` | `source`, beside a `source` of ours: one that is no address |
| `evidence` | `evidence`, which is JSON in this text |
| `specversion`, `datacontenttype` | nothing: `1.0`, and JSON |
| `subject`, `dataschema`; `traceparent`, `tracestate`, which brokers add | nothing |
| what our exports say of the ledger that they are of | nothing |

Whatever else there is, is refused. Sources: the CloudEvents specification, its JSON event format
and its HTTP protocol binding, all 1.0.2.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final
from urllib.parse import unquote_to_bytes

from werkzeug.http import parse_options_header

from domain.errors import Fault, Invalid, Malformed
from domain.instant import parse_instant
from domain.names import parse_event_id
from service.api.schemas.catalogue import UNKNOWN_FIELD
from service.api.schemas.cloudevent import HEADER
from service.api.schemas.event import FAULT_LIMIT
from service.api.strict_json import NotJson, parse
from service.drafts import Draft
from service.moving.cloudevents import from_attribute, source_of
from service.rendering import JSON, printable

CLOUDEVENT: Final = "application/cloudevents+json"
CLOUDEVENTS: Final = "application/cloudevents-batch+json"

_UNKNOWN_SHOWN: Final = 100
_SAME: Final = ("type", "programme", "zone", "grade", "data")
_RENAMED: Final = {"assertedby": "asserted_by", "reportedat": "reported_at"}
_NOTHING: Final = frozenset(
    {"subject", "dataschema", "traceparent", "tracestate"}
    | {"position", "recordedat", "recordedby", "restoredat", "restoredby"}
)
_KNOWN: Final = frozenset(
    {"specversion", "id", "source", "time", "datacontenttype", "occurred", "citation", "evidence"}
    | {"sourceid", *_SAME, *_RENAMED, *_NOTHING}
)
_QUOTED_PAIR: Final = re.compile(r"\\(.)", re.DOTALL)
_NOT_ASCII: Final = re.compile(r"[^\x20-\x7e\t]")

Faults = list[Fault]
Read = Callable[[object], Draft]


def read_cloudevent(document: object, read: Read) -> Draft:
    """Read a CloudEvent in the JSON event format, the rest of it as `read` reads posted events.

    Raises `Invalid` with all that is wrong, each with a pointer to the attribute, or into `data`;
    else what `read` does.
    """
    if not isinstance(document, dict):
        raise Invalid(Fault("", "must be an object"))
    said = {name: value for name, value in document.items() if value is not None}  # as if not there
    faults = list(_faults_of_form(said))
    event, pointers = _event(said, faults)
    try:
        draft = read(event)
    except Invalid as invalid:
        faults += _led_back(invalid.faults, pointers, faults)
    else:
        if not faults:
            return draft
    raise Invalid(*sorted(faults, key=lambda each: each.pointer)[:FAULT_LIMIT])


def _faults_of_form(said: Mapping[str, Any]) -> Iterable[Fault]:
    """What is wrong with it as a CloudEvent."""
    for name in ("specversion", "id", "source"):
        if name not in said:
            yield Fault(f"/{name}", "is required")
        elif not isinstance(said[name], str) or not said[name]:
            yield Fault(f"/{name}", "must be text")
    if said.get("specversion", "1.0") != "1.0":
        yield Fault("/specversion", "must be 1.0")
    if "data_base64" in said:
        yield Fault("/data_base64", "must be JSON, in `data`")
    for name in said.keys() - _KNOWN - {"data_base64"}:
        shown = printable(name)[:_UNKNOWN_SHOWN].replace("~", "~0").replace("/", "~1")
        yield Fault(f"/{shown}", UNKNOWN_FIELD)
    if "datacontenttype" in said and not _is_json(said["datacontenttype"]):
        yield Fault("/datacontenttype", f"must be {JSON}, in UTF-8")


def _is_json(said: object) -> bool:
    if not isinstance(said, str):
        return False
    kind, parameters = parse_options_header(said)
    return kind.lower() == JSON and parameters.get("charset", "utf-8").lower() == "utf-8"


def _event(said: Mapping[str, Any], faults: Faults) -> tuple[dict[str, Any], dict[str, str]]:
    """The event that it says, and from which attribute each of its fields is."""
    event = {name: said[name] for name in _SAME if name in said}
    event |= {ours: said[name] for name, ours in _RENAMED.items() if name in said}
    pointers = {ours: name for name, ours in _RENAMED.items()}
    pointers["occurred_at"] = "occurred" if "occurred" in said else "time"
    if pointers["occurred_at"] in said:
        event["occurred_at"] = said[pointers["occurred_at"]]
    if "time" in said:
        faults += _faults_of_time(said["time"])
    event |= _identity(said, faults)
    pointers["source"] = "citation" if "citation" in said else "source"
    pointers["source_id"] = "sourceid" if "sourceid" in said else "id"
    if "evidence" in said:
        try:
            event["evidence"] = parse(str(said["evidence"]).encode("utf-8", "surrogatepass"))
        except NotJson:
            faults.append(Fault("/evidence", "must be JSON, in a text"))
    return event, pointers


def _faults_of_time(said: object) -> Faults:
    try:
        if isinstance(said, str):
            parse_instant(said)
            return []
    except Malformed:
        pass  # told as what is no text
    return [Fault("/time", "must be an RFC 3339 instant; an uncertain time goes into `occurred`")]


def _identity(said: Mapping[str, Any], faults: Faults) -> dict[str, Any]:
    """Its id and its source."""
    id_, source = said.get("id"), said.get("source")
    if not (isinstance(id_, str) and isinstance(source, str)):
        return {}
    found: dict[str, Any] = {}
    ours = source == source_of(str(said.get("programme")))
    if _is_uuid(id_):
        found["id"] = id_
        if "sourceid" in said:
            found["source_id"] = _text(said["sourceid"])
    else:
        found["source_id"] = id_
        if "sourceid" in said:
            faults.append(Fault("/sourceid", "must not stand beside an id that is no UUID"))
    if "citation" in said:
        found["source"] = _text(said["citation"])
        if not ours:
            faults.append(Fault("/citation", "must not stand beside a source of its own"))
    elif not ours or "source_id" in found:
        found["source"] = source
    return found


def _text(said: object) -> object:
    return from_attribute(said) if isinstance(said, str) else said


def _is_uuid(text: str) -> bool:
    try:
        parse_event_id(text)
    except Malformed:
        return False
    return True


def _led_back(
    invalid: Iterable[Fault], pointers: Mapping[str, str], told: Iterable[Fault]
) -> Iterable[Fault]:
    """What is wrong with the event, as what is wrong with the CloudEvent; nothing told twice."""
    already = {each.pointer for each in told}
    for fault in invalid:
        _, field, *inner = fault.pointer.split("/", 2) if fault.pointer else ("", "")
        name = pointers.get(field, field)
        detail = fault.detail
        if name == "evidence" and inner:
            inner, detail = [], f"at /{inner[0]}: {detail}"
        if name == "time" and detail == "is required":
            detail = "is required, or `occurred`"
        pointer = "/".join(["", name, *inner]) if field else ""
        if pointer not in already:
            yield Fault(pointer, detail)


# --- in headers ------------------------------------------------------------------------------


def is_binary(environ: Iterable[str]) -> bool:
    """Whether a message's headers, as WSGI names them, say that its body is a CloudEvent's data."""
    return any(name.startswith("HTTP_CE_") for name in environ)


def from_binary(headers: Iterable[tuple[str, str]], data: object) -> dict[str, Any]:
    """A CloudEvent in binary mode as the JSON event format has it: its pointers lead there.

    Raises `Invalid` for headers that cannot be attributes.
    """
    said: dict[str, Any] = {"data": data}
    faults = []
    for header, value in headers:
        name = header.lower().removeprefix(HEADER)
        if not header.lower().startswith(HEADER):
            continue
        if name in ("data", "data_base64", "datacontenttype"):
            instead = "`Content-Type`" if name == "datacontenttype" else "the body"
            faults.append(Fault(f"/{name}", f"must not be a header: it is {instead}"))
            continue
        try:
            said[name] = _decoded(value)
        except ValueError:
            faults.append(Fault(f"/{name}", "must be UTF-8, percent-encoded in ASCII"))
    if faults:
        raise Invalid(*faults)
    return said


def _decoded(value: str) -> str:
    """What a header says. Raises `ValueError` for what is not ASCII, or then not UTF-8."""
    if _NOT_ASCII.search(value):
        raise ValueError("not in ASCII")
    if len(value) > 1 and value.startswith('"') and value.endswith('"'):
        value = _QUOTED_PAIR.sub(r"\1", value[1:-1])
    return unquote_to_bytes(value).decode("utf-8")
