"""Run a sample shop: storefronts, products, orders, a press's FTP server; prints whom to sign in as."""

from __future__ import annotations

import argparse
import json
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from makeready.cli import DONE, InputAtFault
from makeready.cli.serve import address_of, listening, name_base_url, serve

if TYPE_CHECKING:
    from makeready.office.demo.furnish import Welcome
    from makeready.office.demo.receivers import Receivers

FURNISHED = "demo/furnished.json"
BEGUN = "demo/photos-address"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen, where to keep."""
    parser.add_argument("--port", type=int, default=8000, help="port to listen at (default 8000; 0: any free one)")
    parser.add_argument(
        "--data", type=Path, help="data folder: empty, or of an earlier demo (default: a temporary one)"
    )
    parser.add_argument("--send-order", action="store_true", help="send a new order to the demo that runs in --data")


def run(args: argparse.Namespace) -> int:
    """Furnish the house if it is empty, and serve it until told to stop."""
    if args.send_order:
        return _send_order(args.data)
    with _folder(args.data) as folder, listening("127.0.0.1", args.port) as listener:
        address = address_of("127.0.0.1", listener.getsockname()[1])
        os.environ["MAKEREADY_DATA"] = str(folder)
        os.environ["MAKEREADY_DEMO"] = "yes"
        name_base_url(address)
        receivers = _start_receivers(folder)
        from makeready.office.site.prepare import prepare

        prepare()
        welcome = _furnish(folder, receivers, address)

        def say_ready() -> None:
            print(f"address: {address}\nuser: {welcome.user}\npassword: {welcome.password}", flush=True)
            print(f"api key: {welcome.api_key}\nready", flush=True)

        serve(listener, worker=True, ready=say_ready)
    return DONE


@contextmanager
def _folder(wanted: Path | None) -> Iterator[Path]:
    """The data folder; one that nobody named goes when the demo ends."""
    if wanted is None:
        with tempfile.TemporaryDirectory(prefix="makeready-demo-") as temporary:
            yield Path(temporary)
        return
    folder = wanted.resolve()
    if folder.exists() and any(folder.iterdir()) and not (folder / FURNISHED).is_file():
        if not (folder / BEGUN).is_file():
            raise InputAtFault(f"{folder} holds something else than a demo. Choose an empty folder with --data.")
        shutil.rmtree(folder)  # a demo that ended before it was furnished
    yield folder


def _start_receivers(folder: Path) -> Receivers:
    """The press's FTP server and the workshop's HTTP receiver, which this house may call although they are local."""
    from makeready.office.demo.receivers import PressFtp, Receivers, WorkshopHttp

    password = secrets.token_urlsafe(9)
    ftp, http = PressFtp(folder / "demo" / "ftp", password), WorkshopHttp(folder / "demo" / "workshop")
    ftp.start()
    http.start()
    allowed = [one for one in os.environ.get("MAKEREADY_ALLOW_HOSTS", "").split(",") if one]
    os.environ["MAKEREADY_ALLOW_HOSTS"] = ",".join([*allowed, http.url.removeprefix("http://")])
    (folder / BEGUN).write_text(f"{http.url}/photos", "utf-8")
    return Receivers(ftp.port, password, http.url)


def _furnish(folder: Path, receivers: Receivers, address: str) -> Welcome:
    from makeready.office.demo import furnish

    marker = folder / FURNISHED
    if marker.is_file():
        furnish.reconnect(receivers)
    else:
        furnish.furnish(receivers)
    marker.write_text(json.dumps({"address": address}), "utf-8")
    return furnish.welcome()


def _send_order(folder: Path | None) -> int:
    if folder is None or not (folder / FURNISHED).is_file():
        raise InputAtFault("--send-order needs --data with the folder of a running demo.")
    address = str(json.loads((folder / FURNISHED).read_text("utf-8"))["address"])
    os.environ["MAKEREADY_DATA"] = str(folder.resolve())
    from makeready.office.site.prepare import prepare

    prepare()
    from makeready.office.demo.new_order import photos_address, send_new_order

    print(send_new_order(address, photos_address()))
    return DONE
