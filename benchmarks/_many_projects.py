"""Fills a fresh house with projects: `python -m benchmarks._many_projects 100000`, with a server's settings."""

from __future__ import annotations

import random
import sys

from makeready.office.site.prepare import prepare

prepare()

from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from makeready.office.designs.models import Design, Revision  # noqa: E402
from makeready.office.folding import folded  # noqa: E402
from makeready.office.orders.models import Line, Order  # noqa: E402
from makeready.office.products.models import Product  # noqa: E402
from makeready.office.projects.models import Project, ProjectWords  # noqa: E402
from makeready.office.storefronts.models import Storefront  # noqa: E402

FIRST = "Anna Ben Łucja Χρύσα Olga Jörg Zoë Ravi Mei Noah Björk Dilnoza Emeka Fatima Gösta Hana Ines Jakub Kenji Lale"
LAST = "Öz Müller Żak Παππάς Smith García Ivanova Kaya Tanaka Okafor Nguyễn Andersson Rossi Dubois Novák Silva Haddad"
TITLES = "Business card|Postcard|Sticker|Invitation|Mug|Booklet|Address label|Poster"
STATUSES = "New Confirmed Active Completed Completed Completed Completed Rejected"
BATCH = 5000


def fill(count: int) -> None:
    """Orders of two lines each, their designs, and the words that are searched."""
    chance = random.Random(1)
    stores = [Storefront.objects.create(name=f"Shop {n}", platform="custom") for n in range(3)]
    products = [Product.objects.create(name=title) for title in TITLES.split("|")]
    now = timezone.now()
    for start in range(0, count, BATCH):
        _batch(range(start, min(start + BATCH, count)), stores, products, now, chance)
    if connection.vendor == "postgresql":  # what its autovacuum does within a minute; it would fall into the measuring
        connection.cursor().execute("VACUUM ANALYZE")


def _batch(numbers, stores, products, now, chance):  # type: ignore[no-untyped-def]
    people = {n // 2: f"{chance.choice(FIRST.split())} {chance.choice(LAST.split())}" for n in numbers}
    orders = {
        n: Order(
            storefront=stores[n % 3], external_id=str(n), number=f"#{5000 + n}", payment="paid", fulfilment="none",
            customer={"name": name},
        )
        for n, name in people.items()
    }  # fmt: skip
    Order.objects.bulk_create(orders.values())
    lines, designs, revisions, projects, words = [], [], [], [], []
    for n in numbers:
        order, name, product = orders[n // 2], people[n // 2], products[n % len(products)]
        email = f"{name.split()[0]}{n // 2}@mail.example".lower()
        line = Line(
            order=order, external_id=str(n % 2), position=n % 2, sku=f"{product.name[:2].upper()}-{n % 40}",
            title=product.name, quantity=100, fields={"Name": name},
        )  # fmt: skip
        design = Design(name=product.name, project="prj", current=1)
        project = Project(
            number=n + 1, name=f"{product.name} – {name}", line=line, order=order, storefront=order.storefront,
            product=product, design=design, status=chance.choice(STATUSES.split()), quantity=100, customer_name=name,
            customer_email=email, fields=line.fields, status_changed_at=now, problem_count=int(n % 50 == 0),
        )  # fmt: skip
        said = (str(n + 1), order.number, order.external_id, project.name, name, email, line.sku, line.title, name)
        lines.append(line)
        designs.append(design)
        revisions.append(Revision(design=design, number=1, document={"pages": []}, pages=2, width_mm=85, height_mm=55))
        projects.append(project)
        text = folded("\n".join(said))
        words.append(ProjectWords(project=project, customer=folded(f"{name}\n{email}"), text=text))
    Line.objects.bulk_create(lines)
    Design.objects.bulk_create(designs)
    Revision.objects.bulk_create(revisions)
    Project.objects.bulk_create(projects)
    ProjectWords.objects.bulk_create(words)


if __name__ == "__main__":
    fill(int(sys.argv[1]))
