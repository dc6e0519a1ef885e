"""The review of an incident: what people look at after it happened, put together of the views."""
