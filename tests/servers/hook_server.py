"""`python -m tests.servers.hook_server`: a web process that takes webhooks in and does nothing else, to be killed.

Prints the id of a Shopify storefront whose secret is `s3cret`, then its address.
"""

from __future__ import annotations

import os
import socket

os.environ["DJANGO_SETTINGS_MODULE"] = "makeready.office.site.settings"


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from makeready.office.connections.sealing import seal
    from makeready.office.intake.receive import Desk
    from makeready.office.storefronts.models import Storefront

    call_command("migrate", verbosity=0, skip_checks=True)
    secret = seal("s3cret")
    shop, _ = Storefront.objects.get_or_create(name="Cards", platform="shopify", defaults={"sealed_secret": secret})
    import uvicorn

    listener = socket.create_server(("127.0.0.1", 0))
    print(shop.pk, f"http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
    server = uvicorn.Server(uvicorn.Config(Desk(lambda: None), lifespan="off", log_level="warning", http="httptools"))
    server.run(sockets=[listener])


if __name__ == "__main__":
    main()
