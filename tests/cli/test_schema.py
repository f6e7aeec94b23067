"""The schemas that programs check their documents with before they send them."""

import json
from pathlib import Path

import jsonschema
import pytest
from tests.cli.conftest import design, words

EXAMPLES = sorted((Path(__file__).parents[2] / "examples" / "designs").glob("*.json"))


@pytest.mark.parametrize("kind", ["design", "pipeline", "order"])
def test_each_is_a_schema_that_says_something(typed, kind):
    shown = typed("schema", kind)

    assert shown.code == 0
    schema = json.loads(shown.out)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema.get("properties") or schema.get("$ref") or schema.get("anyOf")


def test_the_design_schema_tells_good_from_bad(typed):
    check = jsonschema.Draft202012Validator(json.loads(typed("schema", "design").out))

    assert not list(check.iter_errors(design(words("x"))))
    assert list(check.iter_errors({"version": 1, "pages": "none"}))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_examples_keep_it(typed, path):
    check = jsonschema.Draft202012Validator(json.loads(typed("schema", "design").out))

    assert not list(check.iter_errors(json.loads(path.read_text("utf-8"))))
