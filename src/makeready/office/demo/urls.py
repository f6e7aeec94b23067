"""What only the sample shop has: the address behind “Send a new order”."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.views.decorators.http import require_POST

from makeready.config import config
from makeready.office.accounts.models import Person
from makeready.office.accounts.rights import Right, allows
from makeready.office.demo.new_order import photos_address, send_new_order
from makeready.office.errors import OfficeError


@require_POST
def new_order(request: HttpRequest) -> HttpResponse:
    """Have a store send an order, then back to the projects, where it appears by itself."""
    if not (isinstance(request.user, Person) and allows(request.user.role, Right.TAKE_ORDERS)):
        return HttpResponseRedirect("/")
    try:
        messages.success(request, send_new_order(config().base_url, photos_address()))
    except OfficeError as why:
        messages.error(request, f"{why.sentence} {why.hint}")
    return HttpResponseRedirect("/projects")


urlpatterns = [path("new-order", new_order, name="demo-new-order")]
