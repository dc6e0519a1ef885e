"""Reading posted events, in a world where every event that is asked for is of one type."""

from __future__ import annotations

from typing import Any

import pytest

from domain.errors import Fault, Invalid
from service.api.schemas.event import read_event
from service.drafts import Draft
from tests.builders import CORRECTED_TYPE

NEW_ID = "0190c1de-0000-7000-8000-000000000000"


def read(document: object, target: str | None = CORRECTED_TYPE, **how: Any) -> Draft:
    return read_event(document, new_id=lambda: NEW_ID, type_of=lambda *_: target, **how)


def faults(document: object, target: str | None = CORRECTED_TYPE, **how: Any) -> list[Fault]:
    with pytest.raises(Invalid) as refused:
        read(document, target, **how)
    return list(refused.value.faults)


def pointers(document: object, target: str | None = CORRECTED_TYPE, **how: Any) -> list[str]:
    return [fault.pointer for fault in faults(document, target, **how)]
