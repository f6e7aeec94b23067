"""The other end of the line: real FTP, FTPS, SFTP and mail servers on the loopback, in threads of this process.

Tests may stand at certain points (`at`): a function there is called in the server's thread, with the path, and may
wait, refuse or cut the line.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import shutil
import socket
import ssl
import tempfile
import threading
from collections.abc import Callable
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from typing import Any

import asyncssh
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword
from OpenSSL import SSL
from pyftpdlib.authorizers import DummyAuthorizer
from pyftpdlib.filesystems import AbstractedFS, FilesystemError
from pyftpdlib.handlers import FTPHandler, TLS_FTPHandler
from pyftpdlib.servers import ThreadedFTPServer

from makeready.office.connections.store import Receiver
from tests.servers.certificates import Authority

for _chatty in ("pyftpdlib", "asyncssh", "mail.log"):
    logging.getLogger(_chatty).addHandler(logging.NullHandler())
    logging.getLogger(_chatty).setLevel(logging.CRITICAL)

USER, PASSWORD = "press", "pa55 wörd"
Point = Callable[[str], None]


class Refused(FilesystemError):
    """Raised at a point: the server answers 550 and does not do it."""


class _Folder:
    """What all servers of files have: a folder, and points."""

    type = ""
    port = 0

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="makeready-receiver-"))
        self.at: dict[str, Point] = {}

    def files(self) -> dict[str, bytes]:
        """Every file that lies there, by path."""
        found = sorted(path for path in self.folder.rglob("*") if path.is_file())
        return {f"/{path.relative_to(self.folder)}": path.read_bytes() for path in found}

    def lay(self, path: str, data: bytes) -> Path:
        """Put a file there past the server."""
        file = self.folder / path.lstrip("/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        return file

    def connection(self, **changes: Any) -> dict[str, Any]:
        """What a connection to it is made of."""
        told = {"type": self.type, "host": "127.0.0.1", "port": self.port, "username": USER, "password": PASSWORD}
        return {**told, **changes}

    def receiver(self, **changes: Any) -> Receiver:
        """The connection ready to be used."""
        return Receiver(**{"name": "press", **self.connection(**changes)})

    def meet(self, point: str, path: str) -> None:
        if point in self.at:
            self.at[point](path)

    def start(self) -> None:
        raise NotImplementedError

    def stop(self) -> None:
        raise NotImplementedError

    def __enter__(self) -> Any:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.at.clear()
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


class FtpReceiver(_Folder):
    """FTP, or FTPS with a certificate.

    Points: `store` (before a transfer), `rename` (before), `renamed` (done, not yet answered), `answer` (every
    command, before it is looked at; may raise `ConnectionAbortedError` to cut the line).
    cut_after: bytes of a transfer after which the line is cut. keep_only: bytes that stay of a file, though the
    server says that all is well. without: commands that it does not know.
    """

    def __init__(self, *, certificate_of: Authority | None = None, implicit: bool = False) -> None:
        super().__init__()
        self.type = "ftps" if certificate_of else "ftp"
        self.commands: list[str] = []
        self.whole: list[str] = []
        self.cut_after: int | None = None
        self.keep_only: int | None = None
        self.without: tuple[str, ...] = ()
        self.may = "elradfmwMT"
        self.replaces = True
        self._authority = certificate_of
        self._server: ThreadedFTPServer | None = None

    def start(self) -> None:
        accounts = DummyAuthorizer()
        accounts.add_user(USER, PASSWORD, str(self.folder), perm=self.may)
        base = TLS_FTPHandler if self._authority else FTPHandler
        kind = type("Handler", (_Handler, base), {"outer": self, "authorizer": accounts})
        kind.abstracted_fs = type("Files", (_Files,), {"outer": self})
        kind.dtp_handler = type("Data", (_Data, base.dtp_handler), {"outer": self})
        if self._authority:
            kind.ssl_context = _context(self._authority)
            kind.tls_control_required = kind.tls_data_required = True
        self._server = ThreadedFTPServer(("127.0.0.1", self.port), kind)
        self.port = self._server.address[1]
        server = self._server

        def serve() -> None:
            with contextlib.suppress(OSError):  # `stop` closes what it listens to
                server.serve_forever(timeout=0.05, handle_exit=False)

        self._thread = threading.Thread(target=serve, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        if self._server:
            self._server.close_all()
            self._thread.join(5)
            self._server = None

    def sent(self, command: str) -> list[str]:
        """The arguments with which a command came, in order."""
        return [told.partition(" ")[2] for told in self.commands if told.split(" ")[0] == command]


class _Handler:
    """An FTP session with points."""

    outer: FtpReceiver
    banner = "ready"
    auth_failed_timeout = 0
    max_login_attempts = 100

    def pre_process_command(self: Any, line: str, cmd: str, arg: str) -> None:
        self.outer.commands.append(f"{cmd} {arg}".strip() if cmd != "PASS" else cmd)
        if cmd in self.outer.without:
            self.respond("502 Not known here.")
            return
        try:
            self.outer.meet("answer", f"{cmd} {arg}".strip())
            if cmd == "STOR":
                self.outer.meet("store", arg)
        except ConnectionAbortedError:
            self.close()
            return
        except Refused as why:
            self.respond(f"{why}")
            return
        super().pre_process_command(line, cmd, arg)  # type: ignore[misc]

    def on_file_received(self, file: str) -> None:
        path = Path(file)
        if self.outer.keep_only is not None:
            path.write_bytes(path.read_bytes()[: self.outer.keep_only])
        self.outer.whole.append(f"/{path.relative_to(self.outer.folder)}")


class _Files(AbstractedFS):
    """Its files: a rename may be stood at, and may refuse to replace."""

    outer: FtpReceiver

    def rename(self, src: str, dst: str) -> None:
        path = f"/{Path(dst).relative_to(self.outer.folder)}"
        self.outer.meet("rename", path)
        if not self.outer.replaces and Path(dst).exists():
            raise FilesystemError("File exists")
        super().rename(src, dst)
        self.outer.meet("renamed", path)


class _Data:
    """A data line that can be cut in the middle of a transfer."""

    outer: FtpReceiver

    def handle_read(self: Any) -> None:
        limit = self.outer.cut_after
        if limit is not None:
            self.ac_in_buffer_size = max(1, min(65536, limit - self.tot_bytes_received))
        super().handle_read()  # type: ignore[misc]
        if limit is not None and self.tot_bytes_received >= limit and not self.cmd_channel._closed:
            self.cmd_channel.close()

    handle_read_event = handle_read  # the name by which the library calls it


def _context(authority: Authority) -> SSL.Context:
    """For pyftpdlib, which speaks TLS by pyOpenSSL."""
    key, certificate = authority.issue("127.0.0.1")
    context = SSL.Context(SSL.TLS_SERVER_METHOD)
    context.use_privatekey(key)
    context.use_certificate(certificate)
    return context


class SftpReceiver(_Folder):
    """SFTP with one account, by password or key. Points: `store` (a file is opened to write), `rename`, `renamed`.

    replaces: whether it knows how to rename over a file that is there (OpenSSH's extension).
    """

    type = "sftp"

    def __init__(self) -> None:
        super().__init__()
        self.host_key = asyncssh.generate_private_key("ssh-ed25519")
        self.client_key = asyncssh.generate_private_key("ssh-ed25519")
        self.replaces = True
        self.read_only = False
        self.cut_after: int | None = None
        self._loop = asyncio.new_event_loop()
        self._listener: asyncssh.SSHAcceptor | None = None
        self._doors: list[asyncssh.SSHServerConnection] = []
        threading.Thread(target=self._loop.run_forever, daemon=True).start()

    @property
    def shown_key(self) -> str:
        """As it stands in a connection."""
        return " ".join(self.host_key.export_public_key("openssh").decode().split()[:2])

    def receiver(self, **changes: Any) -> Receiver:
        """The connection ready to be used, the host key known."""
        return super().receiver(**{"host_key": self.shown_key, **changes})

    def start(self) -> None:
        outer = self

        class Door(asyncssh.SSHServer):
            def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
                outer._doors.append(conn)

            def password_auth_supported(self) -> bool:
                return True

            def validate_password(self, username: str, password: str) -> bool:
                return (username, password) == (USER, PASSWORD)

            def public_key_auth_supported(self) -> bool:
                return True

            def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
                return username == USER and key == outer.client_key.convert_to_public()

        async def listen() -> asyncssh.SSHAcceptor:
            return await asyncssh.create_server(
                Door, "127.0.0.1", self.port, server_host_keys=[self.host_key], allow_scp=False,
                sftp_factory=lambda channel: _SftpFiles(channel, outer),
            )  # fmt: skip

        self._listener = self._do(listen())
        self.port = self._listener.sockets[0].getsockname()[1]

    def stop(self) -> None:
        async def end() -> None:
            for door in self._doors:
                door.abort()
            self._doors.clear()
            if self._listener:
                self._listener.close()
                await self._listener.wait_closed()
                self._listener = None

        self._do(end())

    def other_host_key(self, kind: str = "ssh-ed25519") -> None:
        """Come back on the same port with another identity."""
        self.stop()
        self.host_key = asyncssh.generate_private_key(kind)
        self.start()

    def __exit__(self, *given: object) -> None:
        super().__exit__(*given)
        self._loop.call_soon_threadsafe(self._loop.stop)

    def _do(self, coroutine: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(20)


class _SftpFiles(asyncssh.SFTPServer):
    """Its files, with points."""

    def __init__(self, channel: asyncssh.SSHServerChannel, outer: SftpReceiver) -> None:
        super().__init__(channel, chroot=str(outer.folder))
        self._outer = outer
        self._door = channel.get_connection()
        self._taken = 0

    def open(self, path: bytes, pflags: int, attrs: asyncssh.SFTPAttrs) -> object:
        if self._outer.read_only and pflags & asyncssh.FXF_WRITE:
            raise asyncssh.SFTPPermissionDenied("read only")
        if pflags & asyncssh.FXF_WRITE:
            self._outer.meet("store", path.decode())
        return super().open(path, pflags, attrs)

    def write(self, file_obj: object, offset: int, data: bytes) -> int:
        self._taken += len(data)
        limit = self._outer.cut_after
        if limit is not None and self._taken > limit:
            self._door.abort()
            raise asyncssh.SFTPConnectionLost("cut")
        return super().write(file_obj, offset, data)  # type: ignore[return-value]

    def mkdir(self, path: bytes, attrs: asyncssh.SFTPAttrs) -> None:
        if self._outer.read_only:
            raise asyncssh.SFTPPermissionDenied("read only")
        super().mkdir(path, attrs)

    def rename(self, oldpath: bytes, newpath: bytes) -> None:
        self._outer.meet("rename", newpath.decode())
        super().rename(oldpath, newpath)
        self._outer.meet("renamed", newpath.decode())

    def posix_rename(self, oldpath: bytes, newpath: bytes) -> None:
        if not self._outer.replaces:
            raise asyncssh.SFTPOpUnsupported("not known here")
        self._outer.meet("rename", newpath.decode())
        super().posix_rename(oldpath, newpath)
        self._outer.meet("renamed", newpath.decode())


class MailReceiver:
    """A mail server with one account. refuses: address → the reply to it. busy: the reply to every message."""

    def __init__(self, *, certificate_of: Authority | None = None) -> None:
        self.mails: list[tuple[list[str], Message]] = []
        self.refuses: dict[str, str] = {}
        self.busy = ""
        self.cuts = False
        self._tls = certificate_of.server_context("127.0.0.1") if certificate_of else None
        self._controller: Controller | None = None
        self.port = 0

    def __enter__(self) -> MailReceiver:
        with contextlib.closing(socket.socket()) as probe:  # the controller wants to know its port beforehand
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self._controller = _Mails(self, self._tls, self.port)
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._controller:
            self._controller.stop()

    def connection(self, **changes: Any) -> dict[str, Any]:
        """What a connection to it is made of."""
        options = {"from": "Press <press@shop.example>", "security": "starttls" if self._tls else "none"}
        told = {
            "type": "smtp", "host": "127.0.0.1", "port": self.port, "username": USER, "password": PASSWORD,
            **changes,
        }  # fmt: skip
        return {**told, "options": {**options, **changes.get("options", {})}}

    def receiver(self, **changes: Any) -> Receiver:
        """The connection ready to be used."""
        return Receiver(**{"name": "mail", **self.connection(**changes)})

    async def handle_RCPT(self, server: SMTP, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:
        if self.cuts:
            server.transport.abort()
            return ""
        if self.busy:
            return self.busy
        self.mails.append((list(envelope.rcpt_tos), message_from_bytes(envelope.content)))
        return "250 Taken"


class _Mails(Controller):
    """aiosmtpd's own thread and loop around our answers."""

    def __init__(self, outer: MailReceiver, tls: ssl.SSLContext | None, port: int) -> None:
        super().__init__(
            outer, hostname="127.0.0.1", port=port, tls_context=tls, authenticator=_known, auth_require_tls=False
        )


def _known(server: SMTP, session: Any, envelope: Any, mechanism: str, given: LoginPassword) -> AuthResult:
    right = (given.login, given.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=right, handled=False)  # the library gives the answer
