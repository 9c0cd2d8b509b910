"""The guard at the door: what is refused before any page is asked, and what every answer carries.

Only this machine's own browser may speak, under the page's own name and to the page's own address:
that keeps out other machines, pages of other sites, and names that were turned to this address
(DNS rebinding).
"""

from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from survey.language import _

MOST_BODY_BYTES = 64 * 1024
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    # with «no-referrer» a browser hides the origin of our own forms too
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_SAFE = frozenset({"GET", "HEAD"})
_OWN_FETCHES = frozenset({"", "none", "same-origin"})


class Guard:
    """Refuses strangers, and sets the headers of every answer."""

    def __init__(self, app: ASGIApp, hosts: Iterable[str]) -> None:
        self._app = app
        self._hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what may come in."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        status, sentence = self._fault(scope["method"], Headers(scope=scope))
        if status:
            refusal = PlainTextResponse(sentence, status)
            await refusal(scope, receive, send_guarded)
            return
        await self._app(scope, receive, send_guarded)

    def _fault(self, method: str, headers: Headers) -> tuple[int, str]:
        """Status and sentence of the refusal; 0 for whoever may come in."""
        host = headers.get("host", "")
        if host not in self._hosts:
            return 421, _("This page answers only at its own address on this machine.")
        if headers.get("sec-fetch-site", "") not in _OWN_FETCHES:
            return 403, _("Another web page asked for this; it was refused.")
        if method not in _SAFE and headers.get("origin", "") != f"http://{host}":
            return 403, _("Another web page asked for this; it was refused.")
        return 0, ""
