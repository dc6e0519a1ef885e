"""What went wrong."""

from __future__ import annotations

from typing import Final

from service.api.answers.words import NUMBER, TEXT, Schema, both, list_of, object_

COMPONENTS: Final[dict[str, Schema]] = {
    "Problem": {
        **object_(type=TEXT, title=TEXT, status=NUMBER, detail=TEXT, code=TEXT),
        "description": "A problem document (RFC 9457). `type` is `/problems/` and the code. With"
        " 422, `errors` says where: a JSON pointer into the body, or a parameter. `index`: which"
        " event of a batch. `stuck`: what keeps the service from being ready, told to a token.",
    },
}
COMPONENTS["Problem"]["properties"] |= {
    "index": NUMBER,
    "stuck": list_of({"type": "string", "enum": ["database", "projections"]}),
    "errors": list_of(
        both(object_(detail=TEXT), {"anyOf": [object_(pointer=TEXT), object_(parameter=TEXT)]})
    ),
}
