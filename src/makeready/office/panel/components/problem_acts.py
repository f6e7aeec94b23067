"""What can a person do about a problem, right where it stands? Acts by the problem's code."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from makeready.office.projects.design_check import PREFIX
from makeready.office.projects.models import Problem, Project
from makeready.office.projects.problems import NO_DESIGN, Code
from makeready.press.design.fields import FieldMissing, FieldValueWrong


@dataclass(frozen=True)
class Act:
    """A button or a link. post: sends a form; else it leads somewhere."""

    word: str
    address: str
    post: bool = True
    asks: str = ""
    """A sentence to be agreed to first (“edits are lost”)."""


@dataclass(frozen=True)
class Shown:
    """A problem with its acts."""

    problem: Problem
    acts: list[Act]

    @property
    def tone(self) -> str:
        """Whether it stops something or is to be looked at."""
        return "failed" if self.problem.holds_start else "warning"


def acts(problem: Problem, project: Project) -> list[Act]:
    """What to offer, the best first."""
    offered = [*_mending(problem, project)]
    place = [project.pk, problem.pk]
    if problem.code in (Code.DESIGN_CHANGED, Code.FIELDS_CHANGED):
        offered.append(Act("Take over", reverse("take_over", args=place)))
        offered.append(Act("Keep what is pinned", reverse("settle_problem", args=place)))
    elif problem.code == Code.ORDER_CANCELLED:
        offered.append(Act("Make it all the same", reverse("settle_problem", args=place)))
    elif problem.code not in NO_DESIGN and not problem.key.startswith(PREFIX):
        offered.append(Act("Settled", reverse("settle_problem", args=place)))
    return offered


def _mending(problem: Problem, project: Project) -> list[Act]:
    fetch = Act("Fetch again", reverse("fetch_again", args=[project.pk]))
    editor = Act("Open in the editor", reverse("editor", args=[project.pk]), post=False)
    match problem.code:
        case Code.NO_PRODUCT:
            query = urlencode(
                {
                    "sku": problem.facts.get("sku", ""),
                    "name": problem.facts.get("title", ""),
                    "storefront": project.storefront_id,
                }
            )
            return [Act("Make a product", f"{reverse('new_product')}?{query}", post=False), fetch]
        case Code.NO_TEMPLATE if project.product_id:
            return [
                Act("Give the product a template", reverse("product", args=[project.product_id]), post=False),
                fetch,
            ]
        case FieldMissing.code | FieldValueWrong.code:
            return [Act("Fill in the fields", reverse("project_facts", args=[project.pk]), post=False)]
        case Code.PICTURE_MISSING:
            return [fetch, editor]
        case code if code in NO_DESIGN:
            return [fetch]
        case _ if problem.key.startswith(PREFIX):
            return [Act(editor.word, f"{editor.address}#{problem.facts.get('path', '')}", post=False)]
        case _:
            return []
