"""Receivers for these tests: each speaks its protocol for real, on the loopback."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.servers.certificates import Authority
from tests.servers.receivers import FtpReceiver, MailReceiver, SftpReceiver


@pytest.fixture(scope="session")
def authority() -> Authority:
    return Authority()


@pytest.fixture
def trusted(authority, tmp_path, monkeypatch) -> None:
    """This process trusts the tests' authority, as a machine trusts those that its operator installed."""
    file = tmp_path / "authority.pem"
    file.write_bytes(authority.pem())
    monkeypatch.setenv("SSL_CERT_FILE", str(file))


@pytest.fixture
def ftp() -> Iterator[FtpReceiver]:
    with FtpReceiver() as one:
        yield one


@pytest.fixture
def ftps(authority, trusted) -> Iterator[FtpReceiver]:
    with FtpReceiver(certificate_of=authority) as one:
        yield one


@pytest.fixture
def sftp() -> Iterator[SftpReceiver]:
    with SftpReceiver() as one:
        yield one


@pytest.fixture
def mail() -> Iterator[MailReceiver]:
    with MailReceiver() as one:
        yield one


@pytest.fixture(params=["ftp", "ftps", "sftp"])
def press(request) -> FtpReceiver | SftpReceiver:
    """A server of each kind, one after the other."""
    return request.getfixturevalue(request.param)  # type: ignore[no-any-return]
