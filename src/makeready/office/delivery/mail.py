"""How does a mail leave? By SMTP, with a Message-ID that stays the same over attempts; refused addresses in words."""

from __future__ import annotations

import base64
import contextlib
import re
import smtplib
import ssl
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, parseaddr
from typing import Any

from makeready.office.connections.store import Receiver, probe
from makeready.office.delivery import receipts
from makeready.office.delivery.failures import DeliveryFailed, SignInRefused, in_words
from makeready.office.delivery.models import Receipt
from makeready.office.delivery.receipts import Effect

SECONDS = 30

_ADDRESS = re.compile(r'[^\s@,;:<>()\[\]\\"\x00-\x20\x7f]+@[^\s@,;:<>()\[\]\\"\x00-\x20\x7f]+')
"""What every mail server can be given as an address; the rarer forms that quote or comment are not."""


class RecipientRefused(DeliveryFailed):
    """The mail server will not take mail for an address."""

    code = "recipient_refused"
    fix = "Correct the address in the pipeline, then press Retry: the other recipients do not get it twice."


@dataclass(frozen=True)
class Mail:
    """What is written to whom."""

    recipients: Sequence[str]
    subject: str
    body: str
    html: bool = False


def send_once(mail: Mail, receiver: Receiver, effect: Effect) -> Receipt:
    """Send, unless this effect has its receipt already.

    Raises:
        DeliveryFailed: in words. Those recipients that did get it are kept: a retry writes to the others.
    """
    message = write(mail, receiver, effect)
    sent_already = set(Receipt.objects.filter(effect=effect.key).values_list("answer__sent", flat=True).first() or ())
    left = [address for address in mail.recipients if address not in sent_already]

    def act() -> dict[str, Any]:
        with _signed_in(receiver) as line, _told(receiver):
            refused = line.send_message(message, from_addr=_address(receiver), to_addrs=left) if left else {}
        if refused:
            sent = sorted(sent_already | {address for address in left if address not in refused})
            Receipt.objects.filter(effect=effect.key).update(answer={"sent": sent})
            raise _refused(receiver, refused)
        return {"message_id": message["Message-ID"]}

    to = f"mailto:{','.join(mail.recipients)}"
    return receipts.once("smtp", to, effect, act, size=len(message.as_bytes()), what=mail.subject)


def write(mail: Mail, receiver: Receiver, effect: Effect) -> EmailMessage:
    """The message itself.

    Raises:
        RecipientRefused: an address is none.
    """
    for address in mail.recipients:
        if not _ADDRESS.fullmatch(address):
            raise RecipientRefused(f"“{address[:100]}” is no mail address.")
    message = EmailMessage()
    sender = str(receiver.options.get("from") or receiver.username or f"makeready@{receiver.host}")
    message["From"] = sender
    message["To"] = ", ".join(mail.recipients)
    message["Subject"] = " ".join(mail.subject.split())
    message["Date"] = formatdate(localtime=False)
    message["Message-ID"] = f"<{effect.token}@{parseaddr(sender)[1].rpartition('@')[2] or 'makeready'}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.body, subtype="html" if mail.html else "plain")
    return message


@probe("smtp")
def test(receiver: Receiver) -> str:
    """Sign in and leave."""
    with _signed_in(receiver):
        return f"Signed in at the mail server {receiver.place}."


def _address(receiver: Receiver) -> str:
    sender = str(receiver.options.get("from") or receiver.username)
    return parseaddr(sender)[1] or f"makeready@{receiver.host}"


@contextlib.contextmanager
def _signed_in(receiver: Receiver) -> Iterator[smtplib.SMTP]:
    with _told(receiver):
        line = _connect(receiver)
    try:
        yield line
    finally:
        try:
            line.quit()
        except (OSError, smtplib.SMTPException):
            line.close()


