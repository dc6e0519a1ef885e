"""Two ways to the same answers: a running service over HTTP, or a database opened in process."""

from __future__ import annotations

import getpass
import json
import os
import socket
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final, Protocol
from urllib.parse import urlsplit

import click

from service.prose import words

if TYPE_CHECKING:
    import requests
    from werkzeug.test import Client

PAGE: Final = 1_000
"""The longest page that a list answers."""
CONNECT_SECONDS: Final = 10
ANSWER_SECONDS: Final = 300
"""How long a client waits between bytes: the first answer may wait for the views to catch up."""

SILENCE_SECONDS: Final = 45
"""After how long a stream that sends not even a heartbeat is lost."""

_TRIED: Final = {"dry_run": "true"}
Params = Mapping[str, str | int]
Document = dict[str, Any]


class Refused(click.ClickException):
    """A problem document: the service understood, and said no."""

    def __init__(self, status: int, document: Mapping[str, Any]) -> None:
        super().__init__(words.problem(document))
        self.status = status


class Unreachable(click.ClickException):
    """No answer, or one that is cut off or is not the service's."""


class Asker(Protocol):
    """Somebody who answers as the HTTP interface does."""

    def get(self, path: str, params: Params) -> Document:
        """The answer to a question. Raises `Refused` or `Unreachable`."""

    def read(self, path: str, params: Params, media_type: str) -> bytes:
        """The answer to a question in another form than JSON. Raises `Refused` or `Unreachable`."""

    def tell(self, method: str, path: str, document: Document | None = None) -> Document:
        """What is answered when something is to be done. Raises `Refused` or `Unreachable`."""

    def post(self, lines: bytes, *, dry_run: bool = False) -> list[Document]:
        """Record these lines of NDJSON: the refused ones, and last what was done with them all.

        `dry_run`: what would be.

        Raises `Refused` or `Unreachable`.
        """


def get_all(
    asker: Asker, path: str, params: Params, name: str, limit: int | None = None
) -> Document:
    """The answer to a question with the whole of its list `name`, or its first `limit` entries.

    What is said in `same_as` of the parties of one page is said of the whole, each once.
    """
    wanted = dict(params)
    answer = page = asker.get(path, _sized(wanted, limit))
    found: list[Any] = list(answer[name])
    same_as = {each["via"]: each for each in answer.get("same_as", ())}
    while page.get("next") and (limit is None or len(found) < limit):
        left = None if limit is None else limit - len(found)
        page = asker.get(path, {**_sized(wanted, left), "cursor": page["next"]})
        found += page[name]
        same_as |= {each["via"]: each for each in page.get("same_as", ())}
    if "same_as" in answer:
        answer = {**answer, "same_as": list(same_as.values())}
    return {**answer, name: found, "next": page.get("next")}


def _sized(params: Params, limit: int | None) -> dict[str, str | int]:
    return {**params, "limit": PAGE if limit is None else min(limit, PAGE)}


def programmes(asker: Asker) -> list[str]:
    """The names of all programmes."""
    answer = get_all(asker, "/v1/programmes", {}, "programmes")
    return [str(each["programme"]) for each in answer["programmes"]]


def only_programme(asker: Asker) -> str:
    """The programme that is meant where none is named: the only one."""
    names = programmes(asker)
    if len(names) == 1:
        return names[0]
    if not names:
        raise click.ClickException("Nothing is recorded yet.")
    raise click.UsageError(f"Say which programme with --programme: {words.listed(names)}.")


# --- a running service -----------------------------------------------------------------------


class _Bearer:
    """Shows a token with every request."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


class RemoteAsker:
    """A running service, asked over HTTP."""

    def __init__(self, url: str, token: str | None, session: requests.Session) -> None:
        self._url = url.rstrip("/")
        self._session = session
        if token:
            self._session.auth = _Bearer(token)  # a header alone gives way to a ~/.netrc
        self._refusal = (
            f"The token was not accepted by {self._url}: it is not, or no longer, valid."
            if token
            else f"{self._url} takes a token: give one with --token or in TESTIGO_TOKEN."
        )

    def get(self, path: str, params: Params) -> Document:
        """As `Asker.get`."""
        status, body = self._send("GET", path, params=dict(params))
        return _answer(status, body, self._refusal)

    def read(self, path: str, params: Params, media_type: str) -> bytes:
        """As `Asker.read`."""
        wanted = {"Accept": f"{media_type}, application/problem+json;q=0.1"}
        status, body = self._send("GET", path, params=dict(params), headers=wanted)
        return _as_written(status, body, self._refusal)

    def post(self, lines: bytes, *, dry_run: bool = False) -> list[Document]:
        """As `Asker.post`."""
        kind = {"Content-Type": "application/x-ndjson"}
        status, body = self._send(
            "POST", "/v1/events", data=lines, headers=kind, params=_TRIED if dry_run else None
        )
        return _outcomes(status, body, self._refusal)

    def tell(self, method: str, path: str, document: Document | None = None) -> Document:
        """As `Asker.tell`."""
        status, body = self._send(method, path, json=document)
        return _answer(status, body, self._refusal)

    def begin(self, path: str, params: Params) -> Document:
        """Ask for something to be begun; what is told of it."""
        status, body = self._send("POST", path, params=dict(params))
        return _answer(status, body, self._refusal)

    def listen(self, path: str, params: Params, last: str) -> Iterator[bytes]:
        """The pieces of a stream of events after the `last` id ("": from where `params` say).

        Raises `Refused`, or `Unreachable` when the connection is lost; else it ended.
        """
        import requests

        headers = {"Accept": "text/event-stream", "Cache-Control": "no-store"}
        headers |= {"Last-Event-ID": last} if last else {}
        try:
            with self._session.get(
                self._url + path,
                params=dict(params),
                headers=headers,
                stream=True,
                timeout=(CONNECT_SECONDS, SILENCE_SECONDS),
            ) as answer:
                if answer.status_code != HTTPStatus.OK:
                    _answer(answer.status_code, answer.content, self._refusal)
                if answer.headers.get("Content-Type", "").partition(";")[0] != "text/event-stream":
                    raise Unreachable(f"What answered at {self._url} is not Testigo.")
                yield from answer.iter_content(None)
        except requests.RequestException as error:
            raise Unreachable(f"No answer from {self._url} ({_reason(error)}).") from error

    def _send(self, method: str, path: str, **rest: Any) -> tuple[int, bytes]:
        import requests

        timeout = (CONNECT_SECONDS, ANSWER_SECONDS)
        try:
            answer = self._session.request(method, self._url + path, timeout=timeout, **rest)
        except requests.RequestException as error:
            raise Unreachable(f"No answer from {self._url} ({_reason(error)}).") from error
        return answer.status_code, answer.content


def _reason(error: BaseException) -> str:
    """The innermost reason of a failed connection, without the library's wrappings."""
    while error.__cause__ or error.__context__:
        error = error.__cause__ or error.__context__ or error
    reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return str(reason).rstrip(".")


