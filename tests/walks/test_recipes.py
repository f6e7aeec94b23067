"""Each recipe of docs/recipes.md, done as it stands: typed into a copy of the source, then used in a running house."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import httpx
import numpy as np
import pytest
import zxingcpp
from PIL import Image

from tests.docs.recipe_book import BOOK, ROOT, recipes
from tests.servers.house import House, eventually, new_house
from tests.servers.stores import signature

SECRET = "what the kiosk signs with"
BLACK = {"cmyk": [0, 0, 0, 100]}


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the source with all recipes typed in."""
    root = tmp_path_factory.mktemp("recipes")
    shutil.copytree(ROOT / "src", root / "src")  # with what is compiled already: it counts by time and size
    for blocks in recipes().values():
        for block in blocks:
            block.type_into(root)
    install(root)
    return root


def install(root: Path) -> None:
    """What installing a package leaves: its module on the path, and beside it the entry points of the recipe."""
    told = tomllib.loads(re.search(r"^```toml\n(.*?)^```$", BOOK.read_text("utf-8"), re.M | re.S)[1])
    ((group, points),) = told["project"]["entry-points"].items()
    facts = root / "shop_tasks-1.0.dist-info"
    facts.mkdir()
    (facts / "METADATA").write_text("Metadata-Version: 2.1\nName: shop-tasks\nVersion: 1.0\n")
    points["broken"] = "no_such_module:Nothing"
    (facts / "entry_points.txt").write_text(f"[{group}]\n" + "".join(f"{n} = {v}\n" for n, v in points.items()))


@pytest.fixture(scope="module")
def kitchen(source: Path) -> Iterator[House]:
    """A house whose program is that copy; not serving yet."""
    with new_house(PYTHONPATH=f"{source / 'src'}{os.pathsep}{source}") as one:
        yield one


@pytest.fixture(scope="module")
def serving(kitchen: House) -> House:
    kitchen.serve()
    return kitchen


def test_there_is_a_recipe_for_each():
    assert {name: bool(blocks) for name, blocks in recipes().items()} == {
        "Add a storefront": True,
        "Add a task": True,
        "Add a task as a package": True,
        "Add a barcode": True,
        "Add an item kind": True,
    }


def test_what_the_recipes_type_is_in_our_form(source):
    typed = sorted({block.file for blocks in recipes().values() for block in blocks})
    shutil.copy(ROOT / "pyproject.toml", source)

    for check in (["check"], ["format", "--check", "--diff"]):
        told = subprocess.run(
            [sys.executable, "-m", "ruff", *check, *typed], cwd=source, capture_output=True, text=True, check=False
        )
        assert told.returncode == 0, told.stdout + told.stderr


def test_a_new_barcode_is_drawn_so_that_a_reader_reads_it(kitchen):
    carton = {"type": "barcode", "symbology": "itf", "data": "0401234567", "x": 5, "y": 5, "width": 50, "height": 20}

    made = render(kitchen, carton, "carton.png")

    assert made.returncode == 0, made.stderr
    picture = Image.open(kitchen.data.parent / "carton.png").convert("L")
    assert [(code.format.name, code.text) for code in zxingcpp.read_barcodes(np.asarray(picture))] == [
        ("ITF", "0401234567")
    ]


def test_a_new_barcode_refuses_what_its_standard_does(kitchen):
    odd = {"type": "barcode", "symbology": "itf", "data": "123", "x": 5, "y": 5, "width": 50, "height": 20}

    made = render(kitchen, odd, "odd.png")

    assert made.returncode == 1
    assert "pages/0/items/0/data" in made.stderr
    assert "takes an even number of digits, and “123” is something else" in made.stderr


