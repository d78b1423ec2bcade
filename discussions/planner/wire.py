"""Problems and what comes of them as JSON, always written the same way: the same thing gives the same bytes."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def to_json(thing: Any) -> str:
    """One line of JSON: keys and sets sorted, nothing between the parts."""
    return json.dumps(plain(thing), ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def from_json(kind: type[T], text: str) -> T:
    """The thing that `to_json` wrote. Raises `ValueError`, `KeyError` or `TypeError` for anything else."""
    found: T = rebuilt(kind, json.loads(text))
    return found


def plain(thing: Any) -> Any:
    """The thing in lists, dictionaries, words and numbers."""
    if is_dataclass(thing):
        return {each.name: plain(getattr(thing, each.name)) for each in fields(thing)}
    if isinstance(thing, tuple) and hasattr(thing, "_asdict"):
        return {name: plain(value) for name, value in thing._asdict().items()}
    if isinstance(thing, Mapping):
        if all(isinstance(key, str) for key in thing):
            return {key: plain(value) for key, value in thing.items()}
        return [[*key, plain(value)] for key, value in sorted(thing.items())]  # keys of several words
    if isinstance(thing, frozenset):
        return [plain(each) for each in sorted(thing)]
    if isinstance(thing, (list, tuple)):
        return [plain(each) for each in thing]
    if isinstance(thing, Enum):
        return thing.value
    return thing.isoformat() if isinstance(thing, dt.date) else thing


def rebuilt(kind: Any, given: Any) -> Any:
    """The opposite of `plain`, by the types that the dataclasses declare."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        (some,) = (each for each in arguments if each is not NoneType)
        return None if given is None else rebuilt(some, given)
    if origin in (tuple, frozenset):
        return origin(rebuilt(arguments[0], each) for each in given)
    if origin is Mapping:
        if isinstance(given, dict):
            return {key: rebuilt(arguments[1], value) for key, value in given.items()}
        return {tuple(row[:-1]): rebuilt(arguments[1], row[-1]) for row in given}
    if is_dataclass(kind) or hasattr(kind, "_fields"):
        hints = get_type_hints(kind)
        return kind(**{name: rebuilt(hints[name], value) for name, value in given.items()})
    if kind is dt.date:
        return dt.date.fromisoformat(given)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(given)
    if kind is float and type(given) is int:
        return float(given)
    if not isinstance(given, kind) or (kind is int and isinstance(given, bool)):
        raise TypeError(f"{given!r} is no {kind.__name__}")
    return given
