"""Pipelines as files: exported, checked with places as compilers tell them, imported, compared."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from makeready.cli import main

pytestmark = pytest.mark.django_db

TASKS = [
    {"name": "design", "type": "extract-project-design", "outputArtifacts": ["design"]},
    {"name": "end", "type": "finalize", "finalArtifacts": ["design"]},
]


@pytest.fixture(autouse=True)
def _prepared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("makeready.office.site.prepare.prepare", lambda: None)


def written(folder: Path, tasks: object, name: str = "Design only") -> str:
    file = folder / "pipeline.json"
    file.write_text(json.dumps({"name": name, "tasks": tasks}, indent=1), "utf-8")
    return str(file)


def test_a_file_goes_in_comes_out_and_goes_in_elsewhere(tmp_path, capsys):
    file = written(tmp_path, TASKS)
    assert main(["pipelines", "import", file]) == 0
    assert "Design only, version 1 (new)" in capsys.readouterr().out
    out = tmp_path / "out.json"
    assert main(["pipelines", "export", "Design only", "-o", str(out)]) == 0
    assert json.loads(out.read_text("utf-8")) == {
        "makeready": "pipeline", "name": "Design only", "version": 1, "tasks": TASKS,
    }  # fmt: skip
    assert main(["pipelines", "import", str(out)]) == 0
    assert main(["pipelines", "import", str(out), "--name", "Copy"]) == 0
    assert main(["pipelines", "list"]) == 0
    said = capsys.readouterr().out
    assert "Design only, version 1 (the same as before)" in said
    assert "Copy, version 1 (new)" in said


def test_faults_are_told_with_file_line_and_column_and_nothing_is_kept(tmp_path, capsys):
    file = written(tmp_path, [{**TASKS[0], "type": "extract-project-desing", "timeout": "soon"}, TASKS[1]])
    for act in ("check", "import"):
        assert main(["pipelines", act, file]) == 1
        said = capsys.readouterr().err
        assert f"{file}:10:4: timeout: a time span is seconds" in said
        assert f"{file}:6:4: There is no task" in said
        assert "Did you mean extract-project-design?" in said
    assert "Nothing was kept." in said
    assert main(["pipelines", "export", "Design only"]) == 1


def test_what_is_no_json_or_no_file_is_told(tmp_path, capsys):
    (tmp_path / "x.json").write_text("{", "utf-8")
    (tmp_path / "y.json").write_bytes(b"\xff\xfe\x00")
    assert main(["pipelines", "check", str(tmp_path / "x.json")]) == 1
    assert main(["pipelines", "check", str(tmp_path / "y.json")]) == 1
    assert main(["pipelines", "check", str(tmp_path / "none.json")]) == 1
    said = capsys.readouterr().err
    assert "x.json:1:2: This is no valid JSON" in said
    assert "no text in UTF-8" in said
    assert "cannot be read" in said


def test_versions_are_compared_by_task(tmp_path, capsys):
    main(["pipelines", "import", written(tmp_path, TASKS)])
    main(["pipelines", "import", written(tmp_path, [{**TASKS[0], "timeout": "5m"}, TASKS[1]])])
    capsys.readouterr()
    assert main(["pipelines", "compare", "Design only"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Design only, version 1 → 2: one difference",
        "changed  design",
        '         timeout: – → "5m"',
    ]
    assert main(["pipelines", "compare", "Design only", "1", "7"]) == 1