def _connect(receiver: Receiver) -> smtplib.SMTP:
    security = str(receiver.options.get("security", "tls" if receiver.port == 465 else "starttls")).lower()
    context = ssl.create_default_context()
    if str(receiver.options.get("verify", True)).lower() in ("false", "0", "no"):
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    line: smtplib.SMTP
    if security == "tls":
        line = smtplib.SMTP_SSL(receiver.host, receiver.port, timeout=SECONDS, context=context)
    else:
        line = smtplib.SMTP(receiver.host, receiver.port, timeout=SECONDS)
    try:
        if security == "starttls":
            line.starttls(context=context)
        if receiver.username and receiver.password:
            _sign_in(line, receiver)
    except BaseException:
        line.close()
        raise
    return line


def _sign_in(line: smtplib.SMTP, receiver: Receiver) -> None:
    """User name and password; other letters than ASCII, which `smtplib` cannot send, as RFC 4616 wants them."""
    if (receiver.username + receiver.password).isascii():
        line.login(receiver.username, receiver.password)
        return
    line.ehlo_or_helo_if_needed()
    if "PLAIN" not in line.esmtp_features.get("auth", "").upper().split():
        raise SignInRefused(
            f"{receiver.place} cannot be told a user name or password with other letters than ASCII.",
            fix="Give the connection a user name and password of plain letters and digits, then press Retry.",
        )
    pair = f"\0{receiver.username}\0{receiver.password}".encode()
    code, said = line.docmd("AUTH", "PLAIN " + base64.b64encode(pair).decode("ascii"))
    if code not in (235, 503):  # 503: signed in already
        raise smtplib.SMTPAuthenticationError(code, said)


def _refused(receiver: Receiver, refused: dict[str, tuple[int, bytes]]) -> DeliveryFailed:
    reasons = "; ".join(f"{a}: {code} {_text(said)}" for a, (code, said) in sorted(refused.items()))
    if all(400 <= code < 500 for code, _ in refused.values()):
        return DeliveryFailed(f"{receiver.place} cannot take the mail now ({reasons}).", transient=True, fix=_LATER)
    return RecipientRefused(f"{receiver.place} refused recipients ({reasons}).")


@contextlib.contextmanager
def _told(receiver: Receiver) -> Iterator[None]:
    """SMTP's and the network's errors as sentences. 4xx replies pass by themselves, 5xx do not."""
    try:
        with in_words(receiver.place):
            try:
                yield
            except smtplib.SMTPException as why:  # an OSError, too: must not reach `in_words`
                raise _in_words(receiver, why) from why
    except UnicodeError as why:
        raise RecipientRefused(f"An address cannot be written: {why}.") from why


def _in_words(receiver: Receiver, why: smtplib.SMTPException) -> DeliveryFailed:
    place = receiver.place
    if isinstance(why, smtplib.SMTPAuthenticationError) and why.smtp_code >= 500:
        return SignInRefused(f"{place} refused the login: user name or password is wrong.")
    if isinstance(why, smtplib.SMTPRecipientsRefused):
        return _refused(receiver, why.recipients)
    if isinstance(why, smtplib.SMTPServerDisconnected):
        return DeliveryFailed(f"{place} cut the line.", transient=True, fix=_LATER)
    if isinstance(why, smtplib.SMTPNotSupportedError) and "SMTPUTF8" in str(why):
        return RecipientRefused(f"{place} takes no addresses with other letters than ASCII.")
    if isinstance(why, smtplib.SMTPNotSupportedError):
        return DeliveryFailed(
            f"{place} does not offer what the connection asks for: {why}.",
            fix="Set the connection's option “security” to tls, starttls or none, as the server wants it.",
        )
    if isinstance(why, smtplib.SMTPResponseException):
        transient = 400 <= why.smtp_code < 500
        sentence = f"{place} answered {why.smtp_code} {_text(why.smtp_error)}."
        return DeliveryFailed(sentence, transient=transient, **({"fix": _LATER} if transient else {}))
    return DeliveryFailed(f"{place} does not answer as a mail server should: {why}.", transient=True, fix=_LATER)


def _text(said: bytes | str) -> str:
    return " ".join((said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)).split())[:200]


_LATER = "It is tried again by itself, with growing pauses."
