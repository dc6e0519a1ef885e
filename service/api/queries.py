"""Queries: every parameter once, in UTF-8, read strictly, and refused in our words."""

from __future__ import annotations

from typing import Any, Final, NoReturn
from urllib.parse import parse_qsl

import flask_smorest
from flask import Request, request
from marshmallow import RAISE, ValidationError
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import BadRequest

from service.api.refusals import InvalidParameters, ParameterFault
from service.api.schemas.catalogue import UNKNOWN_FIELD
from service.rendering import printable

_PARAMETERS_LIMIT: Final = 50
_NAME_SHOWN: Final = 100


def read_query(query: bytes) -> dict[str, str]:
    """The parameters of a query. Raises `InvalidParameters` for what stands twice."""
    try:
        pairs = parse_qsl(
            query.decode(),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=_PARAMETERS_LIMIT,
        )
    except UnicodeDecodeError:
        raise BadRequest("The query is not UTF-8.") from None
    except ValueError:
        raise BadRequest(f"The query has more than {_PARAMETERS_LIMIT} parameters.") from None
    twice = {name for index, (name, _) in enumerate(pairs) if name in dict(pairs[:index])}
    if twice:
        raise InvalidParameters(*(_fault(name, "stands twice") for name in sorted(twice)))
    return dict(pairs)


class QueryParser(FlaskParser):
    """Reads queries strictly, and refuses them in our words."""

    DEFAULT_UNKNOWN_BY_LOCATION = {"query": RAISE}  # noqa: RUF012 (declared so by webargs)

    def __init__(self) -> None:
        super().__init__()
        self._of_nothing: dict[Any, dict[str, Any]] = {}

    def parse(self, argmap: Any, req: Request | None = None, **more: Any) -> Any:
        """As webargs asks for it. What no parameters at all say is worked out once a schema."""
        if (req or request).query_string:
            return super().parse(argmap, req, **more)
        if argmap not in self._of_nothing:
            self._of_nothing[argmap] = super().parse(argmap, req, **more)
        return dict(self._of_nothing[argmap])

    def load_querystring(self, req: Request, _schema: Any) -> dict[str, str]:
        """The parameters, each once."""
        return read_query(req.query_string)

    def handle_error(self, error: ValidationError, *_: Any, **__: Any) -> NoReturn:
        """Refuse with all that is wrong."""
        messages: Any = error.messages
        raise InvalidParameters(
            *(
                _fault(name, "unknown parameter" if detail == UNKNOWN_FIELD else detail)
                for name, details in messages["query"].items()
                for detail in details
            )
        ) from error


class Blueprint(flask_smorest.Blueprint):
    """A blueprint whose routes read their queries strictly."""

    ARGUMENTS_PARSER = QueryParser()


def _fault(name: str, detail: str) -> ParameterFault:
    return ParameterFault(printable(name)[:_NAME_SHOWN], printable(detail))
