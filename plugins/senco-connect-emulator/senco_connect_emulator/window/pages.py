"""The window's own addresses: pages to look at, parts of them to refresh, and one address to act through."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from importlib.resources import files
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from senco_connect_emulator.errors import Refused
from senco_connect_emulator.window.acts import act
from senco_connect_emulator.window.document_page import document_page, paper
from senco_connect_emulator.window.drive_page import drive_page, trees
from senco_connect_emulator.window.html import Html, page, tag
from senco_connect_emulator.window.looking import Look
from senco_connect_emulator.window.sheet_page import grid_element, sheet_page

if TYPE_CHECKING:
    from senco_connect_emulator.world import World

__all__ = ["pages_of"]

# Nothing runs or is fetched but what comes with the window itself.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; img-src data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {"Content-Security-Policy": _POLICY, "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}
_STATIC = {"window.css": "text/css; charset=utf-8", "window.js": "text/javascript; charset=utf-8"}


def pages_of(world: World) -> Starlette:
    """Make the application that shows a world under /window."""
    told = _Pages(world)
    shown = {
        "drive": told.drive, "drive/part": told.drive_part, "sheet/{id}": told.sheet,
        "sheet/{id}/part": told.sheet_part, "document/{id}": told.document, "document/{id}/part": told.document_part,
    }  # fmt: skip
    routes = [Route(f"/window/{path}", told.shown(make)) for path, make in shown.items()]
    routes += [Route("/window", _home), Route("/window/", _home), Route("/window/static/{name}", _static)]
    routes += [Route("/window/version", told.version), Route("/window/act", told.act, methods=["POST"])]
    return Starlette(routes=routes)


async def _home(_: Request) -> Response:
    return RedirectResponse("/window/drive", 302, _HEADERS)


async def _static(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in _STATIC:
        return HTMLResponse("", 404, _HEADERS)
    text = files("senco_connect_emulator.window").joinpath("static", name).read_text(encoding="utf-8")
    return Response(text, 200, _HEADERS, _STATIC[name])


class _Pages:
    """The pages of one world."""

    def __init__(self, world: World) -> None:
        self._world = world

    def shown(self, make: Callable[[Look, Request], Html]) -> Callable[[Request], Awaitable[Response]]:
        """Give the endpoint of a page, which says why where there is nothing to show."""

        async def endpoint(request: Request) -> Response:
            look = Look(self._world, request.query_params.get("who", ""))
            try:
                return HTMLResponse(make(look, request), 200, _HEADERS)
            except KeyError:
                return HTMLResponse(_sorry(look, "There is no such file."), 404, _HEADERS)
            except Refused as refused:
                return HTMLResponse(_sorry(look, refused.message), refused.code, _HEADERS)

        return endpoint

    def drive(self, look: Look, _: Request) -> Html:
        return drive_page(look)

    def drive_part(self, look: Look, _: Request) -> Html:
        return trees(look)

    def sheet(self, look: Look, request: Request) -> Html:
        query = request.query_params
        return sheet_page(look, request.path_params["id"], query.get("tab", ""), _number(query.get("first", ""), 1))

    def sheet_part(self, look: Look, request: Request) -> Html:
        query, id = request.query_params, request.path_params["id"]
        sheet = self._world.books[id].sheet(_number(query.get("tab", ""), -1))
        if sheet is None:
            raise KeyError(id)
        return grid_element(look, id, sheet, _number(query.get("first", ""), 1))

    def document(self, look: Look, request: Request) -> Html:
        return document_page(look, request.path_params["id"])

    def document_part(self, look: Look, request: Request) -> Html:
        return paper(look, request.path_params["id"])

    async def version(self, _: Request) -> Response:
        """Tell a number that grows with every change."""
        return JSONResponse({"version": Look(self._world).version}, 200, _HEADERS)

    async def act(self, request: Request) -> Response:
        """Do something as a person; only a script of this very window is heard."""
        if not _is_ours(request):
            return JSONResponse({"error": "This address is for the window alone."}, 403, _HEADERS)
        told = await request.json()
        look = Look(self._world, str(told.get("who", "")))
        problem = act(look.person, told)
        return JSONResponse({"error": problem} if problem else {}, 200, _HEADERS)


def _is_ours(request: Request) -> bool:
    origin: str | None = request.headers.get("origin")
    at_home = origin is None or origin == f"{request.url.scheme}://{request.headers.get('host', '')}"
    return at_home and request.headers.get("content-type", "").startswith("application/json")


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.lstrip("-").isdigit() else otherwise


def _sorry(look: Look, words: str) -> Html:
    back = tag("a", "◭", class_="logo", href=look.to("drive"), aria_label="Back to Drive")
    bar = tag("header", back, look.chooser(), class_="bar")
    return page("Not shown", "drive", look.version, bar, tag("main", tag("p", words, class_="empty")))