@contextmanager
def running_service(url: str, token: str | None) -> Iterator[RemoteAsker]:
    """Ask a running service."""
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).netloc:
        raise click.UsageError(f"{url} is no address such as http://127.0.0.1:8080.")
    import requests

    with requests.Session() as session:
        yield RemoteAsker(url, token, session)


# --- a database ------------------------------------------------------------------------------


class LocalAsker:
    """A service in this process, asked through its own application."""

    def __init__(self, client: Client, caller: object) -> None:
        self._client = client
        self._environ = {"testigo.caller": caller}

    def get(self, path: str, params: Params) -> Document:
        """As `Asker.get`."""
        answer = self._client.get(path, query_string=dict(params), environ_overrides=self._environ)
        return _answer(answer.status_code, answer.get_data())

    def read(self, path: str, params: Params, media_type: str) -> bytes:
        """As `Asker.read`."""
        answer = self._client.get(
            path,
            query_string=dict(params),
            headers={"Accept": media_type},
            environ_overrides=self._environ,
        )
        return _as_written(answer.status_code, answer.get_data())

    def post(self, lines: bytes, *, dry_run: bool = False) -> list[Document]:
        """As `Asker.post`."""
        answer = self._client.post(
            "/v1/events",
            query_string=_TRIED if dry_run else None,
            data=lines,
            content_type="application/x-ndjson",
            environ_overrides=self._environ,
        )
        return _outcomes(answer.status_code, answer.get_data())

    def tell(self, method: str, path: str, document: Document | None = None) -> Document:
        """As `Asker.tell`."""
        answer = self._client.open(
            path, method=method, json=document, environ_overrides=self._environ
        )
        return _answer(answer.status_code, answer.get_data())


@contextmanager
def database_in_process(database: str, *, writes: bool) -> Iterator[Asker]:
    """Open a database and ask it; to write, nobody else may hold it."""
    from domain.events.envelope import Principal
    from service.access import Caller
    from service.cli.opening import opened

    me = Caller(Principal(name=_my_name(), principal=_my_identity()), "admin")
    with opened(database, writes=writes, make=writes) as service:
        yield LocalAsker(service.app.test_client(), me)


@contextmanager
def database_to_try(database: str) -> Iterator[Asker]:
    """Open a database to try what would be recorded; where there is none, an empty one."""
    from service.config import BadConfig, is_postgres, sqlite_path

    try:
        there = is_postgres(database) or sqlite_path(database).exists()
    except BadConfig as error:
        raise click.UsageError(f"{error}.") from error
    if there:
        with database_in_process(database, writes=False) as asker:
            yield asker
        return
    with (
        tempfile.TemporaryDirectory(prefix="testigo-") as folder,
        database_in_process(f"sqlite:///{folder}/empty.db", writes=True) as asker,
    ):
        yield asker


def _my_identity() -> str:
    """Whoever may open the file: a user of this machine."""
    return f"local:{os.getuid()}@{socket.gethostname()}"


def _my_name() -> str:
    """Who runs the command; in a container perhaps nobody whom the system can name."""
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):
        return "command line"


# --- what comes back -------------------------------------------------------------------------


def _answer(status: int, body: bytes, unknown: str = "") -> Document:
    """The answer; `unknown` is what to say to somebody whom the service does not know."""
    try:
        document = json.loads(body)
    except ValueError:
        document = None
    if not isinstance(document, dict):
        raise Unreachable(f"What answered (status {status}) is not Testigo.")
    if status >= 400:
        if status == 401 and unknown:
            document = {"detail": unknown}
        raise Refused(status, document)
    return document


def _as_written(status: int, body: bytes, unknown: str = "") -> bytes:
    """The answer as it came; a refusal is a document in any case."""
    if status != 200:
        _answer(status, body, unknown)
    return body


def _outcomes(status: int, body: bytes, unknown: str = "") -> list[Document]:
    if status != 200:
        return [_answer(status, body, unknown)]
    try:
        outcomes = [json.loads(line) for line in body.splitlines()]
    except ValueError as error:
        raise Unreachable("The answer is cut off.") from error
    if not outcomes or "done" not in outcomes[-1]:
        raise Unreachable("The answer is cut off.")
    return outcomes
