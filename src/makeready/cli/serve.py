"""Start the panel and the API, with a worker of its own unless told otherwise."""

from __future__ import annotations

import argparse
import os
import signal
import socket
import sys
from types import FrameType

from makeready.cli import DONE, InputAtFault, say
from makeready.config import Config, read

GRACE_SECONDS = 5


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen at (default 127.0.0.1; 0.0.0.0: all)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen at (default 8000; 0: any free one)")
    parser.add_argument("--no-worker", action="store_true", help="start no worker: run `makeready worker` elsewhere")


def run(args: argparse.Namespace) -> int:
    """Serve until told to stop."""
    with listening(args.host, args.port) as listener:
        address = address_of(args.host, listener.getsockname()[1])
        name_base_url(address)
        from makeready.office.site.prepare import prepare

        prepare(quiet=False)
        tell_the_beginner()
        serve(listener, worker=not args.no_worker, ready=lambda: print(f"Makeready answers at {address}", flush=True))
    return DONE


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens.

    Raises:
        InputAtFault: the port is taken or the address is none of this machine's.
    """
    if not 0 <= port <= 65535:
        raise InputAtFault(f"{port} is no port: choose one from 1 to 65535.")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(2048)
    except (OSError, UnicodeError) as why:
        listener.close()
        reason = getattr(why, "strerror", None) or str(why)
        raise InputAtFault(
            f"Cannot listen at {host}, port {port}: {reason}. Choose another with --port or --host."
        ) from why
    listener.setblocking(False)
    os.set_inheritable(listener.fileno(), False)
    return listener


def address_of(host: str, port: int) -> str:
    """Under which address people reach a listener on this machine."""
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{shown}:{port}"


def name_base_url(address: str) -> None:
    """Where the operator has not said under which address the house is reached, it is the one that is listened at.

    Must come before the settings are first used; the worker started by this process inherits it.
    """
    if read().base_url == Config.base_url and "MAKEREADY_BASE_URL" not in os.environ:
        os.environ["MAKEREADY_BASE_URL"] = address


def tell_the_beginner() -> None:
    """Where nobody can sign in yet, say how somebody can."""
    from makeready.office.accounts.models import Person

    if not Person.objects.filter(is_active=True).exists():
        say("Nobody can sign in yet. Make an administrator: makeready user create NAME --role admin")


def serve(listener: socket.socket, *, worker: bool, ready: object = None) -> None:
    """Run the web process, and a worker beside it, until SIGTERM or SIGINT."""
    import uvicorn

    from makeready.cli._worker_child import WorkerChild
    from makeready.office.designs import output
    from makeready.office.jobs import engine
    from makeready.office.site.asgi import application
    from makeready.office.site.handler import THREADS
    from makeready.office.site.line import Line

    output.get_ready(THREADS)
    engine.prepare()  # so that the first job finds its queue, whether or not a worker has been here

    class Server(uvicorn.Server):
        """Says when it answers."""

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started and callable(ready):
                ready()

    server = Server(
        uvicorn.Config(
            application, loop="uvloop", http=Line, ws="none", lifespan="off", log_config=None, access_log=False,
            server_header=False, date_header=True, proxy_headers=False,
            timeout_keep_alive=30, timeout_graceful_shutdown=GRACE_SECONDS,
        )
    )  # fmt: skip
    _leave_quietly()
    child = WorkerChild() if worker else None
    if child:
        child.start()
    try:
        server.run(sockets=[listener])
    finally:
        if child:
            child.stop()


def _leave_quietly() -> None:
    """Uvicorn raises the signal that ended it once more when it has stopped: it has been heeded by then."""

    def heeded(number: int, frame: FrameType | None) -> None:
        sys.stderr.flush()

    signal.signal(signal.SIGTERM, heeded)
    signal.signal(signal.SIGINT, heeded)