def test_a_new_item_kind_is_laid_out(kitchen):
    star = {"type": "star", "x": 10, "y": 5, "width": 20, "height": 20, "points": 4, "depth": 0.5, "fill": BLACK}
    script = """
import json, sys
from makeready.press.design import document
from makeready.press.displaylist.text import as_text
from makeready.press.fonts.library import FontLibrary
from makeready.press.layout.page import lay_out
from makeready.press.sources import SourceFiles
design = document.read(json.load(sys.stdin))
print(as_text(lay_out(design, {}, fonts=FontLibrary(system=False), sources=SourceFiles())[0]))
"""
    laid_out = subprocess.run(
        [sys.executable, "-c", script], input=json.dumps(card(star)), env=kitchen.environment,
        capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert laid_out.stdout.splitlines() == [
        "front: trim 60×30 bleed 0",
        "  pages/0/items/0",
        "    fill cmyk(0, 0, 0, 100): "
        "M20,5 L23.536,11.464 L30,15 L23.536,18.536 L20,25 L16.464,18.536 L10,15 L16.464,11.464 Z",
    ]


def test_a_new_item_kind_is_drawn_by_the_writers_and_checked_like_any(kitchen):
    star = {"type": "star", "x": 10, "y": 5, "width": 20, "height": 20, "fill": BLACK, "rotation": 10}

    assert render(kitchen, star, "star.pdf").returncode == 0
    assert render(kitchen, star, "star.svg").returncode == 0
    assert "<path" in (kitchen.data.parent / "star.svg").read_text()
    wrong = render(kitchen, {**star, "pints": 5}, "wrong.pdf")
    assert wrong.returncode == 1
    assert "“pints” is no property of a star item. Is “points” meant?" in wrong.stderr


def test_a_new_storefront_takes_signed_webhooks_only_and_its_order_becomes_a_project(serving):
    with serving.client() as api:
        wish = {"name": "Kiosk at the station", "platform": "kiosk", "secret": SECRET}
        store = api.post("/storefronts", json=wish).raise_for_status().json()
        order = {"id": 77, "paid": True, "buyer": "Anna Öz", "extra": 1, "positions": [
            {"id": 1, "article": "CARD", "pieces": "250", "wishes": {"Name": "Anna Öz"}},
        ]}  # fmt: skip
        body = json.dumps(order).encode()
        hook = f"{serving.url}/hooks/{store['id']}"

        forged = httpx.post(hook, content=body, headers={"X-Kiosk-Signature": signature(body, "a guess")})
        taken = httpx.post(hook, content=body, headers={"X-Kiosk-Signature": signature(body, SECRET)})

        assert (forged.status_code, taken.status_code) == (401, 200)
        found = eventually(
            lambda: api.get("/projects", params={"storefront": store["id"]}).json()["items"], "the order's project"
        )
        project = api.get(f"/projects/{found[0]['id']}").json()
        assert (project["customer"]["name"], project["quantity"]) == ("Anna Öz", 250)
        assert (project["order"]["number"], project["line"]["sku"]) == ("K77", "CARD")
        assert (project["fields"], project["status"]) == ({"Name": "Anna Öz"}, "Confirmed")


def test_a_new_task_is_published_and_runs_in_a_job(serving):
    tasks = [
        {"type": "write-text", "parameters": {"text": "{{project.name}} × {{project.quantity}}"},
         "outputArtifacts": ["text"]},
        {"type": "finalize", "finalArtifacts": ["text"]},
    ]  # fmt: skip
    with serving.client() as api:
        published = {one["type"]: one for one in api.get("/task-types").json()["items"]}
        assert published["write-text"]["description"] == "Writes a text with the project's values."
        assert published["write-text"]["parameters"]["properties"]["text"]["type"] == "string"
        misspelt = [{**tasks[0], "parameters": {"txt": "x"}}, tasks[1]]
        verdict = api.post("/pipelines/validate", json={"name": "Tickets", "tasks": misspelt}).json()
        assert "did you mean text?" in json.dumps(verdict)

        project = a_project(api)
        done = run(api, "Texts", tasks, project)
        text = api.get(f"/artifacts/{done['artifacts'][0]['id']}/file")
        assert text.text == f"{project['name']} × 250"


def test_a_task_of_an_installed_package_is_published_and_its_answer_is_a_value_for_later_tasks(serving):
    tasks = [
        {"type": "count-letters", "outputArtifacts": ["letters"]},
        {"type": "write-text", "parameters": {"text": "{{letters:text}} × 3 €"}, "outputArtifacts": ["price"]},
        {"type": "finalize", "finalArtifacts": ["price"]},
    ]
    with serving.client() as api:
        published = {one["type"]: one for one in api.get("/task-types").json()["items"]}
        assert published["count-letters"]["description"] == "Counts the letters of the project's name."
        project = a_project(api)
        done = run(api, "Engraving", tasks, project)
        letters = sum(letter.isalpha() for letter in project["name"])
        assert api.get(f"/artifacts/{done['artifacts'][0]['id']}/file").text == f"{letters} × 3 €"


def run(api: httpx.Client, name: str, tasks: list, project: dict) -> dict:
    """A job of a new pipeline, done."""
    pipeline = api.post("/pipelines", json={"name": name, "tasks": tasks}).raise_for_status().json()
    job = api.post(f"/projects/{project['id']}/jobs", json={"pipeline": pipeline["id"]}).raise_for_status().json()

    def ended():
        found = api.get(f"/jobs/{job['id']}").json()
        return found if found["status"] in ("succeeded", "failed", "cancelled") else None

    done = eventually(ended, "the job's end")
    assert done["status"] == "succeeded", done
    return done


def render(house: House, item: dict, out: str) -> subprocess.CompletedProcess[str]:
    (house.data.parent / "card.json").write_text(json.dumps(card(item)))
    return house.command("render", "card.json", "-o", out, "--format", out.rpartition(".")[2])


def card(*items: dict) -> dict:
    return {"version": 1, "pages": [{"name": "front", "width": 60, "height": 30, "items": list(items)}]}


def a_project(api: httpx.Client) -> dict:
    store = api.post("/storefronts", json={"name": "By hand", "platform": "custom"}).raise_for_status().json()
    line = {"external_id": "1", "sku": "CARD", "title": "Cards", "quantity": 250}
    order = {"storefront": store["id"], "external_id": "1", "lines": [line]}
    made = api.post("/orders", json=order).raise_for_status().json()
    return api.get(f"/projects/{made['projects'][0]['id']}").json()
