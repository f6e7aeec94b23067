"""How does a file reach an SFTP server? An open line by paramiko; its key is checked before a password leaves."""

from __future__ import annotations

import contextlib
import io
import socket
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

import paramiko

from makeready.office.connections.store import Receiver, probe, remember_host_key
from makeready.office.delivery.failures import DeliveryFailed, HostKeyChanged, SignInRefused, in_words
from makeready.office.delivery.receipts import hidden_name

SECONDS = 30

_ALGORITHMS = {"ssh-rsa": ("rsa-sha2-512", "rsa-sha2-256")}
"""Key kind → the signatures it is shown by; other kinds sign by their own name."""


class SftpLine:
    """An open line, signed in."""

    kind = "sftp"

    def __init__(self, receiver: Receiver) -> None:
        self._receiver = receiver
        self._transport = _connect(receiver)
        try:
            with self._told("open SFTP"):
                client = paramiko.SFTPClient.from_transport(self._transport)
        except BaseException:
            self._transport.close()
            raise
        if client is None:
            raise DeliveryFailed(f"{receiver.place} offers no SFTP.")
        self._sftp = client
        channel = client.get_channel()
        if channel is not None:
            channel.settimeout(SECONDS)

    def address(self, path: str) -> str:
        """`sftp://host:port/path`, without credentials."""
        return f"sftp://{self._receiver.place}/{path.lstrip('/')}"

    def make_folders(self, folder: str) -> None:
        """See that a folder is there, level by level."""
        for level in reversed([PurePosixPath(folder), *PurePosixPath(folder).parents]):
            if str(level) not in (".", "/") and not self._is_there(str(level)):
                with self._told(f"make the folder {level}"):
                    try:
                        self._sftp.mkdir(str(level))
                    except OSError:
                        if not self._is_there(str(level)):  # somebody else may have made it in between
                            raise

    def temporary(self, to: str, token: str) -> str:
        """Where a file lies until it is renamed: hidden beside its final name."""
        return hidden_name(to, token)

    def put(self, path: str, chunks: Iterable[bytes], size: int | None = None) -> str:
        """Write a file whole, in place of one that is there."""
        with self._told(f"take {path}"), self._sftp.open(path, "wb") as file:
            file.set_pipelined(True)
            for piece in chunks:
                file.write(piece)
        return path

    def size(self, path: str) -> int | None:
        """A file's size in bytes, None where there is none."""
        try:
            with self._told(f"tell the size of {path}"):
                return self._sftp.stat(path).st_size
        except _NotThere:
            return None

    def rename(self, path: str, to: str) -> None:
        """Give a file its final name; where the server does not replace, the old one goes first."""
        try:
            with self._told(f"rename {path} to {to}"):
                self._sftp.posix_rename(path, to)
        except DeliveryFailed as why:
            if why.transient or not self._is_there(path):
                raise  # with nothing to put in its place, the file that is there must stay
            with self._told(f"rename {path} to {to}"):
                if self._is_there(to):
                    self._sftp.remove(to)
                self._sftp.rename(path, to)

    def remove(self, path: str) -> None:
        """Delete a file; none there is fine."""
        with contextlib.suppress(_NotThere), self._told(f"delete {path}"):
            self._sftp.remove(path)

    def close(self) -> None:
        """Close the line."""
        self._transport.close()

    def _is_there(self, path: str) -> bool:
        return self.size(path) is not None

    def _told(self, act: str) -> contextlib.AbstractContextManager[None]:
        return _told(self._receiver, act)


@contextlib.contextmanager
def open_line(receiver: Receiver) -> Iterator[SftpLine]:
    """A line to the server, closed at the end.

    Raises:
        DeliveryFailed: in words.
    """
    line = SftpLine(receiver)
    try:
        yield line
    finally:
        line.close()


@probe("sftp")
def test(receiver: Receiver) -> str:
    """Sign in and leave."""
    with open_line(receiver) as line:
        if receiver.root and not line._is_there(receiver.root):
            return f"Signed in at {receiver.place}; the folder {receiver.root} is not there yet and will be made."
    return f"Signed in at {receiver.place} as {receiver.username}."


class _NotThere(DeliveryFailed):
    """There is no such file or folder."""

    code = "path_missing"


