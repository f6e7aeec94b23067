"""Pipelines keep every version; secrets of other people's pipelines become connections before anything is stored."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection

from makeready.office.accounts.actor import Actor
from makeready.office.connections import store as connections
from makeready.office.connections.models import Connection
from makeready.office.errors import StaleVersion
from makeready.office.history.models import Entry
from makeready.office.pipelines import library, store
from makeready.office.pipelines.models import Pipeline, PipelineVersion

pytestmark = pytest.mark.django_db

TASKS = library.print_file()
PASSWORD = "pa55-of-the-press"


def with_upload(**parameters: Any) -> list[dict[str, Any]]:
    send = {"name": "send", "type": "upload-to-ftp", "inputArtifacts": ["print"], "parameters": parameters}
    return [*TASKS[:2], send, TASKS[2]]


def vendors(**changes: Any) -> dict[str, Any]:
    return {
        "protocol": "FTP", "host": "ftp.press.example", "port": "2121", "username": "press", "password": PASSWORD,
        "usePassive": "true", "useBinary": True, "enableSsl": False, "print": "/in/card.pdf", **changes,
    }  # fmt: skip


def test_every_change_is_a_new_version_and_the_old_one_stays(ada: Actor) -> None:
    pipeline = store.save("Print", TASKS, by=ada)
    store.save("Print", with_upload(**vendors()), by=ada, pipeline=pipeline)

    assert Pipeline.objects.get().current == 2
    assert store.version(pipeline, 1).definition["tasks"] == TASKS
    assert [entry.reason for entry in Entry.objects.filter(subject=pipeline.pk)] == [
        "Pipeline saved: Print, version 1", "Pipeline saved: Print, version 2",
    ]  # fmt: skip


def test_the_same_again_is_no_new_version(ada: Actor) -> None:
    pipeline = store.save("Print", TASKS, by=ada)

    assert store.save("Print", TASKS, by=ada, pipeline=pipeline).current == 1
    assert store.save("Print files", TASKS, by=ada, pipeline=pipeline).current == 2


def test_who_read_an_older_version_does_not_overwrite_the_newer(ada: Actor) -> None:
    pipeline = store.save("Print", TASKS, by=ada)
    store.save("Print", TASKS[:1] + TASKS[2:][:0] + [{"type": "finalize", "finalArtifacts": ["design"]}], by=ada,
               pipeline=pipeline, expected_version=1)  # fmt: skip

    with pytest.raises(StaleVersion):
        store.save("Print", with_upload(**vendors()), by=ada, pipeline=pipeline, expected_version=1)


def test_two_pipelines_cannot_share_a_name_and_none_is_without(ada: Actor) -> None:
    store.save("Print", TASKS, by=ada)

    with pytest.raises(store.PipelineNameTaken):
        store.save(" Print ", TASKS, by=ada)
    with pytest.raises(store.PipelineInvalid, match="needs a name"):
        store.save("  ", TASKS, by=ada)


def test_a_wrong_pipeline_is_not_kept(ada: Actor) -> None:
    with pytest.raises(store.PipelineInvalid) as refused:
        store.save("Print", [{"type": "brew-coffee"}, *TASKS], by=ada)

    assert [fault.path for fault in refused.value.errors] == ["tasks/0/type"]
    assert not Pipeline.objects.exists()


def test_a_pipeline_is_found_by_id_and_by_name(ada: Actor) -> None:
    pipeline = store.save("Print", TASKS, by=ada)

    assert store.load(pipeline.pk) == store.load("Print") == pipeline
    with pytest.raises(store.NoSuchPipeline):
        store.load("ppl_nothing")
    with pytest.raises(store.NoSuchPipeline, match="its newest is 1"):
        store.version(pipeline, 2)


def test_tasks_without_a_name_take_their_type_numbered(ada: Actor) -> None:
    unnamed = [{key: value for key, value in task.items() if key != "name"} for task in TASKS]
    pipeline = store.save("Print", [unnamed[0], *unnamed[1:]], by=ada)

    names = [step.name for step in store.tasks_of(store.version(pipeline))]
    assert names == ["extract-project-design-1", "render-hires-1", "finalize-1"]


def test_credentials_in_a_pipeline_become_a_connection(ada: Actor) -> None:
    pipeline = store.save("Press", with_upload(**vendors()), by=ada)

    made = Connection.objects.get()
    assert (made.type, made.host, made.port, made.username) == ("ftp", "ftp.press.example", 2121, "press")
    assert connections.secret(made) == PASSWORD
    parameters = store.as_json(pipeline)["tasks"][2]["parameters"]
    assert parameters == {"connection": made.name, "print": "/in/card.pdf"}


def test_no_table_holds_the_password_in_the_clear(ada: Actor) -> None:
    store.save("Press", with_upload(**vendors()), by=ada)

    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            assert PASSWORD not in str(cursor.fetchall()), table


@pytest.mark.parametrize(
    ("changes", "kind", "options"),
    [
        ({"protocol": "sftp", "port": None}, "sftp", {}),
        ({"enableSsl": "true"}, "ftps", {"passive": True}),
        ({"usePassive": False}, "ftp", {"passive": False}),
    ],
)
def test_the_vendors_words_are_understood(ada: Actor, changes: dict[str, Any], kind: str, options: Any) -> None:
    store.save("Press", with_upload(**vendors(**changes)), by=ada)

    made = Connection.objects.get()
    assert (made.type, made.options) == (kind, options)


def test_the_same_credentials_again_are_the_same_connection_and_others_are_another(ada: Actor) -> None:
    store.save("One", with_upload(**vendors()), by=ada)
    store.save("Two", with_upload(**vendors()), by=ada)
    store.save("Three", with_upload(**vendors(password="another")), by=ada)

    assert [one.name for one in Connection.objects.order_by("created_at")] == [
        "ftp press@ftp.press.example", "ftp press@ftp.press.example (2)",
    ]  # fmt: skip


def test_a_mail_servers_credentials_become_a_connection_too(ada: Actor) -> None:
    mail = {
        "name": "mail", "type": "send-email",
        "parameters": {"host": "mail.press.example", "port": 465, "account": "shop@press.example", "username": "shop",
                       "password": PASSWORD, "useSsl": True, "recipients": "x@example.com", "subject": "Done"},
    }  # fmt: skip
    pipeline = store.save("Mail", [*TASKS[:2], mail, TASKS[2]], by=ada)

    made = Connection.objects.get()
    assert (made.type, made.port, made.options) == ("smtp", 465, {"security": "tls", "from": "shop@press.example"})
    assert PASSWORD not in json.dumps(list(PipelineVersion.objects.values_list("definition", flat=True)))
    assert store.as_json(pipeline)["tasks"][2]["parameters"]["connection"] == made.name


def test_a_connection_that_a_pipeline_names_is_not_removed(ada: Actor) -> None:
    pipeline = store.save("Press", with_upload(**vendors()), by=ada)
    made = Connection.objects.get()

    with pytest.raises(connections.ConnectionInUse, match="pipeline “Press”"):
        connections.remove(made, by=ada)

    store.save("Press", TASKS, by=ada, pipeline=pipeline)
    connections.remove(made, by=ada)
    assert not Connection.objects.exists()


def test_the_vendors_default_comes_back_word_for_word(ada: Actor) -> None:
    assert store.as_json(store.save("Default", library.VENDOR_DEFAULT, by=ada))["tasks"] == library.VENDOR_DEFAULT


def test_a_wrong_pipeline_leaves_no_connection_behind(ada: Actor) -> None:
    with pytest.raises(store.PipelineInvalid):
        store.save("Send", [{"type": "fold"}, *with_upload(**vendors())], by=ada)
    assert not Connection.objects.exists()


def test_a_named_connection_wins_and_credentials_beside_it_are_dropped(ada: Actor) -> None:
    connections.save(name="press", type="ftp", host="press.example", by=ada)
    saved = store.save("Send", with_upload(connection="press", **vendors()), by=ada)
    assert store.as_json(saved)["tasks"][2]["parameters"] == {"connection": "press", "print": "/in/card.pdf"}
    assert Connection.objects.count() == 1


@pytest.mark.parametrize("word", ["host", "username", "password", "port"])
def test_credentials_that_would_hold_values_are_refused(ada: Actor, word: str) -> None:
    """They become a connection at once, long before a value is there to be put in."""
    with pytest.raises(store.PipelineInvalid) as why:
        store.save("Send", with_upload(**vendors(**{word: "{{project.name}}"})), by=ada)
    assert [fault.path for fault in why.value.errors] == [f"tasks/2/parameters/{word}"]
