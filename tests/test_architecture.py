"""What must stay true of the code as a whole."""

import ast
import re
import subprocess
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import URLPattern

from schools.checks import routes

ROOT = Path(__file__).parent.parent
APPS = ("improvement_portal", "schools", "discussions")
LONGEST_FILE, LONGEST_FUNCTION = 300, 40
FORBIDDEN_FOLDERS = {"utils", "helpers", "common", "services", "misc"}


def python_files(*tops: str) -> list[Path]:
    return sorted(path for top in tops for path in (ROOT / top).rglob("*.py") if "migrations" not in path.parts)


CODE = python_files(*APPS)
EVERYTHING = python_files(*APPS, "tests")


def called(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def our_routes() -> list[tuple[str, str, URLPattern]]:
    """Routes served by our slices; the admin's are declared as a package's."""
    return [
        row
        for row in routes()
        if getattr(row[2].callback, "__module__", "").split(".")[0] in APPS and not row[1].startswith("admin:")
    ]


@pytest.mark.parametrize(
    ("path", "name", "route"), our_routes(), ids=lambda value: value if isinstance(value, str) else ""
)
def test_two_hops_lead_from_an_address_to_the_code_that_serves_it(path, name, route):
    module, view = route.callback.__module__, route.callback.__name__
    _app, slice_, last = module.rsplit(".", 2)
    assert last == "views", "a route is served by its slice's views"
    assert route.name == view, "the view has the name of its route"
    assert name.split(":")[0] in (slice_, view), "the namespace is the slice"
    words = [word for word in path.removeprefix("en/").split("/") if word and not word.startswith("<")]
    if words and view not in ("index", "detail", "welcome", "at_school"):
        last_word = words[-1].removesuffix(".ico").replace("-", "_")
        assert last_word == view, "the address ends in the name of the view"


def test_every_template_is_named_after_a_view_or_is_a_part():
    pages = set()
    for _path, _name, route in our_routes():
        app, slice_, _views = route.callback.__module__.split(".")
        pages.add(f"{app}/{slice_}/{route.callback.__name__}.html")
    ours = [path for app in APPS for path in (ROOT / "templates" / app).rglob("*.html")]
    strangers = [
        name
        for path in ours
        if (name := path.relative_to(ROOT / "templates").as_posix()) not in pages
        and not path.name.startswith("_")
        and "/mail/" not in name
    ]
    assert strangers == []


def test_a_comment_in_a_template_never_shows():
    """Django's short comment ends with its line; over several lines it would stand on the page."""
    shown = [
        called(path)
        for path in (ROOT / "templates").rglob("*.*")
        if any("{#" in line and "#}" not in line for line in path.read_text().splitlines())
    ]
    assert shown == []


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield (node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")), node


def changes_a_state(path: Path) -> bool:
    tree = ast.parse(path.read_text())
    assigned = any(
        isinstance(target, ast.Attribute) and target.attr == "status"
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
    )
    writers = {"update", "create", "update_or_create", "get_or_create", "bulk_update", "save_version"}
    passed = any(
        name in writers and any(keyword.arg == "status" for keyword in node.keywords) for name, node in calls(tree)
    )
    return assigned or passed


def test_only_the_gate_changes_a_state():
    writers = {called(path) for path in CODE if changes_a_state(path)} - {
        # recovers background tasks of a killed worker; a task is not a record of the portal
        "improvement_portal/worker.py",
    }
    demo = {name for name in writers if name.startswith("improvement_portal/demo/")}
    assert writers - demo <= {"schools/workflow.py"}


CLOCKS = re.compile(
    r"\b(datetime\.now|timezone\.now|timezone\.localdate|date\.today|utcnow|time\.time\(|\bdt\.datetime\.now|dt\.date\.today"
    r"|auto_now|auto_now_add|Now\(\))"
)


def test_there_is_one_clock():
    assert {called(path) for path in CODE if CLOCKS.search(path.read_text())} <= {"schools/clock.py"}


PLAIN = re.compile(r"\b(all_rows|_default_manager|_base_manager)\b")
MAY_READ_PLAINLY = (
    "schools/models/",
    "discussions/models/",
    "schools/workflow.py",
    "schools/history.py",
    "schools/management/",
    "discussions/management/",
    "improvement_portal/management/",
    "improvement_portal/demo/",
    "schools/frameworks.py",
    "discussions/reference.py",
)


def test_rows_are_read_plainly_only_where_rows_are_kept_moved_or_loaded():
    plain = {called(path) for path in CODE if PLAIN.search(path.read_text())}
    assert {name for name in plain if not name.startswith(MAY_READ_PLAINLY)} == set()


def test_no_folder_or_module_is_a_drawer_for_anything():
    drawers = [called(path) for path in EVERYTHING if FORBIDDEN_FOLDERS & {*path.relative_to(ROOT).parts, path.stem}]
    assert drawers == []


def lines_of_code(path: Path) -> int:
    """Lines that hold something other than blanks and comments."""
    with tokenize.open(path) as file:
        kept = {
            line
            for token in tokenize.generate_tokens(file.readline)
            if token.type not in (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.ENDMARKER)
            and token.string.strip()
            for line in range(token.start[0], token.end[0] + 1)
        }
    return len(kept)


@pytest.mark.parametrize("path", EVERYTHING, ids=called)
def test_files_and_functions_stay_short(path):
    assert lines_of_code(path) <= LONGEST_FILE
    long = [
        f"{node.name}: {size} lines"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (size := node.end_lineno - node.lineno + 1) > LONGEST_FUNCTION
    ]
    assert long == []


def test_no_text_names_a_package_registry_or_this_machine():
    hosts = (rb"pypi\.", rb"pythonhosted\.", rb"registry\.npm" + b"js", rb"files\.python" + b"hosted")
    pattern = re.compile(b"|".join(hosts) + rb"|\"resolved\": *\"http", re.IGNORECASE)
    kept = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.split(b"\0")
    named = [
        name.decode()
        for name in kept
        if name and (ROOT / name.decode()).is_file() and pattern.search((ROOT / name.decode()).read_bytes())
    ]
    assert named == []
