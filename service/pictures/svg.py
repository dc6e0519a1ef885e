"""SVG, element by element: whatever stands in a text or an attribute is escaped."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from xml.etree import ElementTree

Element = ElementTree.Element
Value = str | float | None

NAMESPACE: Final = "http://www.w3.org/2000/svg"


def picture(name: str, title: str, description: str, width: float, height: float) -> Element:
    """An empty picture with what is said of it to those who do not see it.

    `name` is of this picture alone in its document: the ids of its parts begin with it.
    """
    drawn = _sized(f"picture {name}", width, height)
    _set(drawn, {"role": "img", "aria-labelledby": f"{name}-title {name}-description"})
    add(drawn, "title", title, id=f"{name}-title")
    add(drawn, "desc", description, id=f"{name}-description")
    return drawn


def unlabelled(width: float, height: float) -> Element:
    """An empty picture of what stands beside it in words, and is not told twice."""
    drawn = _sized("picture glyph", width, height)
    _set(drawn, {"aria-hidden": "true", "focusable": "false"})
    return drawn


def add(parent: Element, tag: str, text: str | None = None, /, **attributes: Value) -> Element:
    """Add an element; in attributes `_` is written `-`, and `class_` is `class`.

    None: left out.
    """
    child = ElementTree.SubElement(parent, tag)
    _set(child, {name.rstrip("_").replace("_", "-"): each for name, each in attributes.items()})
    child.text = text
    return child


def link(parent: Element, to: str | None, about: str) -> Element:
    """A group with a tooltip, which leads somewhere if it is said where."""
    if to is None:
        around = add(parent, "g")
    else:
        parent.set("role", "group")  # with links in it a picture is no mere image
        around = add(parent, "a", href=to)
    add(around, "title", about)
    return around


def short(text: str, most: int) -> str:
    """A text of so many characters at most; what is cut off ends in `…`."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def written(drawn: Element) -> str:
    """A picture as text; the same picture has the same text."""
    return ElementTree.tostring(drawn, encoding="unicode")


def _sized(style: str, width: float, height: float) -> Element:
    drawn = ElementTree.Element("svg")
    box = f"0 0 {_said(width)} {_said(height)}"
    _set(drawn, {"xmlns": NAMESPACE, "class": style, "width": width, "height": height})
    drawn.set("viewBox", box)
    return drawn


def _set(element: Element, attributes: Mapping[str, Value]) -> None:
    for name, each in attributes.items():
        if each is not None:
            element.set(name, _said(each))


def _said(value: str | float) -> str:
    return value if isinstance(value, str) else f"{round(value, 1):g}"
