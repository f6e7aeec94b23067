"""Every path that pipelines may ask for has a value, and every value has its path."""

from __future__ import annotations

import pytest

from makeready.office.jobs.values import _FACTS, _ITEM_FACTS
from makeready.office.pipelines import vocabulary
from makeready.office.pipelines.language import values


def test_the_words_are_those_that_are_looked_up() -> None:
    tables = {"project": vocabulary.PROJECT, "product": vocabulary.PRODUCT, "job": vocabulary.JOB,
              "pipeline": vocabulary.PIPELINE}  # fmt: skip

    assert {f"{root}.{name}" for root, table in tables.items() for name in table} == set(_FACTS)
    assert set(vocabulary.ITEM) == set(_ITEM_FACTS)


@pytest.mark.parametrize(
    "path",
    ["project.id", "project.items.@.sku", "project.items.0.fields.Any thing: at all", "product.customFields.Paper",
     "project.items.@.hidden.x", "job.attempt", "pipeline.version"],
)  # fmt: skip
def test_a_path_that_may_have_a_value_is_accepted(path: str) -> None:
    (value,) = values(f"{{{{{path}}}}}")

    assert vocabulary.fault_of(value) == ""


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("project.ordernumber", "project.orderNumber"),
        ("project.items.@.skus", "project.items.@.sku"),
        ("project.items.first.sku", "@ (this item) or a number"),
        ("project.items.@.fields", "never have a value"),
        ("product.colour", "never have a value"),
        ("job.nothing", "never have a value"),
    ],
)
def test_a_path_that_can_never_have_a_value_is_told(path: str, words: str) -> None:
    (value,) = values(f"{{{{{path}}}}}")

    assert words in vocabulary.fault_of(value)
