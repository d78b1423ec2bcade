"""Where the bytes of files lie: in Django's default storage, under a name that cannot be guessed and says nothing."""

import logging
import secrets
from collections.abc import Callable
from contextvars import ContextVar
from functools import partial, wraps
from typing import IO, Any, ParamSpec, TypeVar

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction

logger = logging.getLogger(__name__)

P = ParamSpec("P")
R = TypeVar("R")
FOLDER = "evidence"
_put: ContextVar[list[str] | None] = ContextVar("put", default=None)  # by the action that is under way


def put(content: IO[bytes]) -> str:
    """Keep the content, and say under which name. Call it in an action that `takes_back`."""
    content.seek(0)
    name = default_storage.save(f"{FOLDER}/{secrets.token_hex(32)}", File(content))
    if (under_way := _put.get()) is not None:
        under_way.append(name)
    return name


def takes_back(action: Callable[P, R]) -> Callable[P, R]:
    """What the action puts into the storage is taken out again if the action fails, and its transaction with it."""

    @wraps(action)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        names: list[str] = []
        token = _put.set(names)
        try:
            return action(*args, **kwargs)
        except BaseException:
            for name in names:
                drop(name)
            raise
        finally:
            _put.reset(token)

    return run


def open_stored(name: str) -> Any:
    """The content, to be read; FileNotFoundError if it is not there."""
    return default_storage.open(name, "rb")


def drop(name: str) -> None:
    """Take it out. What cannot be taken out now is found later, when somebody tidies up."""
    try:
        default_storage.delete(name)
    except Exception:  # a storage of any kind may be away in any way
        logger.exception("%s could not be removed from the storage.", name)


def drop_after_commit(name: str) -> None:
    """Take it out once no row names it any more for good."""
    transaction.on_commit(partial(drop, name))
