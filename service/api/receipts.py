"""How a receipt is answered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Response

from domain.instant import format_instant
from service.drafts import Receipt
from service.rendering import JSON, to_json


def receipt_answer(receipt: Receipt) -> dict[str, Any]:
    """Where the event stands."""
    return {
        "id": receipt.id,
        "position": receipt.position,
        "stream": receipt.stream,
        "version": receipt.version,
        "recorded_at": format_instant(receipt.recorded_at),
    }


def status_of(*receipts: Receipt) -> int:
    """201, or 200 if all of it was recorded already."""
    return 200 if all(receipt.already for receipt in receipts) else 201


def answer_one(receipt: Receipt) -> Response:
    """Answer the one who posted an event."""
    answer = Response(
        to_json(receipt_answer(receipt)), status=status_of(receipt), content_type=JSON
    )
    answer.headers["Location"] = f"/v1/events/{receipt.id}"
    return answer


def answer_batch(receipts: Sequence[Receipt]) -> Response:
    """Answer the one who posted a batch."""
    return Response(
        to_json({"events": [receipt_answer(each) for each in receipts]}),
        status=status_of(*receipts),
        content_type=JSON,
    )
