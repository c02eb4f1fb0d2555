"""One request's way to its answer: who asks, is it well formed, may they, does the quota last; then the method."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl

from senco_connect_emulator.call import METHODS, Answer, Call, Content, NoContent
from senco_connect_emulator.contract import Mask, Method, Route, apply_mask, check_body, check_params, parse_mask
from senco_connect_emulator.downloads import ranged
from senco_connect_emulator.errors import NOT_BUILT, Refused, error_body, not_built
from senco_connect_emulator.exchange import JSON, Request, Response, json_body
from senco_connect_emulator.identity import answer_token, identify
from senco_connect_emulator.quotas import Cost
from senco_connect_emulator.uploads import Session, Uploads
from senco_connect_emulator.world import World

__all__ = ["LOGINS", "Step"]

# Where key files of several ages send a login.
LOGINS = frozenset({"/token", "/oauth2/v4/token", "/o/oauth2/token"})
# What Google has and the emulator has no description of.
_ELSEWHERE = ("/drive/v2", "/upload/drive/v2", "/discovery/", "/oauth2/", "/revoke", "/tokeninfo")
# What would change an answer, of whichever method it is asked.
_PARAMETERS = frozenset({"includeLabels", "includePermissionsForView"})


class Step:
    """One request on its way, and what the log wants to know of it."""

    def __init__(self, world: World, uploads: Uploads, request: Request, route: Route | None) -> None:
        self._world, self._uploads, self._request, self._route = world, uploads, request, route
        self.who = ""
        self.cost = Cost()
        self.applied = False
        self.unbuilt: list[str] = []

    def response(self) -> Response:
        """Answer, whether with what was asked for or with a refusal."""
        try:
            return self._answer()
        except Refused as refused:
            if not refused.built:
                self.unbuilt.append(refused.message)
            lists = self._route.method.lists_errors if self._route else "drive" in self._request.path
            return _refusal(refused, lists_errors=lists)

    def _answer(self) -> Response:
        request, route = self._request, self._route
        if request.path in LOGINS:
            self.applied = True
            return Response(*answer_token(self._world, request.body))
        if session := self._uploads.session(request):
            return self._gone_on(session)
        if route is not None:
            return self._routed(route)
        if request.path.startswith(_ELSEWHERE):
            raise not_built(f"{request.verb} on this path")
        return _nowhere(request)

    def _routed(self, route: Route) -> Response:
        request, world, method = self._request, self._world, route.method
        query = parse_qsl(request.query, keep_blank_values=True) if request.query else []
        if "key" in dict(query) and not _authorization(request, query):
            raise not_built("access with an API key alone")
        who = identify(world, _authorization(request, query), method)
        self.who = who.email
        self.cost = world.quotas.spend(method, who, media="alt=media" in request.query)
        params = check_params(method, route.params, query)
        if params.get("alt") == "media" and request.part:
            return Response(302, b"", (("location", f"{request.origin}/download{request.path}?{request.query}"),))
        if not route.uploads:
            body = check_body(method, _parsed(request, method))
            return self._called(Call(method, params, body, who, world, None, request.origin))
        uploaded = self._uploads.receive(request, method, params, who)
        if isinstance(uploaded, Response):
            return uploaded
        body = check_body(method, uploaded.metadata)
        return self._called(Call(method, params, body, who, world, uploaded.media, request.origin))

    def _gone_on(self, session: Session) -> Response:
        self.who = session.who.email
        uploaded = self._uploads.go_on(session, self._request)
        if isinstance(uploaded, Response):
            return uploaded
        body = check_body(session.method, uploaded.metadata)
        media = uploaded.media
        session.answer = self._called(
            Call(session.method, session.params, body, session.who, self._world, media, self._request.origin)
        )
        session.got.clear()
        return session.answer

    def _called(self, call: Call) -> Response:
        mask = parse_mask(call.params.get("fields", ""), call.method)
        handler = METHODS.get(call.method.id)
        if handler is None:
            raise not_built(call.method.id)
        if told := _PARAMETERS & call.params.keys():
            raise not_built(f"the parameter {min(told)} of {call.method.id}")
        answer = handler(call)
        self.applied = True
        response = _response(answer, mask, compact=call.params.get("prettyPrint") is False)
        if call.method.gives_media and "range" in self._request.headers:
            return ranged(response, self._request.headers["range"])
        return response


def _authorization(request: Request, query: list[tuple[str, str]]) -> str:
    told = request.headers.get("authorization", "")
    if told or "_token=" not in request.query:
        return told
    tokens = [text for name, text in query if name in {"access_token", "oauth_token"}]
    return f"Bearer {tokens[0]}" if tokens else ""


def _parsed(request: Request, method: Method) -> Any:
    if not method.request or not request.body.strip():
        return None
    try:
        return json.loads(request.body)
    except (ValueError, RecursionError) as problem:
        if method.lists_errors:
            raise Refused(400, "Parse Error", reason="parseError") from None
        raise Refused(400, f"Invalid JSON payload received. {_torn(problem)}") from None


def _torn(problem: Exception) -> str:
    """Tell where JSON could not be read on, as the reader of protocol buffers does: a piece of it, and a caret."""
    if not isinstance(problem, json.JSONDecodeError):
        return "Unexpected token."
    text, at = problem.doc, problem.pos
    what = "Unexpected end of string. Expected a value." if at >= len(text.rstrip()) else "Unexpected token."
    begin = max(0, at - 20)
    return f"{what}\n{text[begin : at + 20]}\n{' ' * (at - begin)}^"


def _response(answer: Answer, mask: Mask | None, *, compact: bool) -> Response:
    if isinstance(answer, NoContent):
        return Response(204, b"", (("content-type", "text/html"),))
    if isinstance(answer, Content):
        return Response(answer.status, answer.body, (("content-type", answer.mime_type), *answer.headers))
    return Response(200, json_body(apply_mask(answer, mask), compact=compact))


def _refusal(refused: Refused, *, lists_errors: bool) -> Response:
    headers = (("content-type", JSON), *refused.headers)
    if not refused.built:
        headers = (*headers, (NOT_BUILT, "not implemented"))
    return Response(refused.code, json_body(error_body(refused, lists_errors=lists_errors)), headers)


def _nowhere(request: Request) -> Response:
    shown = request.path.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    page = (
        "<!DOCTYPE html>\n<html lang=en>\n  <meta charset=utf-8>\n  <title>Error 404 (Not Found)!!1</title>\n"
        "  <a href=//www.google.com/><span id=logo aria-label=Google></span></a>\n"
        "  <p><b>404.</b> <ins>That’s an error.</ins>\n"
        f"  <p>The requested URL <code>{shown}</code> was not found on this server.  <ins>That’s all we know.</ins>\n"
    )
    return Response(404, page.encode(), (("content-type", "text/html; charset=UTF-8"),))
