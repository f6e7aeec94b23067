"""A mail to a real mail server: once per recipient, the same Message-ID over attempts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.servers.receivers import MailReceiver

from makeready.office.delivery import mail as client
from makeready.office.delivery.failures import CertificateRefused, DeliveryFailed, SignInRefused
from makeready.office.delivery.mail import Mail, RecipientRefused, send_once, write
from makeready.office.delivery.models import Receipt, ReceiptState
from makeready.office.delivery.receipts import Effect

pytestmark = pytest.mark.django_db

EFFECT = Effect("job_1/5/mail", "job_1", "tell")
PROOF = Mail(["anna@shop.example", "press@shop.example"], "Proof 10017: Zoë", "Please look:\nhttps://x.example/a.pdf")


def body_of(message) -> str:
    return message.get_payload(decode=True).decode(message.get_content_charset()).replace("\r\n", "\n").strip()


def test_a_mail_says_who_what_and_from_whom(mail):
    receipt = send_once(PROOF, mail.receiver(), EFFECT)

    ((to, message),) = mail.mails
    assert to == PROOF.recipients
    assert message["From"] == "Press <press@shop.example>"
    assert message["To"] == "anna@shop.example, press@shop.example"
    assert body_of(message) == PROOF.body
    assert message["Message-ID"] == f"<{EFFECT.token}@shop.example>" == receipt.answer["message_id"]
    assert message["Auto-Submitted"] == "auto-generated"
    assert (receipt.kind, receipt.state) == ("smtp", ReceiptState.DONE)


def test_a_mail_with_its_receipt_is_not_sent_again(mail):
    for _ in range(3):
        send_once(PROOF, mail.receiver(), EFFECT)
    assert len(mail.mails) == 1


def test_html_is_sent_as_html(mail):
    send_once(Mail(["anna@shop.example"], "Proof", "<p>Grüße</p>", html=True), mail.receiver(), EFFECT)
    ((_, message),) = mail.mails
    assert message.get_content_type() == "text/html"
    assert body_of(message) == "<p>Grüße</p>"


def test_a_wrong_password_is_told(mail):
    with pytest.raises(SignInRefused) as why:
        send_once(PROOF, mail.receiver(password="guessed"), EFFECT)
    assert not why.value.transient
    assert mail.mails == []


def test_a_busy_server_may_take_it_later(mail):
    mail.busy = "451 Try again later"
    with pytest.raises(DeliveryFailed) as why:
        send_once(PROOF, mail.receiver(), EFFECT)
    assert why.value.transient
    assert "451 Try again later" in why.value.sentence

    mail.busy = ""
    send_once(PROOF, mail.receiver(), EFFECT)
    assert len(mail.mails) == 1


def test_a_mail_that_the_server_will_not_have_is_no_matter_of_time(mail):
    mail.busy = "554 Looks like spam"
    with pytest.raises(DeliveryFailed) as why:
        send_once(PROOF, mail.receiver(), EFFECT)
    assert not why.value.transient
    assert "554 Looks like spam" in why.value.sentence


def test_a_line_cut_before_the_answer_may_hold_next_time(mail):
    mail.cuts = True
    with pytest.raises(DeliveryFailed) as why:
        send_once(PROOF, mail.receiver(), EFFECT)
    assert why.value.transient
    assert "cut the line" in why.value.sentence


def test_who_got_it_does_not_get_it_again_when_another_address_was_wrong(mail):
    mail.refuses["press@shop.example"] = "550 No such user"
    with pytest.raises(RecipientRefused) as why:
        send_once(PROOF, mail.receiver(), EFFECT)
    assert "press@shop.example: 550 No such user" in why.value.sentence
    assert Receipt.objects.get().state == ReceiptState.BEGUN

    mail.refuses.clear()
    send_once(PROOF, mail.receiver(), EFFECT)
    assert [to for to, _ in mail.mails] == [["anna@shop.example"], ["press@shop.example"]]
    assert len({message["Message-ID"] for _, message in mail.mails}) == 1


def test_all_addresses_refused_for_now_is_a_matter_of_time(mail):
    mail.refuses = dict.fromkeys(PROOF.recipients, "450 Greylisted")
    with pytest.raises(DeliveryFailed) as why:
        send_once(PROOF, mail.receiver(), EFFECT)
    assert why.value.transient


def test_a_mail_goes_out_by_starttls(authority, trusted):
    with MailReceiver(certificate_of=authority) as secure:
        send_once(PROOF, secure.receiver(), EFFECT)
        assert len(secure.mails) == 1


def test_a_certificate_that_nobody_vouches_for_stops_it(authority):
    with MailReceiver(certificate_of=authority) as secure:
        with pytest.raises(CertificateRefused):
            send_once(PROOF, secure.receiver(), EFFECT)
        assert secure.mails == []


def test_a_server_without_tls_gets_no_password(mail):
    with pytest.raises(DeliveryFailed) as why:
        send_once(PROOF, mail.receiver(options={"security": "starttls"}), EFFECT)
    assert "security" in why.value.hint
    assert mail.mails == []


def test_nobody_at_home_may_be_there_later(mail):
    with pytest.raises(DeliveryFailed) as why:
        send_once(PROOF, mail.receiver(port=1), EFFECT)
    assert why.value.transient


def test_the_probe_signs_in_and_sends_nothing(mail):
    assert "Signed in" in client.test(mail.receiver())
    with pytest.raises(SignInRefused):
        client.test(mail.receiver(password="guessed"))
    assert mail.mails == []


@pytest.mark.parametrize(
    "address", ["anna", "anna@", "anna@shop@example", 'a"b@shop.example', "a<b@shop.example", "a\nb@c.de"]
)
def test_what_is_no_address_is_named(mail, address):
    with pytest.raises(RecipientRefused) as why:
        send_once(Mail([address], "Proof", "…"), mail.receiver(), EFFECT)
    assert "is no mail address" in why.value.sentence
    assert mail.mails == []


@given(address=st.text(min_size=1, max_size=30), subject=st.text(max_size=80), body=st.text(max_size=200))
def test_no_word_from_outside_can_add_a_header(address, subject, body):
    """Subjects and addresses are filled with what customers typed."""
    try:
        message = write(Mail([address], subject, body), MailReceiver.receiver(MailReceiver()), EFFECT)
        told = message.as_bytes()
    except DeliveryFailed as why:
        assert why.sentence
        return
    head = told.partition(b"\n\n")[0]
    names = {line.partition(b":")[0].lower() for line in head.splitlines() if not line.startswith((b" ", b"\t"))}
    assert names <= {
        b"from", b"to", b"subject", b"date", b"message-id", b"auto-submitted", b"content-type",
        b"content-transfer-encoding", b"mime-version",
    }  # fmt: skip
