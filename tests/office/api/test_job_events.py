"""Jobs by the API of a whole house: queued, followed live, downloaded, retried, refused."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from tests.office.shop import document
from tests.servers.house import House, eventually

pytestmark = pytest.mark.slow

RENDER = [
    {"name": "design", "type": "extract-project-design", "outputArtifacts": ["design"]},
    {"name": "print", "type": "render-hires", "inputArtifacts": ["design"], "outputArtifacts": ["print"],
     "parameters": {"hiResOutputDpi": 300, "hiResOutputFileFormat": "pdf", "hiResOutputColorSpace": "cmyk"}},
]  # fmt: skip
END = {"name": "end", "type": "finalize", "finalArtifacts": ["print"]}
ENDS = ("succeeded", "failed", "cancelled")


@pytest.fixture
def api(house: House) -> Iterator[httpx.Client]:
    with house.client() as client:
        yield client


@pytest.fixture
def project(api: httpx.Client) -> str:
    storefront = api.post("/storefronts", json={"name": "Jobs", "platform": "custom"}).json()["id"]
    line = {"external_id": "1", "quantity": 1, "design": {"document": document(words="Anna")}}
    body = {"storefront": storefront, "external_id": "1", "lines": [line]}
    return str(api.post("/orders", json=body).json()["projects"][0]["id"])


def pipeline(api: httpx.Client, *tasks: dict[str, Any]) -> str:
    made = api.post("/pipelines", json={"name": f"To press {time.time_ns()}", "tasks": [*RENDER, *tasks, END]})
    assert made.status_code == 201, made.text
    return str(made.json()["id"])


def queued(api: httpx.Client, project: str, wanted: str) -> dict[str, Any]:
    answer = api.post(f"/projects/{project}/jobs", json={"pipeline": wanted})
    assert answer.status_code == 202, answer.text
    assert answer.headers["location"].endswith(answer.json()["id"])
    found: dict[str, Any] = answer.json()
    return found


def ended(api: httpx.Client, job: str) -> Any:
    return eventually(lambda: (j := api.get(f"/jobs/{job}").json())["status"] in ENDS and j, "the job ends")


def test_a_job_is_followed_live_until_its_end(api: httpx.Client, project: str) -> None:
    job = queued(api, project, pipeline(api))
    told: list[tuple[str, Any]] = []

    with api.stream("GET", f"/jobs/{job['id']}/events", headers={"Accept-Encoding": "gzip"}) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        assert stream.headers.get("content-encoding", "identity") == "identity"
        kind = ""
        for row in stream.iter_lines():
            if row.startswith("event:"):
                kind = row[6:].strip()
            elif row.startswith("data:"):
                told.append((kind, json.loads(row[5:])))

    assert told[-1][0] == "job"
    assert (told[-1][1]["id"], told[-1][1]["status"]) == (job["id"], "succeeded")
    assert any(kind == "log" for kind, _ in told)
    assert [task["status"] for task in told[-1][1]["tasks"]] == ["succeeded"] * 3


def test_what_was_made_can_be_downloaded_and_is_the_print_file(api: httpx.Client, project: str) -> None:
    job = ended(api, queued(api, project, pipeline(api))["id"])

    (artifact,) = api.get(f"/jobs/{job['id']}/artifacts").json()["items"]
    file = api.get(f"/artifacts/{artifact['id']}/file")

    assert artifact["final"]
    assert len(file.content) == artifact["size"] == int(file.headers["content-length"])
    assert file.headers["content-disposition"].startswith("attachment")
    assert file.content == api.get(f"/projects/{project}/print-file").content
    again = api.get(f"/artifacts/{artifact['id']}/file", headers={"If-None-Match": file.headers["etag"]})
    assert again.status_code == 304
    shown = api.get(f"/projects/{project}").json()
    assert [one["id"] for one in shown["artifacts"]] == [artifact["id"]]
    assert shown["processing"] == "done"


def test_what_makes_no_sense_for_a_job_is_refused(api: httpx.Client, project: str) -> None:
    job = ended(api, queued(api, project, pipeline(api))["id"])

    for act in ("retry", "cancel"):
        answer = api.post(f"/jobs/{job['id']}/{act}")
        assert answer.status_code == 409
        assert answer.json()["hint"]
    assert api.get(f"/jobs/{job['id']}/again").json() == {"sentences": []}
    assert api.get(f"/jobs/{job['id']}/log").json()["items"]


def test_a_failed_job_says_where_and_why_and_goes_on_from_there(api: httpx.Client, project: str) -> None:
    call = {"name": "tell", "type": "invoke-url", "parameters": {"url": "http://10.0.0.1/", "httpMethod": "POST"}}
    job = ended(api, queued(api, project, pipeline(api, call))["id"])

    assert job["status"] == "failed"
    (told,) = (task for task in job["tasks"] if task["name"] == "tell")
    assert told["error"]["message"]
    assert told["error"]["hint"]
    again = api.post(f"/jobs/{job['id']}/retry")
    assert (again.status_code, again.json()["id"]) == (202, job["id"])
    retried = ended(api, job["id"])
    assert retried["attempt"] == 2
    assert {task["name"]: task["attempts"] for task in retried["tasks"]} == {
        "design": 1,
        "print": 1,
        "tell": 2,
        "end": 0,
    }


def test_the_same_request_twice_is_one_job(api: httpx.Client, project: str) -> None:
    wanted, headers = {"pipeline": pipeline(api)}, {"Idempotency-Key": f"job-{project}"}
    ids = {api.post(f"/projects/{project}/jobs", json=wanted, headers=headers).json()["id"] for _ in range(3)}

    assert len(ids) == 1
    assert ended(api, ids.pop())["status"] == "succeeded"
    assert len(api.get("/jobs", params={"project": project}).json()["items"]) == 1


@pytest.mark.parametrize("path", ["/jobs/job_none", "/jobs/job_none/events", "/artifacts/art_none/file"])
def test_what_is_not_there_is_told_in_words(api: httpx.Client, path: str) -> None:
    answer = api.get(path)

    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("application/problem+json")


def test_a_stranger_follows_nothing(house: House, api: httpx.Client, project: str) -> None:
    job = queued(api, project, pipeline(api))

    answer = httpx.get(f"{house.url}/api/v1/jobs/{job['id']}/events", trust_env=False)
    assert answer.status_code == 401


def test_a_file_needs_a_key_unless_its_pipeline_said_otherwise(house: House, api: httpx.Client, project: str) -> None:
    opened = {
        "name": "open", "type": "configure-artifacts", "inputArtifacts": ["print"],
        "parameters": {"anonymousAccess": True},
    }  # fmt: skip
    for tasks, status in (((), 401), ((opened,), 200)):
        job = ended(api, queued(api, project, pipeline(api, *tasks))["id"])
        assert job["status"] == "succeeded", job["tasks"]
        (artifact,) = api.get(f"/jobs/{job['id']}/artifacts").json()["items"]

        file = httpx.get(f"{house.url}/api/v1/artifacts/{artifact['id']}/file", trust_env=False)
        about = httpx.get(f"{house.url}/api/v1/artifacts/{artifact['id']}", trust_env=False)

        assert file.status_code == status
        assert about.status_code == 401
