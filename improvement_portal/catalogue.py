"""The Welsh catalogue: what the source says, brought into `locale/cy/LC_MESSAGES/django.po`.

No gettext tools are needed: Python is read as its own syntax tree; Django's `templatize` turns a template into what
looks like Python, and Babel reads the messages out of that. Besides our own messages the catalogue holds those of the
packages that `upstream.txt` names, because Django's Welsh has gaps and faults and allauth has none at all.
"""

import ast
import io
import os
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import polib
from babel.messages.extract import extract_python
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
APPS = ("schools", "discussions", "improvement_portal")
FOLDER = ROOT / "improvement_portal" / "locale" / "cy" / "LC_MESSAGES"
PO, MO, UPSTREAM = FOLDER / "django.po", FOLDER / "django.mo", FOLDER / "upstream.txt"
FORMS = 6
PLURALS = f"nplurals={FORMS}; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n==3 ? 3 : n==6 ? 4 : 5);"
HEADER = {
    "Project-Id-Version": "improvement-portal",
    "Language": "cy",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": PLURALS,
}
_PLAIN = ("gettext", "gettext_lazy", "gettext_noop", "_", "_now")
_MANY = ("ngettext", "ngettext_lazy")
_CONTEXT = ("pgettext", "pgettext_lazy")
_CONTEXT_MANY = ("npgettext", "npgettext_lazy")
CALLS: dict[str, None] = dict.fromkeys((*_PLAIN, *_MANY, *_CONTEXT, *_CONTEXT_MANY))


class Message(NamedTuple):
    """What names an entry: its context, its English, and its English plural."""

    context: str | None
    words: str
    plural: str | None


Found = dict[Message, set[str]]


def read_source() -> Found:
    """Every message of ours and of the packages, with the files in which it stands."""
    found: Found = defaultdict(set)
    for name, path in (*our_files(), *upstream_files()):
        for message in messages_in(path):
            found[message].add(name)
    return _with_one_plural(found)


def our_files() -> Iterator[tuple[str, Path]]:
    for top, pattern in (*((app, "*.py") for app in APPS), ("templates", "*.*")):
        for path in sorted((ROOT / top).rglob(pattern)):
            if "migrations" not in path.parts and path.suffix in (".py", ".html", ".txt"):
                yield path.relative_to(ROOT).as_posix(), path


def upstream_files() -> Iterator[tuple[str, Path]]:
    """The files that `upstream.txt` names; a template that we replace by our own is left out."""
    import allauth
    import django

    homes = {package.__name__: Path(str(package.__file__)).parent.parent for package in (allauth, django)}
    for line in UPSTREAM.read_text().splitlines():
        pattern = line.partition("#")[0].strip()
        if not pattern:
            continue
        home = homes[pattern.partition("/")[0]]
        paths = sorted(home.glob(pattern))
        if not paths:
            raise FileNotFoundError(f"upstream.txt names {pattern}, of which nothing is installed.")
        for path in paths:
            name = path.relative_to(home).as_posix()
            ours = ROOT / "templates" / name.partition("/templates/")[2]
            if not ("/templates/" in name and ours.is_file()):
                yield name, path


def messages_in(path: Path) -> Iterator[Message]:
    text = path.read_text(encoding="utf-8")
    for call, said in _calls_in_python(text) if path.suffix == ".py" else _calls_in_template(text, str(path)):
        wanted = 1 + (call in _MANY or call in _CONTEXT) + 2 * (call in _CONTEXT_MANY)
        words = [word for word in said[:wanted] if isinstance(word, str)]
        if len(words) < wanted or not words[-1]:
            continue
        context = words.pop(0) if call in _CONTEXT or call in _CONTEXT_MANY else None
        yield Message(context, words[0], words[1] if call in _MANY or call in _CONTEXT_MANY else None)


def _calls_in_python(text: str) -> Iterator[tuple[str, list[Any]]]:
    """Calls of gettext and its kin; Babel would take `_(words["added"])` for the message "added"."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", "") or getattr(node.func, "attr", "")
            if name in CALLS:
                yield name, [getattr(argument, "value", None) for argument in node.args]


def _calls_in_template(text: str, origin: str) -> Iterator[tuple[str, list[Any]]]:
    # What templatize leaves of the markup may be indented in any way, which Python does not bear.
    python = "\n".join(line.lstrip() for line in templatize(text, origin=origin).splitlines())
    for _line, call, said, _comments in extract_python(io.BytesIO(python.encode()), CALLS, (), {"encoding": "utf-8"}):
        yield str(call), list(said) if isinstance(said, tuple | list) else [said]


def _with_one_plural(found: Found) -> Found:
    """A singular that is also used alone, or with two plurals, is one entry of the catalogue."""
    merged: Found = {}
    names: dict[tuple[str | None, str], Message] = {}
    for message in sorted(found, key=lambda each: (each.words, each.context or "", each.plural is None)):
        first = names.setdefault(message[:2], message)
        merged.setdefault(first, set()).update(found[message])
    return merged


def named(entry: polib.POEntry) -> Message:
    return Message(entry.msgctxt, entry.msgid, entry.msgid_plural or None)


def load() -> polib.POFile:
    catalogue = polib.pofile(str(PO)) if PO.is_file() else polib.POFile()
    catalogue.wrapwidth = 110
    return catalogue


def merge(found: Found, catalogue: polib.POFile) -> tuple[list[Message], list[Message]]:
    """Bring the catalogue up to date; what became new and what was lost."""
    kept = {named(entry): entry for entry in catalogue}
    new, lost = [each for each in found if each not in kept], [each for each in kept if each not in found]
    for message in new:
        kept[message] = polib.POEntry(msgctxt=message.context, msgid=message.words, msgid_plural=message.plural or "")
    for message, files in found.items():
        entry = kept[message]
        entry.occurrences = [(name, "") for name in sorted(files)]
        if message.plural and len(entry.msgstr_plural) != FORMS:
            entry.msgstr_plural = dict.fromkeys(range(FORMS), "")
    catalogue.metadata = HEADER
    catalogue[:] = [kept[message] for message in sorted(found, key=lambda each: (each.words, each.context or ""))]
    return new, lost


def untranslated(catalogue: Iterable[polib.POEntry]) -> list[polib.POEntry]:
    return [entry for entry in catalogue if not all([*entry.msgstr_plural.values()] or [entry.msgstr])]


def save(catalogue: polib.POFile) -> None:
    text = str(catalogue).rstrip() + "\n"
    if not PO.is_file() or PO.read_text() != text:
        _replace(PO, text.encode())


def compile_catalogue() -> None:
    """Write what the running portal reads."""
    _replace(MO, load().to_binary())


def compile_if_older() -> None:
    if not MO.is_file() or MO.stat().st_mtime < PO.stat().st_mtime:
        compile_catalogue()


def _replace(path: Path, content: bytes) -> None:
    """At once, so that a reader beside us never meets half a file."""
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as beside:
        beside.write(content)
    Path(beside.name).chmod(0o644)
    os.replace(beside.name, path)
