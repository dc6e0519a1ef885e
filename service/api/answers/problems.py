"""What went wrong."""

from __future__ import annotations

from typing import Final

from service.api.answers.words import NUMBER, TEXT, Schema, both, list_of, means, object_

COMPONENTS: Final[dict[str, Schema]] = {
    "Problem": {
        **object_(
            type=means("`/problems/` and the code, which explains it to people.", TEXT),
            title=means("What kind of problem it is; for people.", TEXT),
            status=means("The status of the answer.", NUMBER),
            detail=means("What is wrong here; for people, and may change.", TEXT),
            code=means("What kind of problem it is; for programs, and stays.", TEXT),
        ),
        "description": "A problem document (RFC 9457). `type` is `/problems/` and the code. With"
        " 422, `errors` says where: a JSON pointer into the body, or a parameter. `index`: which"
        " event of a batch. `stuck`: what keeps the service from being ready, told to a token.",
    },
}
EXPLAINED: Final = object_(
    code=means("The code.", TEXT), meaning=means("What it means, in a sentence or two.", TEXT)
)
COMPONENTS["Problem"]["properties"] |= {
    "index": means("Which event of a batch, from 0 on.", NUMBER),
    "stuck": means(
        "What keeps the service from being ready; told to a token.",
        list_of({"type": "string", "enum": ["database", "projections"]}),
    ),
    "errors": means(
        "All that is wrong with the body, or with the query and headers.",
        list_of(
            both(
                object_(detail=means("What is wrong.", TEXT)),
                {
                    "anyOf": [
                        object_(pointer=means("Where: a JSON pointer into the body.", TEXT)),
                        object_(parameter=means("Which parameter.", TEXT)),
                    ]
                },
            )
        ),
    ),
}
