"""A question that every page asks, built once: Django needs several times as long to build it as to ask it."""

from copy import copy
from types import SimpleNamespace
from typing import Any, Generic

from django.db import connections, router
from django.db.models import QuerySet
from django.db.models.query import ModelIterable

from .base import ModelT


class Prepared(Generic[ModelT]):
    """A queryset in which one key stands for another at each asking.

    Whatever else went into it (a day, a language, a condition) stays as it was built, so it is kept by these.
    """

    def __init__(self, rows: QuerySet[ModelT], stands_in: int) -> None:
        self._model, self._stands_in = rows.model, stands_in
        self._compiler = rows.query.get_compiler(using=rows.db)
        self._sql, self._params = self._compiler.as_sql()
        if self._params.count(stands_in) != 1:
            raise RuntimeError("A prepared question must name just once what is put in at each asking.")

    def ask(self, key: int) -> list[ModelT]:
        """The rows for this key, in one query, as the queryset itself would give them."""
        using = router.db_for_read(self._model)
        compiler = copy(self._compiler)
        compiler.connection = connections[using]
        answer = self._sql, tuple(key if each == self._stands_in else each for each in self._params)
        compiler.as_sql = lambda *args, **kwargs: answer  # the only part that takes long
        built: Any = SimpleNamespace(get_compiler=lambda using: compiler)
        rows: QuerySet[ModelT] = QuerySet(self._model, query=built, using=using)
        return list(ModelIterable(rows))
