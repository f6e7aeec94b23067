"""How does a file reach an FTP or FTPS server? An open line by ftplib, its errors in words."""

from __future__ import annotations

import contextlib
import ftplib
import socket
import ssl
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import Any

from makeready.office.connections.store import Receiver, probe
from makeready.office.delivery.failures import DeliveryFailed, ReceiverFull, SignInRefused, in_words
from makeready.office.delivery.receipts import Stopped, hidden_name

SECONDS = 30
"""How long one answer of the server may take."""


class FtpLine:
    """An open line, signed in, in binary mode."""

    def __init__(self, receiver: Receiver) -> None:
        self.kind = receiver.type
        self._receiver = receiver
        self._ftp = _connect(receiver)
        with self._told("sign in"):
            self._home = self._ftp.pwd()

    def address(self, path: str) -> str:
        """`ftp://host:port/path`, without credentials."""
        return f"{self.kind}://{self._receiver.place}/{path.lstrip('/')}"

    def make_folders(self, folder: str) -> None:
        """See that a folder is there, level by level; servers answer 550 for both “is there” and “may not”."""
        if folder in ("", ".", "/") or self._is_folder(folder):
            return
        refusal = ""
        for level in reversed([PurePosixPath(folder), *PurePosixPath(folder).parents]):
            if str(level) not in (".", "/"):
                try:
                    with self._told(f"make the folder {level}"):
                        self._ftp.mkd(str(level))
                except DeliveryFailed as why:
                    if why.transient:
                        raise
                    refusal = why.sentence
        if not self._is_folder(folder):
            raise DeliveryFailed(refusal or f"{self.address(folder)} cannot be made.", fix=_RIGHTS)

    def temporary(self, to: str, token: str) -> str:
        """Where a file lies until it is renamed: hidden beside its final name."""
        return hidden_name(to, token)

    def put(self, path: str, chunks: Iterable[bytes], size: int | None = None) -> str:
        """Write a file whole, in place of one that is there."""
        with self._told(f"take {path}"):
            data = self._ftp.transfercmd(f"STOR {path}")
            try:
                with data:
                    for piece in chunks:
                        data.sendall(piece)
                    if isinstance(data, ssl.SSLSocket):
                        with contextlib.suppress(OSError):  # many servers close without the farewell
                            data.unwrap()
            except Stopped:
                self._ftp.voidresp()  # the line itself is well: hear the server out
                raise
            self._ftp.voidresp()
        return path

    def size(self, path: str) -> int | None:
        """A file's size in bytes by SIZE, else by MLST; None where there is none."""
        try:
            with self._told(f"tell the size of {path}"):
                return self._ftp.size(path)
        except DeliveryFailed as why:
            reply = str(why.facts.get("reply", ""))
            if reply.startswith("550"):
                return None
            if not reply.startswith(("500", "502", "504")):
                raise
        return self._size_by_mlst(path)

    def rename(self, path: str, to: str) -> None:
        """Give a file its final name; where the server does not replace, the old one goes first."""
        try:
            with self._told(f"rename {path} to {to}"):
                self._ftp.rename(path, to)
        except DeliveryFailed as why:
            if why.transient or self.size(to) is None or self.size(path) is None:
                raise  # with nothing to put in its place, the file that is there must stay
            with self._told(f"replace {to}"):
                self._ftp.delete(to)
                self._ftp.rename(path, to)

    def remove(self, path: str) -> None:
        """Delete a file; none there is fine."""
        if self.size(path) is not None:
            with self._told(f"delete {path}"):
                self._ftp.delete(path)

    def close(self) -> None:
        """Say goodbye; whether the server answers does not matter any more."""
        try:
            self._ftp.quit()
        except (OSError, EOFError, ftplib.Error):
            self._ftp.close()

    def _is_folder(self, folder: str) -> bool:
        try:
            with self._told(f"go to {folder}"):
                self._ftp.cwd(folder)
                self._ftp.cwd(self._home)
        except DeliveryFailed as why:
            if why.transient:
                raise
            return False
        return True

    def _size_by_mlst(self, path: str) -> int | None:
        try:
            with self._told(f"tell the size of {path}"):
                answer = self._ftp.sendcmd(f"MLST {path}")
        except DeliveryFailed as why:
            if str(why.facts.get("reply", "")).startswith("550"):
                return None
            raise
        facts = dict(fact.lower().partition("=")[::2] for fact in answer.replace("\n", ";").split(";") if "=" in fact)
        return int(facts["size"]) if facts.get("size", "").isdecimal() else None

    def _told(self, act: str) -> contextlib.AbstractContextManager[None]:
        return _told(self._receiver, act)


