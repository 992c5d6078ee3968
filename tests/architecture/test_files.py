"""Each file is of a kind that a reader knows, opens with its reason, and stays small."""

import ast

import pytest

from tests.architecture.source import PACKAGE, functions, modules

KINDS = {"models", "rights", "queries", "actions", "tasks", "apps", "tests", "migrations", "templates", "__init__"}
AREA = {"urls", "views", "forms", "templates", "tests", "__init__"}
BANNED = {"utils", "helpers", "common", "manager", "managers", "services", "handlers", "misc", "info", "data"}
MOST_LINES = 400
MOST_FUNCTION_LINES = 60


@pytest.mark.parametrize("app", sorted(folder.name for folder in (PACKAGE / "domain").iterdir() if folder.is_dir()))
def test_a_domain_app_holds_only_the_kinds_of_file_that_the_house_knows(app: str) -> None:
    found = {path.stem for path in (PACKAGE / "domain" / app).iterdir() if not path.name.startswith("__pycache__")}
    assert found <= KINDS


@pytest.mark.parametrize(
    "area",
    [
        str(folder.relative_to(PACKAGE))
        for door in ("public", "desk")
        for folder in sorted((PACKAGE / "doors" / door).iterdir())
        if folder.is_dir() and folder.name not in {"templates", "tests", "templatetags", "__pycache__"}
    ],
)
def test_a_door_area_holds_only_the_kinds_of_file_that_the_house_knows(area: str) -> None:
    found = {path.stem for path in (PACKAGE / area).iterdir() if not path.name.startswith("__pycache__")}
    assert found <= AREA


@pytest.mark.parametrize("path", modules())
def test_a_module_says_why_it_exists_and_stays_small(path: str) -> None:
    tree = modules()[path]
    source = (PACKAGE / path).read_text()
    if source.strip():
        assert ast.get_docstring(tree), f"{path} opens without a docstring"
    assert source.count("\n") <= MOST_LINES, f"{path} is longer than {MOST_LINES} lines: split it by noun"
    *folders, name = path.removesuffix(".py").split("/")
    # Inside a package of one kind, modules carry the names of nouns.
    assert folders[-1:] in (["models"], ["actions"], ["queries"]) or name not in BANNED


@pytest.mark.parametrize("path", modules())
def test_functions_stay_small(path: str) -> None:
    large = [
        f"{function.name}: {function.end_lineno - function.lineno + 1}"
        for function in functions(modules()[path])
        if function.end_lineno and function.end_lineno - function.lineno + 1 > MOST_FUNCTION_LINES
    ]
    assert not large, f"{path}: {large}"
