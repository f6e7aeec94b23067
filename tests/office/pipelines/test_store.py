"""Pipelines are kept in versions; what is secret in them goes into connections first."""

from __future__ import annotations

import json

import pytest
from tests.office.workshop import DESIGN, PRINT, end, task

from makeready.office.connections import store as connections
from makeready.office.connections.models import Connection
from makeready.office.errors import StaleVersion
from makeready.office.history.models import Entry
from makeready.office.pipelines import library, store
from makeready.office.pipelines.models import Pipeline, PipelineVersion

pytestmark = pytest.mark.django_db

VENDOR_FTP = {
    "protocol": "Ftp", "host": "ftp.press.example", "port": "2121", "username": "press", "password": "pa55 w0rd",
    "usePassive": "true", "useBinary": True, "enableSsl": "true", "design": "/in/a.json",
}  # fmt: skip


def test_a_pipeline_comes_back_as_it_was_saved(ada):
    saved = store.save("Default", library.VENDOR_DEFAULT, by=ada)
    assert store.as_json(saved)["tasks"] == library.VENDOR_DEFAULT
    assert (saved.current, store.load("Default").pk, store.load(saved.pk).pk) == (1, saved.pk, saved.pk)


def test_every_change_is_a_version_and_none_is_ever_changed(ada):
    saved = store.save("Print", [DESIGN, end("design")], by=ada)
    saved = store.save("Print", [DESIGN, PRINT, end("print")], by=ada, pipeline=saved)
    assert saved.current == 2
    assert [len(version.definition["tasks"]) for version in PipelineVersion.objects.order_by("number")] == [2, 3]
    assert store.as_json(saved, 1)["tasks"] == [DESIGN, end("design")]
    with pytest.raises(store.NoSuchPipeline):
        store.version(saved, 3)


def test_the_same_again_is_no_new_version(ada):
    saved = store.save("Print", [DESIGN, end("design")], by=ada)
    assert store.save("Print", [DESIGN, end("design")], by=ada, pipeline=saved).current == 1
    assert store.save("Print it", [DESIGN, end("design")], by=ada, pipeline=saved).current == 2


def test_two_who_change_it_at_once_are_told(ada):
    saved = store.save("Print", [end()], by=ada)
    store.save("Print", [DESIGN, end()], by=ada, pipeline=saved, expected_version=1)
    with pytest.raises(StaleVersion):
        store.save("Print", [DESIGN, PRINT, end()], by=ada, pipeline=saved, expected_version=1)


def test_a_name_is_taken_once(ada):
    store.save("Print", [end()], by=ada)
    with pytest.raises(store.PipelineNameTaken):
        store.save("Print ", [DESIGN, end()], by=ada)
    assert Pipeline.objects.count() == 1


@pytest.mark.parametrize("name", ["", "   ", "x" * 201])
def test_a_pipeline_needs_a_name(ada, name):
    with pytest.raises(store.PipelineInvalid):
        store.save(name, [end()], by=ada)


def test_what_is_wrong_is_not_kept_and_leaves_no_connection(ada):
    with pytest.raises(store.PipelineInvalid) as why:
        store.save("Send", [DESIGN, task("upload-to-ftp", "design", **VENDOR_FTP), {"type": "fold"}, end()], by=ada)
    assert [fault.path for fault in why.value.errors] == ["tasks/2/type"]
    assert not Pipeline.objects.exists()
    assert not Connection.objects.exists()


def test_tasks_without_a_name_are_numbered_by_their_type(ada):
    saved = store.save(
        "Print", [{"type": "extract-project-design", "outputArtifacts": [name]} for name in "ab"] + [end()], by=ada
    )
    steps = store.tasks_of(store.version(saved))
    assert [step.name for step in steps] == ["extract-project-design-1", "extract-project-design-2", "end"]


def test_the_vendors_credentials_become_a_connection(ada):
    saved = store.save("Send", [DESIGN, task("upload-to-ftp", "design", **VENDOR_FTP), end()], by=ada)
    (made,) = Connection.objects.all()
    assert (made.type, made.host, made.port, made.username) == ("ftps", "ftp.press.example", 2121, "press")
    assert connections.secret(made) == "pa55 w0rd"
    assert store.as_json(saved)["tasks"][1]["parameters"] == {"connection": made.name, "design": "/in/a.json"}
    kept = json.dumps([list(model.objects.values()) for model in (Pipeline, PipelineVersion, Entry)], default=str)
    assert "pa55 w0rd" not in kept


@pytest.mark.parametrize(
    ("changes", "kind", "options"),
    [
        ({"protocol": "sftp"}, "sftp", {}),
        ({"enableSsl": False}, "ftp", {"passive": True}),
        ({"enableSsl": "False", "usePassive": "false"}, "ftp", {"passive": False}),
    ],
)
def test_the_vendors_switches_become_the_connections_kind_and_options(ada, changes, kind, options):
    store.save("Send", [DESIGN, task("upload-to-ftp", "design", **{**VENDOR_FTP, **changes}), end()], by=ada)
    made = Connection.objects.get()
    assert (made.type, made.options) == (kind, options)


@pytest.mark.parametrize(
    ("port", "ssl", "security"), [(465, True, "tls"), (587, "true", "starttls"), (25, False, "none")]
)
def test_the_vendors_mail_server_becomes_a_connection(ada, port, ssl, security):
    mail = {"host": "mail.example", "port": port, "account": "shop@x.example", "password": "pa55", "useSsl": ssl,
            "recipients": "a@x.example"}  # fmt: skip
    saved = store.save("Tell", [task("send-email", **mail), end()], by=ada)
    made = Connection.objects.get()
    assert (made.username, made.options) == ("shop@x.example", {"security": security, "from": "shop@x.example"})
    assert store.as_json(saved)["tasks"][0]["parameters"] == {"connection": made.name, "recipients": "a@x.example"}


def test_the_same_credentials_are_one_connection_and_others_another(ada):
    def send(name: str, **changes: str) -> None:
        store.save(name, [DESIGN, task("upload-to-ftp", "design", **{**VENDOR_FTP, **changes}), end()], by=ada)

    send("one")
    send("two", design="/out/")
    assert Connection.objects.count() == 1
    send("three", password="another")
    assert Connection.objects.count() == 2
    assert len({connection.name for connection in Connection.objects.all()}) == 2


def test_a_named_connection_wins_and_what_stands_beside_it_is_dropped(ada):
    connections.save(name="press", type="ftp", host="press.example", by=ada)
    saved = store.save(
        "Send", [DESIGN, task("upload-to-ftp", "design", connection="press", **VENDOR_FTP), end()], by=ada
    )
    assert store.as_json(saved)["tasks"][1]["parameters"] == {"connection": "press", "design": "/in/a.json"}
    assert Connection.objects.count() == 1


def test_who_names_a_connection_is_known(ada):
    connections.save(name="press", type="ftp", host="press.example", by=ada)
    saved = store.save(
        "Send", [DESIGN, task("upload-to-ftp", "design", connection="press", design="/in/"), end()], by=ada
    )
    with pytest.raises(connections.ConnectionInUse) as why:
        connections.remove(connections.by_name("press"), by=ada)
    assert "pipeline “Send”" in why.value.sentence
    store.save("Send", [DESIGN, end()], by=ada, pipeline=saved)
    connections.remove(connections.by_name("press"), by=ada)