@contextlib.contextmanager
def open_line(receiver: Receiver) -> Iterator[FtpLine]:
    """A line to the server, closed at the end.

    Raises:
        DeliveryFailed: in words.
    """
    line = FtpLine(receiver)
    try:
        yield line
    finally:
        line.close()


@probe("ftp", "ftps")
def test(receiver: Receiver) -> str:
    """Sign in and look whether the root folder is there."""
    with open_line(receiver) as line:
        if receiver.root and not line._is_folder(receiver.root):
            return f"Signed in at {receiver.place}; the folder {receiver.root} is not there yet and will be made."
    return f"Signed in at {receiver.place} as {receiver.username or 'anonymous'}."


class _Tls(ftplib.FTP_TLS):
    """FTPS as servers of today want it: data lines resume the session; implicit TLS where asked."""

    implicit = False
    server_name = ""

    def connect(self, *arguments: Any, **options: Any) -> str:
        if not self.implicit:
            return super().connect(*arguments, **options)
        sock = socket.create_connection((self.host, self.port), self.timeout or SECONDS)
        self.af = sock.family
        self.sock = self.context.wrap_socket(sock, server_hostname=self.server_name)
        self.file = self.sock.makefile("r", encoding=self.encoding)
        self.welcome = self.getresp()
        return self.welcome

    def ntransfercmd(self, cmd: str, rest: int | str | None = None) -> tuple[socket.socket, int | None]:
        plain, size = ftplib.FTP.ntransfercmd(self, cmd, rest)  # noqa: S321  (its own base, made secure below)
        session = self.sock.session if isinstance(self.sock, ssl.SSLSocket) else None
        return self.context.wrap_socket(plain, server_hostname=self.server_name, session=session), size


def _connect(receiver: Receiver) -> ftplib.FTP:
    with _told(receiver, "sign in"):
        ftp = _secure(receiver) if receiver.type == "ftps" else ftplib.FTP(timeout=SECONDS, encoding="utf-8")  # noqa: S321  (what the receiver speaks)
        ftp.host, ftp.port = receiver.host, receiver.port
        try:
            ftp.connect(receiver.host, receiver.port)
            _sign_in(ftp, receiver)
            ftp.set_pasv(str(receiver.options.get("passive", True)).lower() not in ("false", "0", "no"))
            with contextlib.suppress(ftplib.error_perm):  # old servers do not know it and take UTF-8 or not
                ftp.sendcmd("OPTS UTF8 ON")
            ftp.voidcmd("TYPE I")
        except BaseException:
            ftp.close()
            raise
    return ftp


def _sign_in(ftp: ftplib.FTP, receiver: Receiver) -> None:
    try:
        ftp.login(receiver.username or "anonymous", receiver.password)
    except ftplib.error_perm as why:
        if str(why).startswith(("530", "430", "331", "332")):
            raise SignInRefused(f"{receiver.place} refused the login: user name or password is wrong.") from why
        raise
    if isinstance(ftp, _Tls):
        ftp.prot_p()


def _secure(receiver: Receiver) -> _Tls:
    context = ssl.create_default_context()
    if str(receiver.options.get("verify", True)).lower() in ("false", "0", "no"):
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    ftp = _Tls(timeout=SECONDS, encoding="utf-8", context=context)
    ftp.implicit = bool(receiver.options.get("implicit", False))
    ftp.server_name = receiver.host
    return ftp


_RIGHTS = "Give the user the right to make folders and write there, or correct the path, then press Retry."


@contextlib.contextmanager
def _told(receiver: Receiver, act: str) -> Iterator[None]:
    """FTP's and the network's errors as sentences. 4xx replies pass by themselves, 5xx do not."""
    try:
        with in_words(receiver.place):
            yield
    except EOFError as why:
        raise DeliveryFailed(f"{receiver.place} cut the line.", transient=True, fix=_LATER) from why
    except ftplib.Error as why:
        reply = str(why).strip() or type(why).__name__
        if reply.startswith(("452", "552")):
            raise ReceiverFull(f"{receiver.place} has no space left: {reply}", reply=reply) from why
        transient = isinstance(why, ftplib.error_temp)
        sentence = f"{receiver.place} would not {act}: {reply}"
        raise DeliveryFailed(sentence, transient=transient, fix=_LATER if transient else _RIGHTS, reply=reply) from why
    except UnicodeError as why:
        raise DeliveryFailed(f"{receiver.place} does not speak UTF-8; {act} failed.") from why
    except ValueError as why:  # ftplib: line breaks in a path
        raise DeliveryFailed(f"A path may not hold line breaks: {why}") from why


_LATER = "It is tried again by itself, with growing pauses."
