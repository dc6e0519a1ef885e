"""The review of an incident as a document."""

from service.documents.review.document import review_document

__all__ = ["review_document"]
