"""HTML from tags and text, in which text can never become a tag."""

from __future__ import annotations

from html import escape

__all__ = ["Html", "page", "tag"]

_EMPTY = {"br", "col", "hr", "input", "link", "meta"}


class Html(str):
    """Text that is HTML already; only ``tag`` and ``page`` make it."""

    __slots__ = ()


def tag(name: str, /, *inner: str, **attributes: object) -> Html:
    """Make an element.  What is inside and isn't Html is escaped, and so is every attribute.

    An attribute that is None or False is left out, True has no value; ``class_`` and
    ``aria_label`` are written as in HTML.
    """
    given = {key: value for key, value in attributes.items() if value is not None and value is not False}
    told = "".join(_attribute(key, value) for key, value in given.items())
    if name in _EMPTY:
        return Html(f"<{name}{told}>")
    return Html(f"<{name}{told}>{''.join(_inner(one) for one in inner)}</{name}>")


def _attribute(key: str, value: object) -> str:
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escape(str(value), quote=True)}"'


def _inner(one: str) -> str:
    return one if isinstance(one, Html) else escape(one, quote=False)


def page(title: str, kind: str, version: int, *body: str) -> Html:
    """Make a whole page; ``kind`` is the class of its body, ``version`` that of the world it shows."""
    whole = tag("body", *body, class_=kind, data_version=version)
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", title),
        tag("link", rel="icon", href="data:,"),
        tag("link", rel="stylesheet", href="/window/static/window.css"),
        Html('<script src="/window/static/window.js" defer></script>'),
    )
    return Html("<!DOCTYPE html>\n" + tag("html", head, whole, lang="en"))
