"""What must stay true of the code as a whole."""

import ast
import re
import subprocess
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
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


WRITERS = {"update", "create", "update_or_create", "get_or_create", "save_version", "aupdate", "acreate"}
STATES = {  # each field that is a state, and where alone it is changed
    "status": {"schools/workflow.py"},
    "circle": {"schools/circles.py", "schools/own_document/actions.py"},
    "consent": {
        "discussions/professional_discussions/actions.py",
        "discussions/setting_up.py",
        "discussions/succession.py",
    },
    "live": {"discussions/professional_discussions/actions.py", "discussions/bookings.py"},
}
BESIDES = {
    # recovers background tasks of a killed worker; a task is not a record of the portal
    "improvement_portal/worker.py": {"status"},
}
HOLDERS = {
    state: {model.__name__ for model in apps.get_models() if state in {field.name for field in model._meta.fields}}
    for state in STATES
}


def is_word(node: ast.AST | None) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def is_look(targets: list[ast.expr]) -> bool:
    return [getattr(target, "id", "") for target in targets] == ["look"]


def named_in(node: ast.AST) -> set[str]:
    return {each.value for each in ast.walk(node) if is_word(each)}


def states_changed_by(tree: ast.AST) -> set[str]:
    """The states that are assigned, written in bulk, given to a new row, or named among the fields to be saved.

    A dictionary with such a key counts, for it may be given on as fields; but not how a form begins and looks.
    """
    shown = {id(keyword.value) for _name, node in calls(tree) for keyword in node.keywords if keyword.arg == "initial"}
    shown |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Assign) and is_look(node.targets)}
    kept = [node for node in ast.walk(tree) if isinstance(node, ast.Dict) and id(node) not in shown]
    found = {key.value for node in kept for key in node.keys if is_word(key)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
            for goal in node.targets if isinstance(node, ast.Assign) else [node.target]:
                found |= {target.attr for target in ast.walk(goal) if isinstance(target, ast.Attribute)}
                found |= {target.slice.value for target in ast.walk(goal) if is_word(getattr(target, "slice", None))}
    for name, node in calls(tree):
        for keyword in node.keywords:
            made = {state for state, models in HOLDERS.items() if name in models}
            if keyword.arg in made or name in WRITERS or (name == "add" and is_row_of_the_demo(node, keyword.arg)):
                found.add(keyword.arg or "")
            elif keyword.arg in ("update_fields", "fields"):
                found |= named_in(keyword.value)
        if name in ("setattr", "bulk_update"):
            found |= {word for argument in node.args[1:] for word in named_in(argument)}
    return found & STATES.keys()


def is_row_of_the_demo(node: ast.Call, state: str | None) -> bool:
    first = node.args[0] if node.args else None
    return isinstance(first, ast.Name) and first.id in HOLDERS.get(state or "", set())


@pytest.mark.parametrize(
    "line",
    [
        "record.status = x",
        "a, record.status = 1, x",
        "Record(discussion=d, status=x)",
        "models.Record(status=x)",
        "Record.objects.as_system(why).bulk_create([Record(status=x) for d in many])",
        "rows.filter(pk=1).update(status=x)",
        "rows.update(**{'status': x})",
        "words = {'status': x}",
        "words['status'] = x",
        "rows.bulk_update(many, ['status'])",
        "rows.bulk_update(many, fields=['status'])",
        "record.save(update_fields=['status'])",
        "setattr(record, 'status', x)",
        "save_version(record, 1, by=me, status=x)",
        "rows.get_or_create(status=x)",
        "self.rows.add(Record, status=x)",
    ],
)
def test_every_way_to_change_a_state_is_seen(line):
    for state, models in HOLDERS.items():
        changed = line.replace("status", state).replace("Record(", f"{min(models)}(")
        assert states_changed_by(ast.parse(changed.replace("Record,", f"{min(models)},"))) == {state}
    assert not states_changed_by(ast.parse("rows.filter(status=x).exclude(live=y); HttpResponse(status=503)"))
    assert not states_changed_by(ast.parse("look = {'circle': big}; ReadersForm(initial={'circle': x})"))


@pytest.mark.parametrize("state", STATES)
def test_only_the_gate_or_the_place_named_for_it_changes_a_state(state):
    writers = {called(path) for path in CODE if state in states_changed_by(ast.parse(path.read_text()))}
    demo = {name for name in writers if name.startswith("improvement_portal/demo/")}
    besides = {name for name, states in BESIDES.items() if state in states}
    assert writers - demo - besides == STATES[state]


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
    "schools/plan_reference.py",
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
