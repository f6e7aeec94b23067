"""The five ways in which a design reaches its project, fetched once and pinned, or a sentence on what is missing."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pikepdf
import pytest
from django.utils import timezone
from PIL import Image
from tests.office.shop import Shop, at, document, history_of, inline, line, problems_of
from tests.servers.web import Reply, WebServer

from makeready.office.accounts.actor import Actor
from makeready.office.designs import store
from makeready.office.designs.models import Design, Pin, Revision
from makeready.office.products.store import MatchWish, ProductWish
from makeready.office.products.store import create as create_product
from makeready.office.projects import arrival
from makeready.office.projects.arrival import CLAIM, bring, fetch_waiting
from makeready.office.projects.corrections import DesignPinned, fetch_again
from makeready.office.projects.creation import match_waiting
from makeready.office.projects.models import Project
from makeready.office.projects.transitions import move
from makeready.office.storage import blobs
from makeready.office.storefronts.events import DesignRef


@pytest.fixture
def web() -> Iterator[WebServer]:
    with WebServer() as server:
        yield server


def pdf(pages: int = 1) -> bytes:
    made, out = pikepdf.new(), io.BytesIO()
    for _ in range(pages):
        made.add_blank_page(page_size=(85 * 72 / 25.4, 55 * 72 / 25.4))
    made.save(out)
    return out.getvalue()


def png(width: int = 60, height: int = 40) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(out, "PNG", dpi=(300, 300))
    return out.getvalue()


def brought(project: Project) -> Project:
    assert bring(project.pk)
    return Project.objects.get(pk=project.pk)


CANVAS = {
    "version": "5.3.0", "width": 850, "height": 550,
    "objects": [
        {"type": "i-text", "left": 10, "top": 10, "text": "{{Name}}", "fontSize": 40, "overline": True,
         "fontFamily": "Source Sans 3"},
    ],
}  # fmt: skip


def test_json_of_another_program_becomes_a_design_with_what_was_left_out_as_a_problem(shop: Shop) -> None:
    _, project = shop.project(line(design=DesignRef(document=CANVAS), fields={"Name": "Anna"}))
    project = brought(project)

    assert project.design is not None
    shown = store.revision(project.design)
    assert shown.document is not None and shown.document["fields"][0]["name"] == "Name"
    assert (round(shown.width_mm, 1), shown.record["Name"]) == (224.9, "Anna")
    assert problems_of(project) == {
        "import-not-carried": "Not carried over from the Fabric.js design: lines above letters."
    }
    assert not project.problems.filter(holds_start=True).exists()


def test_json_of_another_program_has_the_size_of_its_product(shop: Shop) -> None:
    shop.product("CARD", design=shop.template())
    _, project = shop.project(line(sku="CARD", design=DesignRef(document=CANVAS)))
    project = brought(project)

    assert project.design is not None
    assert store.revision(project.design).width_mm == 85


def test_json_of_another_program_by_its_address(shop: Shop, web: WebServer) -> None:
    url = web.on("/canvas.json", Reply(body=json.dumps(CANVAS).encode()))
    _, project = shop.project(line(design=DesignRef(url=url)))

    assert "import-not-carried" in problems_of(brought(project))


def test_by_the_id_of_a_stored_design(shop: Shop) -> None:
    stored = store.create_document_design("Stored", document(words="Before checkout"), by=shop.staff)
    _, project = shop.project(line(design=DesignRef(id=stored.pk)))

    project = brought(project)

    assert project.design_id != stored.pk and project.design.project == project.pk
    assert store.revision(project.design).document == store.revision(stored).document
    assert problems_of(project) == {} and project.design_due_at is None
    entry = history_of(project, "design")[-1]
    assert (entry.now, entry.reacted_at) == ("1", None)
    assert entry.reason == f"Taken from the order: the stored design {stored.pk}."


def test_the_order_pins_the_revision_that_it_saw_though_it_is_copied_later(shop: Shop) -> None:
    stored = store.create_document_design("Stored", document(words="As ordered"), by=shop.staff)
    _, project = shop.project(line(design=DesignRef(id=stored.pk)))
    store.revise(stored, document(words="Changed meanwhile"), by=shop.staff)

    assert "As ordered" in json.dumps(store.revision(brought(project).design).document)


def test_by_the_address_of_a_pdf_that_is_kept_as_it_came_and_fetched_once(shop: Shop, web: WebServer) -> None:
    ready = pdf(2)
    url = web.on("/card.pdf", Reply(body=ready))
    event, project = shop.project(line(design=DesignRef(url=f"{url}?token=secret")))

    project = brought(project)
    shop.sends(event, note="changed", updated_at=at(1))
    assert fetch_waiting() == 0

    shown = store.revision(project.design)
    assert (shown.pages, round(shown.width_mm), round(shown.height_mm)) == (2, 85, 55)
    assert blobs.read(shown.file_id) == ready
    assert len(web.calls("/card.pdf")) == 1
    assert "secret" not in str([entry.reason for entry in history_of(project)])


def test_by_the_address_of_design_json_whatever_it_is_called(shop: Shop, web: WebServer) -> None:
    url = web.on(
        "/x", Reply(body=json.dumps(document(words="By address")).encode(), headers={"Content-Type": "text/plain"})
    )
    _, project = shop.project(line(design=DesignRef(url=url)))

    assert "By address" in json.dumps(store.revision(brought(project).design).document)


def test_a_picture_becomes_a_page_of_the_products_size(shop: Shop, web: WebServer) -> None:
    shop.product("P-*", design=shop.template(width=100, height=60))
    _, project = shop.project(line(sku="P-1", design=DesignRef(url=web.on("/photo", Reply(body=png())))))

    shown = store.revision(brought(project).design)

    assert (shown.width_mm, shown.height_mm) == (100, 60)


def test_by_a_document_inline_filled_with_the_lines_fields(shop: Shop) -> None:
    _, project = shop.project(line(design=DesignRef(document=document()), fields={"Name": "Zoë"}))

    shown = store.revision(brought(project).design)

    assert shown.record == {"Name": "Zoë"} and shown.edited is False


def test_by_fields_that_fill_the_products_template_under_its_names(shop: Shop) -> None:
    product = shop.product("BC-*", design=shop.template(), fields={"Imię": "Name"})
    _, project = shop.project(line(sku="bc-85x55", fields={"Imię": "Łucja Żak", "Paper": "matt"}))

    project = brought(project)

    assert project.product_id == product.pk and problems_of(project) == {}
    assert store.revision(project.design).record == {"Name": "Łucja Żak", "Paper": "matt"}
    assert history_of(project, "design")[-1].reason == "The product's template was filled with the order's fields."


def test_a_required_field_that_is_missing_is_named_and_holds_the_start(shop: Shop) -> None:
    shop.product("BC-*", design=shop.template())
    _, project = shop.project(line(sku="BC-1", fields={"Paper": "matt"}))

    project = brought(project)

    problem = project.problems.get()
    assert problem.code == "field-missing" and "Name" in problem.message and problem.holds_start
    assert project.design is not None and project.problem_count == 1


def test_nothing_usable_says_which_sku_nothing_matches(shop: Shop) -> None:
    _, project = shop.project(line(sku="NO-SUCH-77"))

    assert "NO-SUCH-77" in problems_of(project)["no-product"]
    assert project.problems.get().facts["sku"] == "NO-SUCH-77"
    assert project.design_due_at is None and not bring(project.pk)


def test_a_line_without_sku_is_called_by_its_title(shop: Shop) -> None:
    _, project = shop.project(line(sku=""))

    assert "“Business cards”, which has no SKU" in problems_of(project)["no-product"]


def test_a_product_without_a_template_is_said(shop: Shop) -> None:
    product = shop.product("BC-*")
    _, project = shop.project(line(sku="BC-1"))

    assert product.name in problems_of(project)["no-template"]


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (Reply(status=404), "404"),
        (Reply(status=503), "503"),
        (Reply(body=b"<html>sign in</html>", headers={"Content-Type": "application/pdf"}), "is no design"),
        (Reply(body=b"%PDF-1.7 broken"), ""),
        (Reply(body=b'{"version": 1}'), "pages"),
    ],
    ids=["gone", "down", "a web page", "a broken PDF", "a broken document"],
)
def test_a_file_that_cannot_be_had_or_used_is_a_problem_that_says_what(
    shop: Shop, web: WebServer, reply: Reply, words: str
) -> None:
    _, project = shop.project(line(design=DesignRef(url=web.on("/d", reply))))

    project = brought(project)

    problem = project.problems.get(code="design-not-fetched")
    assert project.design is None and not Design.objects.filter(project=project.pk).exists()
    assert words in problem.message and problem.hint and problem.holds_start
    assert "127.0.0.1/d" in problem.message


@pytest.mark.parametrize("url", ["ftp://files.example/x.pdf", "file:///etc/passwd", "http://10.0.0.1/x", "nonsense"])
def test_an_address_that_may_not_be_called_is_a_problem_and_not_tried_again(shop: Shop, url: str) -> None:
    _, project = shop.project(line(design=DesignRef(url=url)))

    project = brought(project)

    assert project.problems.get().facts["cause"] == "address_forbidden"
    assert project.design_due_at is None


def test_a_fault_that_may_pass_is_tried_again_by_itself_with_growing_pauses(shop: Shop, web: WebServer) -> None:
    url = web.on("/card.pdf", Reply(status=503))
    _, project = shop.project(line(design=DesignRef(url=url)))

    pauses = []
    for _ in range(6):
        Project.objects.update(design_due_at=timezone.now())
        project = brought(project)
        pauses.append(project.design_due_at and round((project.design_due_at - timezone.now()).total_seconds() / 60))
    assert pauses == [1, 5, 15, 30, 60, None]
    assert "tried again" not in problems_of(project)["design-not-fetched"]

    web.on("/card.pdf", Reply(body=pdf()))
    fetch_again(project, by=shop.staff)
    assert brought(project).design is not None
    assert problems_of(project) == {}


def test_a_file_that_is_not_there_yet_is_awaited(shop: Shop, web: WebServer) -> None:
    _, project = shop.project(line(design=DesignRef(url=f"{web.url}/soon.pdf")))

    project = brought(project)
    assert project.design_due_at is not None
    assert "It is tried again at" in problems_of(project)["design-not-fetched"]

    web.on("/soon.pdf", Reply(body=pdf()))
    Project.objects.update(design_due_at=timezone.now())
    assert fetch_waiting() == 1
    assert problems_of(project) == {}


def test_pictures_are_fetched_once_and_pinned_before_the_design_is_there(shop: Shop, web: WebServer) -> None:
    url = web.on("/photo.png", Reply(body=png(900, 600)))
    _, project = shop.project(line(design=DesignRef(document=with_picture(url))))

    project = brought(project)

    assert Pin.objects.get(design=project.design).src == url
    assert problems_of(project) == {}
    assert len(web.calls("/photo.png")) == 1


def test_a_picture_that_is_missing_is_a_problem_until_it_was_fetched(shop: Shop, web: WebServer) -> None:
    url = f"{web.url}/photo.png"
    _, project = shop.project(line(design=DesignRef(document=with_picture(f"{url}?sig=secret"))))

    project = brought(project)
    assert project.design is not None
    problem = project.problems.get()
    assert problem.code == "picture-missing" and problem.holds_start
    assert url in problem.message and "404" in problem.message and "secret" not in problem.message

    web.on("/photo.png", Reply(body=png(900, 600)))
    fetch_again(project, by=shop.staff)
    project = brought(project)
    assert problems_of(project) == {}
    assert history_of(project, "design")[-1].reacted_at is None


def test_a_picture_of_low_resolution_is_shown_but_holds_nothing_up(shop: Shop, web: WebServer) -> None:
    url = web.on("/photo.png", Reply(body=png(60, 40)))
    _, project = shop.project(line(design=DesignRef(document=with_picture(url))))

    problem = brought(project).problems.get()

    assert "ppi" in problem.message and not problem.holds_start
    assert problem.facts["severity"] == "warning"


def test_what_is_there_is_not_fetched_again(shop: Shop) -> None:
    _, project = shop.project(line(design=inline()))
    project = brought(project)

    with pytest.raises(DesignPinned):
        fetch_again(project, by=shop.staff)


def test_whoever_else_has_it_is_left_to_it_and_a_crash_frees_it(shop: Shop) -> None:
    _, project = shop.project(line(design=inline()))
    Project.objects.update(design_due_at=timezone.now() + CLAIM, design_tries=1)
    Design.objects.create(name="half done", project=project.pk)
    assert not bring(project.pk) and fetch_waiting() == 0

    Project.objects.update(design_due_at=timezone.now() - timedelta(seconds=1))

    assert fetch_waiting() == 1
    project.refresh_from_db()
    assert Design.objects.get(project=project.pk).pk == project.design_id


def test_a_design_that_changed_while_the_old_one_was_fetched_is_fetched_instead(
    shop: Shop, web: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    event, project = shop.project(line(design=DesignRef(url=web.on("/old", Reply(body=pdf())))))
    newer = DesignRef(document=document(words="The newer one"))
    fetch = arrival.design_from_address

    def meanwhile(url: str, **more: Any) -> Design:
        shop.sends(event, lines=(line(design=newer),), updated_at=at(1))
        return fetch(url, **more)

    monkeypatch.setattr(arrival, "design_from_address", meanwhile)
    assert bring(project.pk)

    project.refresh_from_db()
    assert project.design is None and Revision.objects.count() == 0
    assert "The newer one" in json.dumps(store.revision(brought(project).design).document)


def test_a_fault_of_ours_is_a_problem_with_the_number_of_its_log_line(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(arrival.store, "create_document_design", broken)
    _, project = shop.project(line(design=inline()))

    message = problems_of(brought(project))["design-invalid"]

    assert "ZeroDivisionError" in caplog.text
    assert message.split("log ")[1].split(")")[0] in caplog.text


def test_a_product_that_is_made_later_is_found(shop: Shop, ada: Actor) -> None:
    _, project = shop.project(line(sku="BC-1", fields={"Name": "Anna"}))
    template = shop.template()
    wish = ProductWish(name="Card", match=MatchWish(skus=["BC-*"]), design=template.pk)

    product = create_product(wish, by=ada)
    assert match_waiting() == 1

    project = brought(project)
    assert (project.product_id, problems_of(project)) == (product.pk, {})
    assert store.revision(project.design).record == {"Name": "Anna"}


def test_a_product_that_is_made_later_is_found_by_lines_that_brought_their_own_design(shop: Shop, ada: Actor) -> None:
    projects = [shop.project(line(sku=sku, design=inline()))[1] for sku in ("BC-1", "BC-2", "PC-1")]
    for project in projects:
        brought(project)
    move(projects[1], "Rejected", by=ada)
    product = create_product(ProductWish(name="Card", match=MatchWish(skus=["BC-*"])), by=ada)
    assert match_waiting() == 1
    assert match_waiting() == 0

    found = [(project.refresh_from_db(), project.product_id, project.design.current)[1:] for project in projects]
    assert found == [(product.pk, 1), (None, 1), (None, 1)]


def test_a_design_arrives_whatever_the_status_is(shop: Shop, ada: Actor) -> None:
    _, project = shop.project(line(design=inline()))
    move(project, "Rejected", by=ada)

    assert brought(project).design is not None


def test_orders_know_at_once_what_needs_no_fetching(shop: Shop, web: WebServer) -> None:
    lines = (line("a", design=inline()), line("b", design=DesignRef(url=web.on("/card.pdf", Reply(body=pdf())))))
    applied = shop.sends(shop.event(*lines))

    arrival.bring_at_once(applied.projects)

    first, second = (Project.objects.get(pk=project.pk) for project in applied.projects)
    assert first.design is not None
    assert second.design is None and second.design_waits


def with_picture(src: str) -> dict[str, Any]:
    card = document(words="With a picture")
    picture = {"type": "image", "x": 40, "y": 20, "width": 30, "height": 20, "src": src}
    card["pages"][0]["items"].append(picture)
    return card
