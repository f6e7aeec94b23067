"""How long from a paid order's webhook to its print file? A real house: web process, worker, signed webhooks.

One order after another, the worker idle in between. The time ends when the print file is in the storage and stands
on the project as an artifact, by the artifact's own time.
"""

from __future__ import annotations

import base64
import hmac
import json
import time
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import httpx
from tests.servers.house import eventually, new_house

from benchmarks.figures import Figure, percentile
from benchmarks.press_card import card

ORDERS = 40
WARM_UP = 3
SECRET = "bench"
GOAL_MS = 2000.0
TASKS = [
    {"name": "design", "type": "extract-project-design", "outputArtifacts": ["design"]},
    {"name": "print", "type": "render-hires", "inputArtifacts": ["design"], "outputArtifacts": ["print"]},
    {"name": "end", "type": "finalize", "finalArtifacts": ["print"]},
]


def measure() -> Iterator[Figure]:
    """The 95th percentile and the median over forty orders."""
    with new_house(MAKEREADY_LOG_LEVEL="WARNING") as house:
        house.serve()
        with house.client() as api:
            hook = furnished(api)
            took = [road(api, f"{house.url}/hooks/{hook}", number) for number in range(WARM_UP + ORDERS)][WARM_UP:]
    limit = "waiting, not work: the queue is looked at ten times a second, and every step commits to disk"
    yield Figure("road.paid_to_print_file.p95", percentile(took, 0.95), "ms", GOAL_MS, (min(took), max(took)), limit)
    yield Figure("road.paid_to_print_file.p50", percentile(took, 0.5), "ms", None, (min(took), max(took)))


def furnished(api: httpx.Client) -> str:
    """A product with a template and a pipeline, and a store; its id."""
    design = _made(api, "/designs", {"name": "Card", "document": json.loads(card())})
    pipeline = _made(api, "/pipelines", {"name": "Print", "tasks": TASKS})
    product = {"name": "Card", "match": {"skus": ["BC"]}, "design": design["id"], "pipeline": pipeline["id"]}
    _made(api, "/products", product)
    return str(_made(api, "/storefronts", {"name": "Bench", "platform": "shopify", "secret": SECRET})["id"])


def road(api: httpx.Client, hook: str, number: int) -> float:
    """Send a paid order; how long until its print file was there, ms."""
    body = json.dumps(_order(number)).encode()
    signature = base64.b64encode(hmac.digest(SECRET.encode(), body, "sha256")).decode()
    headers = {"X-Shopify-Topic": "orders/paid", "X-Shopify-Hmac-Sha256": signature}
    began = time.time()
    httpx.post(hook, content=body, headers=headers).raise_for_status()

    def printed() -> dict[str, Any] | None:
        for found in api.get("/projects", params={"q": f"#{5000 + number}"}).json()["items"]:
            if found["processing"] in ("done", "failed"):
                project: dict[str, Any] = api.get(f"/projects/{found['id']}").json()
                return project
        return None

    project = eventually(printed, f"the print file of order {number}")
    if project["processing"] != "done":
        raise RuntimeError(f"the job failed: {project}")
    artifact = api.get(f"/artifacts/{project['artifacts'][0]['id']}").json()
    return (datetime.fromisoformat(artifact["created_at"]).timestamp() - began) * 1000


def _order(number: int) -> dict[str, Any]:
    return {
        "id": 5000 + number, "name": f"#{5000 + number}", "updated_at": "2026-03-01T09:00:00Z",
        "financial_status": "paid", "customer": {"id": 1, "first_name": "Anna", "last_name": "Öz"},
        "line_items": [{"id": number, "title": "Cards", "sku": "BC", "quantity": 250, "product_id": 1,
                        "properties": [{"name": "Name", "value": f"Anna Öz {number}"}]}],
    }  # fmt: skip


def _made(api: httpx.Client, path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = api.post(path, json=body)
    answer.raise_for_status()
    made: dict[str, Any] = answer.json()
    return made
