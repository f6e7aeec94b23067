"""What docs/ has from the code is what the code says now, and nothing is left out."""

from __future__ import annotations

import dataclasses
import json
import re

import pytest

from makeready import cli
from makeready.config import Config
from makeready.office.api.openapi import METHODS
from makeready.office.api.site import api
from makeready.office.errors import OfficeError
from makeready.office.projects.problems import Code
from makeready.office.tasks.task import task_types
from makeready.press.design import document
from makeready.press.design.items import ITEM_KINDS
from makeready.press.findings import Finding
from tests.docs import errors
from tests.docs.generated import GENERATORS, ROOT


def written(name: str) -> str:
    return (ROOT / "docs" / name).read_text("utf-8")


@pytest.mark.parametrize("generator", GENERATORS, ids=lambda one: one.FILE)
def test_the_document_is_current(generator):
    assert written(generator.FILE) == generator.text(), f"docs/{generator.FILE} is old: run `make docs`."


def test_every_setting_is_documented():
    said = written("settings.md")

    assert [one.name for one in dataclasses.fields(Config) if f"`MAKEREADY_{one.name.upper()}`" not in said] == []


def test_every_command_is_documented():
    said = written("command-line.md")

    assert [name for name in cli.command_names() if f"## makeready {name.replace('_', '-')}" not in said] == []


def test_every_task_type_is_documented_with_its_parameters():
    said = written("tasks.md")

    for name, kind in task_types().items():
        own = said.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
        assert own, name
        fields = [field.alias or key for key, field in kind.Params.model_fields.items()]
        assert [field for field in fields if f"`{field}`" not in own] == [], name


def test_every_operation_of_the_api_is_documented():
    said = written("api.md")
    paths = api.get_openapi_schema()["paths"]
    calls = [
        f"`{method.upper()} {path.removeprefix('/api/v1')}`"
        for path, item in paths.items()
        for method in METHODS
        if method in item
    ]

    assert len(calls) > 50
    assert [call for call in calls if call not in said] == []


@pytest.mark.parametrize("family", [OfficeError, Finding])
def test_every_code_is_documented_with_a_sentence_and_a_way_out(family):
    said = written("errors.md")
    kinds = list(errors.all_kinds(family))

    assert len(kinds) > 30
    assert [kind.__name__ for kind in kinds if f"`{kind.code}`" not in said] == []
    assert [kind.__name__ for kind in kinds if not kind.fix.strip() or not (kind.__doc__ or "").strip()] == []


@pytest.mark.parametrize("family", [OfficeError, Finding])
def test_a_code_has_one_meaning(family):
    """Programs decide by the code: no two classes have the same one."""
    own = [kind for kind in errors.all_kinds(family) if "code" in vars(kind)]
    by_code = {code: [kind.__qualname__ for kind in own if kind.code == code] for code in {kind.code for kind in own}}

    assert {code: kinds for code, kinds in by_code.items() if len(kinds) > 1} == {}


def test_every_problem_of_a_project_is_documented_with_a_sentence():
    assert dict(errors.problems()).keys() == {f"`{code.value}`" for code in Code}
    assert [code for code, sentence in errors.problems() if not sentence.endswith(".")] == []


def test_every_property_of_every_item_kind_is_documented():
    said = written("design-document.md")
    shared = said.partition("\n## Items\n")[2].partition("\n### ")[0]

    for kind in ITEM_KINDS:
        heading = re.sub("Item$", "", kind.__name__)
        found = re.search(rf"\n### {heading}\n(.*?)\n##", said, re.S | re.I)
        assert found, heading
        assert [name for name in kind.model_fields if f"`{name}`" not in shared + found[1]] == [], heading


def test_the_design_that_is_shown_can_be_read():
    shown = re.search(r"```json\n(.*?)```", written("design-document.md"), re.S)

    assert shown
    assert document.read(json.loads(shown[1])).pages[0].width == 85
