"""``senco-emulator``: the emulator for a person who wants to look at it, rehearse with it or show it."""

from __future__ import annotations

import asyncio
import secrets
import socket
from collections.abc import Callable
from pathlib import Path

import click

from senco_connect_emulator.app import App
from senco_connect_emulator.emulator import SCOPES
from senco_connect_emulator.keeping import load, save
from senco_connect_emulator.server import listen, serve
from senco_connect_emulator.window import Window
from senco_connect_emulator.world import World

__all__ = ["main"]

# A token that somebody types on a command line is good for as long as the command runs.
FOR_EVER = 10.0**10
# Changes come in bursts; the file is written once they are over.
PAUSE = 0.5


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--port", type=click.IntRange(0, 65535), default=8086, show_default=True, help="0 takes a free one.")
@click.option("--state", type=click.Path(dir_okay=False, path_type=Path), help="Keep the world in this file.")
@click.option("--token", default="", help="A bearer token that may do everything; made up where none is given.")
@click.option("--user", default="you@school.example", show_default=True, help="Whose token that is.")
def main(port: int, state: Path | None, token: str, user: str) -> None:
    """Serve Google Sheets, Drive and Docs on this machine until interrupted.

    Prints the origin to point a client at (a browser with /window added), and where it made up a token, that: to be
    sent as "Authorization: Bearer".
    """
    world = World(seed="senco" if token else secrets.token_hex(16))
    sock = _opened(world, port, state)
    given = token or secrets.token_urlsafe(24)
    who = world.directory.identity(user, SCOPES)
    world.directory.issue(who, now=world.clock.seconds, token=given, lifetime=FOR_EVER)
    app = App(world, Window(world))
    keep = _keeper(world, state)
    app.changed.append(_later(keep))
    click.echo(f"http://127.0.0.1:{sock.getsockname()[1]}")
    if not token:
        click.echo(f"token {given}")
    try:
        serve(app, sock, stopped=keep)
    except KeyboardInterrupt:
        click.echo("stopped", err=True)


def _opened(world: World, port: int, state: Path | None) -> socket.socket:
    try:
        if state is not None:
            load(world, state)
        return listen(port)
    except ValueError as problem:
        raise click.ClickException(str(problem)) from None
    except OSError as problem:
        raise click.ClickException(f"port {port} or the state file can't be used: {problem.strerror}") from None


def _keeper(world: World, state: Path | None) -> Callable[[], None]:
    def keep() -> None:
        if state is None:
            return
        try:
            save(world, state)
        except OSError as problem:
            # A reader that holds the file open on Windows is soon gone: the next change or the end writes it.
            click.echo(f"{state.name} was not written: {problem.strerror}", err=True)

    return keep


def _later(act: Callable[[], None]) -> Callable[[], None]:
    waiting: list[asyncio.TimerHandle] = []

    def due() -> None:
        waiting.clear()
        act()

    def soon() -> None:
        if not waiting:
            waiting.append(asyncio.get_running_loop().call_later(PAUSE, due))

    return soon
