"""Clients that post as fast as they are answered, and remember what was not answered."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter, deque
from collections.abc import Iterator
from random import Random
from typing import Any

import requests

from tests.faults.notebook import Acknowledged, Notebook
from tests.faults.posts import PROGRAMME, Post, Writer
from tests.served import TOKEN

UNANSWERED_SECONDS = 20.0
A_MOMENT = 0.02
SETTLE_SECONDS = 60.0
RETRIES = 0.5
"""How often something unanswered is posted again, rather than something new."""
GIVES_UP = 0.05
"""How often something unanswered is never posted again: it may be there or not, but once."""
REPEATS = 0.03
"""How often something that was answered is posted again all the same."""
LOOKS = 0.05
"""How often a client reads what it has just posted."""


class Load:
    """Some clients, and all that they saw."""

    def __init__(
        self, url: str, notebook: Notebook, seed: int, clients: int = 6, *, heavy: bool = False
    ) -> None:
        self.wrong: list[str] = []
        self.seen: Counter[str] = Counter()
        """How many `posted`, `again` (retries), `lost` (no answer), `later` (503; and by code), and
        `kept`: answered with 503, and recorded all the same, as the next answer said."""
        self._stopping = threading.Event()
        self._clients = [
            _Client(
                self,
                url,
                notebook,
                Random(f"{seed}/{number}"),
                f"t{number}",
                heavy=heavy and number % 2 == 0,
            )
            for number in range(clients)
        ]
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Let them post until they are stopped."""
        self._stopping.clear()
        self._threads = [threading.Thread(target=each.post_on) for each in self._clients]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Let them come to the end of what they are doing."""
        self._stopping.set()
        for thread in self._threads:
            thread.join()

    def settle(self) -> None:
        """Let them post again what was not answered, until it is."""
        threads = [threading.Thread(target=each.settle) for each in self._clients]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def close(self) -> None:
        """Close their connections."""
        for each in self._clients:
            each.session.close()

    @property
    def stopping(self) -> bool:
        """Whether they are to stop."""
        return self._stopping.is_set()


class _Client:
    def __init__(
        self,
        load: Load,
        url: str,
        notebook: Notebook,
        chance: Random,
        name: str,
        *,
        heavy: bool,
    ) -> None:
        self._load = load
        self._url = url
        self._notebook = notebook
        self._chance = chance
        self._tester = f"tester:{name}"
        self._writer = Writer(chance, name, heavy=heavy)
        self._unanswered: deque[Post] = deque()
        self._answered: Post | None = None
        self._later: deque[Post] = deque(maxlen=50)
        self._failed = False
        self.session = requests.Session()
        self.session.headers["Authorization"] = f"Bearer {TOKEN}"

    def post_on(self) -> None:
        while not self._load.stopping:
            self._send(self._next())
            if self._failed:
                time.sleep(A_MOMENT)

    def settle(self) -> None:
        deadline = time.monotonic() + SETTLE_SECONDS
        while self._unanswered:
            self._send(self._unanswered.popleft(), gives_up=0)
            if time.monotonic() > deadline:
                self._load.wrong.append("something was not answered for a minute")
                return
            if self._failed:
                time.sleep(A_MOMENT)

    def _next(self) -> Post:
        if self._unanswered and (self._failed or self._chance.random() < RETRIES):
            self._load.seen["again"] += 1
            return self._unanswered.popleft()
        if self._answered is not None and self._chance.random() < REPEATS:
            self._load.seen["again"] += 1
            return self._answered
        return self._writer.post()

    def _send(self, post: Post, gives_up: float = GIVES_UP) -> None:
        self._load.seen["posted"] += 1
        try:
            self._failed = not self._answer(post)
        except requests.RequestException:
            self._load.seen["lost"] += 1
            self._failed = True
        if not self._failed:
            self._answered = post
        elif self._chance.random() >= gives_up:
            self._unanswered.append(post)

    def _answer(self, post: Post) -> bool:
        """Post it; whether it need not be posted again."""
        if post.form == "lines":
            return self._import(post)
        body = post.events[0] if post.form == "one" else list(post.events)
        answer = self.session.post(f"{self._url}/v1/events", json=body, timeout=UNANSWERED_SECONDS)
        if answer.status_code not in (200, 201):
            return not self._refused(answer, post)
        if answer.status_code == 200 and post in self._later:
            self._load.seen["kept"] += 1
        receipts = [answer.json()] if post.form == "one" else answer.json()["events"]
        self._acknowledged(dict(zip(range(len(receipts)), receipts, strict=True)), post)
        self._look(post)
        return True

    def _import(self, post: Post) -> bool:
        body = "".join(json.dumps(each) + "\n" for each in post.events).encode()
        with self.session.post(
            f"{self._url}/v1/events?answers=all",
            data=body,
            headers={"Content-Type": "application/x-ndjson"},
            timeout=UNANSWERED_SECONDS,
            stream=True,
        ) as answer:
            if answer.status_code != 200:
                return not self._refused(answer, post)
            return self._lines(answer.iter_lines(), post)

    def _lines(self, lines: Iterator[bytes], post: Post) -> bool:
        kept = 0
        for line in lines:
            said = json.loads(line)
            if said.get("done"):
                return kept == len(post.events)
            status, number = said.pop("status"), said.pop("line")
            if status in (200, 201):
                self._acknowledged({number - 1: said}, post)
                kept += 1
            elif status != 503:
                self._load.wrong.append(f"line {number}: {status} {said}")
        self._load.seen["lost"] += 1
        return False

    def _acknowledged(self, receipts: dict[int, dict[str, Any]], post: Post) -> None:
        pairs = [Acknowledged(each, post.events[place]) for place, each in receipts.items()]
        self._notebook.write(*pairs)
        for each in pairs:
            if each.receipt["id"] != each.sent["id"]:
                self._load.wrong.append(f"{each.sent['id']} answered with {each.receipt}")
            self._writer.was_recorded(each.sent)

    def _refused(self, answer: requests.Response, post: Post) -> bool:
        """Whether it is to be posted again: 503, as it should be; nothing else is answered."""
        kind = answer.headers.get("Content-Type", "")
        if answer.status_code == 503 and kind.startswith("application/problem+json"):
            self._load.seen["later"] += 1
            self._load.seen[answer.json()["code"]] += 1
            self._later.append(post)
            if answer.headers.get("Retry-After", "").isdigit():
                return True
        about = f"{post.form} of {len(post.events)}"
        self._load.wrong.append(f"{about}: {answer.status_code} {answer.text[:300]}")
        return False

    def _look(self, post: Post) -> None:
        """Read, sometimes, what was acknowledged just now, in a view that is kept."""
        if post.form != "one" or self._chance.random() >= LOOKS:
            return
        event_id = post.events[0]["id"]
        try:
            answer = self.session.get(
                f"{self._url}/v1/events/{event_id}", timeout=UNANSWERED_SECONDS
            )
        except requests.RequestException:
            return
        if answer.status_code == 503:
            self._refused(answer, post)
            return
        if answer.status_code != 200:
            self._load.wrong.append(f"reading {event_id}: {answer.status_code}")
            return
        if post.events[0]["type"] in ("item-disclosed", "item-leaked"):
            self._look_among_mentions(answer.json()["position"], event_id)

    def _look_among_mentions(self, position: int, event_id: str) -> None:
        params: dict[str, str | int] = {
            "programme": PROGRAMME,
            "party": self._tester,
            "after": position - 1,
            "limit": 1,
        }
        try:
            answer = self.session.get(
                f"{self._url}/v1/events", params=params, timeout=UNANSWERED_SECONDS
            )
        except requests.RequestException:
            return
        if answer.status_code == 503:
            return
        found = [each["id"] for each in answer.json().get("events", ())]
        if found != [event_id]:
            self._load.wrong.append(f"own write {event_id} not read: {answer.text[:300]}")
