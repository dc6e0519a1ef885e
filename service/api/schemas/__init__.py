"""What may come through the door: marshmallow schemas, derived from the catalogue."""
