"""The tests mirror the rooms; `given.py` sets the scene, `builders.py` makes events."""
