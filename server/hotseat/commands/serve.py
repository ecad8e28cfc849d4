"""``hotseat serve``: the engine table, the address, and the server until it is stopped."""

from __future__ import annotations

import argparse
import asyncio
import dataclasses
import datetime
import logging
import secrets
import socket
import threading
import urllib.error
import urllib.request
import webbrowser
from pathlib import Path

import uvicorn
from rich.console import Console

from hotseat.app import create_app
from hotseat.commands.models import fetch_with_bar
from hotseat.desk import Desk
from hotseat.engines import Engines
from hotseat.errors import HotseatError
from hotseat.places import shipped
from hotseat.retention import Retention, expire
from hotseat.security import Door, is_loopback
from hotseat.settings import Settings, case_folders, data_dir, load_settings, sessions_dir

HELPED = ("port", "host", "token")
"""Flags with a help text of their own; the others are named as in the settings file."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Flags; each has the same name in the settings file and, in capitals, in the environment."""
    parser.add_argument("--port", type=int, help="port to listen on (default 4747; 0 picks a free one)")
    parser.add_argument("--host", help="address to listen on (default 127.0.0.1; another one demands a token)")
    parser.add_argument("--token", help="token for clients beyond this machine (made up when not given)")
    parser.add_argument("--no-open", action="store_true", help="do not open the page in a browser")
    parser.add_argument("--no-fetch", action="store_true", help="do not fetch better models in the background")
    for field in dataclasses.fields(Settings):
        if field.name not in HELPED:
            flag = f"--{field.name.replace('_', '-')}"
            parser.add_argument(flag, dest=field.name, help=f"default: {field.default or 'none'}")


def run(arguments: argparse.Namespace) -> int:
    """Serve until interrupted."""
    flags = {field.name: getattr(arguments, field.name) for field in dataclasses.fields(Settings)}
    home = data_dir()
    settings = load_settings(home, flags=flags)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    console = Console(highlight=False)
    listener = bind(settings)
    port = listener.getsockname()[1]
    token = ""
    if not is_loopback(settings.host):
        token = settings.token or secrets.token_urlsafe(16)
    check_writable(sessions_dir(home))
    engines = Engines(settings, home)
    console.print(engines.table())
    for line in engines.remarks():
        console.print(line)
    url = f"http://{_shown_host(settings.host)}:{port}/" + (f"?token={token}" if token else "")
    asyncio.run(_serve(listener, settings, home, engines, token, port, url, arguments, console))
    return 0


async def _serve(
    listener: socket.socket,
    settings: Settings,
    home: Path,
    engines: Engines,
    token: str,
    port: int,
    url: str,
    arguments: argparse.Namespace,
    console: Console,
) -> None:
    desk = Desk(
        sessions=sessions_dir(home),
        cache=home / "cache" / "voice",
        case_folders=case_folders(settings, home),
        engines=engines,
        retention=Retention(home, flag=arguments.keep_days is not None),
    )
    gone = expire(desk.library, settings.keep_days, now=datetime.datetime.now().astimezone())
    left = [card["id"] for card in desk.library.all_cards() if card["state"] == "cut_off" and not card["redo_of"]]
    door = Door(port=port, token=token, hosts=(*settings.trusted_hosts, socket.gethostname()))
    app = create_app(desk, door, web=shipped("web"))
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, ws_max_size=1 << 20, lifespan="on", timeout_graceful_shutdown=3
    )
    server = uvicorn.Server(config)
    console.print(f"Sessions are kept in {sessions_dir(home)}", soft_wrap=True)
    if gone:
        names = ", ".join(gone[:3]) + (" …" if len(gone) > 3 else "")
        console.print(f"{len(gone)} older than {settings.keep_days} days deleted (keep_days): {names}", soft_wrap=True)
    if left:
        names = ", ".join(left[:3]) + (" …" if len(left) > 3 else "")
        console.print(f"{len(left)} cut off and ready to go on or to replay: {names}", soft_wrap=True)
    console.print(f"\nHotseat is at [bold]{url}[/bold]   (Ctrl-C stops it)", soft_wrap=True)
    if not arguments.no_open:
        threading.Timer(0.5, webbrowser.open, (url,)).start()
    threading.Thread(target=_ready, args=(engines, console, not arguments.no_fetch), daemon=True).start()
    await server.serve(sockets=[listener])


def _ready(engines: Engines, console: Console, fetch: bool) -> None:
    """Beside the running server: load the engines, then fetch better models where the hub can be reached."""
    engines.warm()
    for name in engines.wanted() if fetch else []:
        try:
            fetch_with_bar(engines, name, console)
        except HotseatError as error:
            console.print(f"{error.message} {error.next_step} Going on with what is here.", soft_wrap=True)
            return
        console.print(f"{name} is here: new sessions use it.")
    engines.warm()


def bind(settings: Settings) -> socket.socket:
    """The listening socket. Raises ``HotseatError`` ``port_in_use`` or ``address_refused``."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # asyncio turns Nagle's delay off only where the protocol is named; with it every answer waits for 40 ms
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
    except OSError as error:
        listener.close()
        if _is_hotseat(settings):
            raise HotseatError(
                "port_in_use",
                f"Hotseat is already running at http://{_shown_host(settings.host)}:{settings.port}/.",
                next_step="Open that address, or start another with --port 0.",
            ) from error
        raise HotseatError(
            "port_in_use",
            f"Port {settings.port} at {settings.host} cannot be used: {error.strerror}.",
            next_step="Choose another with --port N; --port 0 takes any free one.",
        ) from error
    listener.listen(64)
    return listener


def check_writable(folder: Path) -> None:
    """Raises ``HotseatError`` ``sessions_unwritable`` before anybody speaks into nothing."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".probe"
        probe.write_bytes(b"x")
        probe.unlink()
    except OSError as error:
        raise HotseatError(
            "sessions_unwritable",
            f"Sessions cannot be kept in {folder}: {error.strerror or error}.",
            next_step="Make that folder writable, or set HOTSEAT_HOME to another one.",
        ) from error


def _is_hotseat(settings: Settings) -> bool:
    try:
        with urllib.request.urlopen(
            f"http://{_shown_host(settings.host)}:{settings.port}/healthz", timeout=1
        ) as answer:
            return b'"engines"' in answer.read(4000)
    except (OSError, urllib.error.URLError, ValueError):
        return False


def _shown_host(host: str) -> str:
    if host in ("0.0.0.0", "::"):
        return socket.gethostname()
    return f"[{host}]" if ":" in host else host
