"""Which way leads to a receiver of files? One door for all of them: an open line, by the connection's type."""

from __future__ import annotations

from contextlib import AbstractContextManager

from makeready.office.connections.store import Receiver
from makeready.office.delivery import folder, ftp, s3, sftp, trial, webdav
from makeready.office.delivery.receipts import Line


def open_line(receiver: Receiver) -> AbstractContextManager[Line]:
    """A line to the receiver, closed at the end.

    Raises:
        DeliveryFailed: in words.
    """
    if receiver.trial:
        return trial.line(receiver)
    match receiver.type:
        case "sftp":
            return sftp.open_line(receiver)
        case "s3":
            return s3.open_line(receiver)
        case "webdav":
            return webdav.open_line(receiver)
        case "folder":
            return folder.open_line(receiver)
        case _:
            return ftp.open_line(receiver)