def _connect(receiver: Receiver) -> paramiko.Transport:
    with in_words(receiver.place):
        sock = socket.create_connection((receiver.host, receiver.port), SECONDS)
    try:
        transport = paramiko.Transport(sock)
    except BaseException:
        sock.close()
        raise
    try:
        _shake_hands(transport, receiver)
        _sign_in(transport, receiver)
    except BaseException:
        transport.close()
        raise
    return transport


def _shake_hands(transport: paramiko.Transport, receiver: Receiver) -> None:
    """Agree on keys, then see that the server is the one we know; nothing of ours has left by then."""
    transport.banner_timeout = transport.auth_timeout = SECONDS
    kind = receiver.host_key.partition(" ")[0]
    if kind:
        offered = transport.get_security_options()
        wanted = [name for name in _ALGORITHMS.get(kind, (kind,)) if name in offered.key_types]
        offered.key_types = tuple(wanted)
    try:
        with in_words(receiver.place):
            transport.start_client(timeout=SECONDS)
    except paramiko.SSHException as why:
        if kind and "no acceptable host key" in str(why).lower():
            raise _changed(receiver, "it has no key of this kind any more") from why
        raise DeliveryFailed(f"{receiver.place} does not speak SSH with us: {why}", transient=True, fix=_LATER) from why
    except EOFError as why:
        raise DeliveryFailed(f"{receiver.place} cut the line.", transient=True, fix=_LATER) from why
    key = transport.get_remote_server_key()
    shown = f"{key.get_name()} {key.get_base64()}"
    if not receiver.host_key:
        remember_host_key(receiver.id, shown)
    elif shown != " ".join(receiver.host_key.split()[:2]):
        raise _changed(receiver, f"it shows {shown[:40]}…")


def _changed(receiver: Receiver, how: str) -> HostKeyChanged:
    return HostKeyChanged(f"The host key of {receiver.place} is not the one we keep for it: {how}. Nothing was sent.")


def _sign_in(transport: paramiko.Transport, receiver: Receiver) -> None:
    try:
        with in_words(receiver.place):
            if receiver.password.lstrip().startswith("-----BEGIN"):
                transport.auth_publickey(receiver.username, _private_key(receiver))
            else:
                transport.auth_password(receiver.username, receiver.password)
    except paramiko.AuthenticationException as why:
        raise SignInRefused(f"{receiver.place} refused the login: user name or password is wrong.") from why
    except (paramiko.SSHException, EOFError) as why:
        raise DeliveryFailed(f"{receiver.place} broke off while signing in: {why}", transient=True, fix=_LATER) from why


def _private_key(receiver: Receiver) -> paramiko.PKey:
    """The private key that stands in the password's place."""
    for kind in (paramiko.Ed25519Key, paramiko.ECDSAKey, paramiko.RSAKey):
        try:
            return kind.from_private_key(io.StringIO(receiver.password.strip() + "\n"))
        except paramiko.SSHException:
            continue
    raise SignInRefused(f"The private key of “{receiver.name}” cannot be read (is it protected by a pass phrase?).")


_LATER = "It is tried again by itself, with growing pauses."


@contextlib.contextmanager
def _told(receiver: Receiver, act: str) -> Iterator[None]:
    """SFTP's and the network's errors as sentences. SFTP's own refusals come as OSErrors without a socket."""
    try:
        yield
    except FileNotFoundError as why:
        raise _NotThere(f"{receiver.place} would not {act}: there is no such folder or file.") from why
    except PermissionError as why:
        raise DeliveryFailed(f"{receiver.place} would not {act}: permission denied.", fix=_RIGHTS) from why
    except (paramiko.SSHException, EOFError) as why:
        raise DeliveryFailed(f"{receiver.place} cut the line.", transient=True, fix=_LATER) from why
    except OSError as why:
        if isinstance(why, TimeoutError | ConnectionError) or "socket is closed" in str(why).lower():
            with in_words(receiver.place):
                raise
        raise DeliveryFailed(f"{receiver.place} would not {act}: {why.strerror or why}.", fix=_RIGHTS) from why


_RIGHTS = "Give the user the right to write there, make room, or correct the path, then press Retry."
