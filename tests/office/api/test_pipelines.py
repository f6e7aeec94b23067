"""Pipelines through the API: who may bring a host with them."""

from __future__ import annotations

from typing import Any

from makeready.office.connections.models import Connection

VENDOR = {
    "name": "Vendor's way",
    "tasks": [
        {"name": "get", "type": "extract-project-design", "outputArtifacts": ["design"]},
        {
            "name": "send",
            "type": "upload-to-ftp",
            "inputArtifacts": ["design"],
            "parameters": {"host": "10.0.0.9", "username": "press", "password": "s3cret-9", "design": "/in/x.json"},
        },
        {"name": "end", "type": "finalize", "finalArtifacts": ["design"]},
    ],
}


def test_who_may_not_connect_does_not_do_so_by_way_of_a_pipeline(key_of: Any) -> None:
    key_of("prepress")("POST", "/pipelines", VENDOR).problem(403, "forbidden")

    assert not Connection.objects.exists()


def test_an_administrators_vendor_pipeline_brings_its_connection(key_of: Any) -> None:
    answer = key_of("administrator")("POST", "/pipelines", VENDOR)

    assert answer.status == 201
    assert Connection.objects.get().host == "10.0.0.9"
    assert "s3cret-9" not in str(answer.json)
