"""Who may talk to the server: this machine's own page and clients, and whoever holds the token.

A page of another site can reach a loopback server through the browser. So foreign Host names (DNS rebinding) and
foreign Origins (websockets, writes) are refused; bound beyond loopback, every request needs the token too.
"""

from __future__ import annotations

import hmac
import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

COOKIE = "hotseat_token"


def is_loopback(host: str) -> bool:
    """True for an address that only this machine reaches."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """The rules of one server. An empty `token` means that none is needed."""

    port: int
    token: str = ""
    hosts: tuple[str, ...] = ()

    def refusal(
        self, *, method: str, headers: Mapping[str, str], query: Mapping[str, str], cookies: Mapping[str, str]
    ) -> tuple[str, str] | None:
        """Why a request is not let in, as code and sentence, or None. A websocket's method is ``WS``."""
        host = headers.get("host", "")
        if not self._known(host):
            return "host_refused", f"This server does not answer to the name {host or '(none)'}."
        origin = headers.get("origin")
        if origin is not None and (method not in ("GET", "HEAD", "OPTIONS")) and not self._own(origin, host):
            return "origin_refused", "Another site's page may not talk to this server."
        if self.token:
            given = (
                query.get("token") or cookies.get(COOKIE) or headers.get("authorization", "").removeprefix("Bearer ")
            )
            if not hmac.compare_digest(given.encode(), self.token.encode()):
                return "token_missing", "Open the address that the server printed: it carries the token."
        return None

    def _known(self, host: str) -> bool:
        name = urlsplit(f"//{host}").hostname or ""
        if is_loopback(name):
            return True
        if name in self.hosts:
            return True
        if not self.token:
            return False
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return False
        return True

    def _own(self, origin: str, host: str) -> bool:
        parts = urlsplit(origin)
        return parts.scheme in ("http", "https") and parts.netloc == host
