"""Files are put where the pipeline says: into buckets, folders, and on WebDAV servers."""

from __future__ import annotations

import pytest
from tests.office.workshop import DESIGN, PRINT, artifacts, data_of, end, errors, log, task
from tests.servers.s3 import S3Receiver
from tests.servers.webdav import WebDavReceiver

from makeready.config import Config
from makeready.office.connections import store as connections
from makeready.office.delivery import folder
from makeready.office.jobs import again
from makeready.office.pipelines.store import PipelineInvalid


def test_a_bucket_takes_a_file_under_the_key_asked_for_and_only_once(workshop):
    with S3Receiver() as bucket:
        connections.save(name="bucket", by=workshop.shop.staff, **bucket.connection(options={"root": "/orders"}))
        send = task("upload-to-s3", "print", connection="bucket", print="{{project.orderNumber}}/{{file}}")
        job = workshop.done(DESIGN, PRINT, send, end("print"))
        number = job.project.order.number
        assert bucket.files() == {f"/orders/{number}/print.pdf": data_of(artifacts(job)["print"])}

        restarted = workshop.run(again.restart(job, by=workshop.shop.staff))
        assert restarted.status == "succeeded"
        assert len(bucket.appeared) == 1, "the same file that lies there is not sent again"
        assert "was there already" in log(restarted)


def test_a_webdav_server_takes_a_collection_file_by_file(workshop):
    with WebDavReceiver() as cloud:
        connections.save(name="cloud", by=workshop.shop.staff, **cloud.connection(options={"root": "/hot"}))
        send = task("upload-webdav", "look*", connection="cloud", **{"look*": "/in/side-*.jpg"})
        job = workshop.done(DESIGN, task("render-preview", "design", "look*"), send, end("look*"))
        assert cloud.files() == {"/hot/in/side-1.jpg": data_of(artifacts(job)["look1"])}


def test_a_hot_folder_takes_a_file(workshop, tmp_path, monkeypatch):
    monkeypatch.setattr(folder, "config", lambda: Config(folders=(str(tmp_path),)))
    connections.save(name="hot", by=workshop.shop.staff, type="folder", options={"root": str(tmp_path)})
    job = workshop.done(DESIGN, PRINT, task("upload-to-folder", "print", connection="hot", print="in/"), end("print"))
    assert (tmp_path / "in/print.pdf").read_bytes() == data_of(artifacts(job)["print"])


def test_a_folder_that_is_not_opened_fails_the_job_in_words(workshop, tmp_path):
    connections.save(name="hot", by=workshop.shop.staff, type="folder", options={"root": str(tmp_path)})
    send = task("upload-to-folder", "design", connection="hot", design="in/")
    job = workshop.run(workshop.job(DESIGN, send, end("design")))
    (error,) = errors(job).values()
    assert error["code"] == "folder_not_allowed"


@pytest.mark.parametrize("kind", ["upload-to-s3", "upload-webdav", "upload-to-folder"])
def test_a_connection_of_another_kind_is_refused_when_the_pipeline_is_saved(workshop, kind):
    connections.save(name="mail", by=workshop.shop.staff, type="smtp", host="mail.example")
    with pytest.raises(PipelineInvalid) as why:
        workshop.pipeline(DESIGN, task(kind, "design", connection="mail", design="/in/"), end("design"))
    assert "is a connection of type smtp" in str(why.value.as_dict())
