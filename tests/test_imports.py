"""What imports what: nothing in a circle, and nothing hidden inside a function."""

import ast
from graphlib import CycleError, TopologicalSorter

import grimp
import pytest

from tests.test_architecture import APPS, CODE, called

# Django's own place for what needs the models: they cannot be imported before all applications are there.
READY = {"schools/apps.py", "discussions/apps.py"}


def imports_inside_functions(tree: ast.AST) -> list[ast.Import | ast.ImportFrom]:
    return [
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]


def is_ours(node: ast.Import | ast.ImportFrom) -> bool:
    if isinstance(node, ast.ImportFrom):
        return node.level > 0 or (node.module or "").split(".")[0] in APPS
    return any(alias.name.split(".")[0] in APPS for alias in node.names)


@pytest.mark.parametrize("path", CODE, ids=called)
def test_no_function_imports_our_own_modules(path):
    hidden = [node.lineno for node in imports_inside_functions(ast.parse(path.read_text())) if is_ours(node)]
    assert called(path) in READY or hidden == [], "let what both need stand in a layer below both"


def test_no_module_imports_itself_by_way_of_others():
    graph = grimp.build_graph(*APPS, exclude_type_checking_imports=True, cache_dir=None)
    within = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    try:
        TopologicalSorter(within).prepare()
    except CycleError as circle:
        pytest.fail(" <- ".join(circle.args[1]))
