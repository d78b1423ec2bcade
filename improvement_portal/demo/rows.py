"""Collects rows and writes them in bulk; the same seed gives the same rows, public ids included."""

import random
import uuid
from collections import defaultdict
from typing import Any, TypeVar

from django.db import models

ModelT = TypeVar("ModelT", bound=models.Model)
BATCH = 2000


class Rows:
    """Rows wait in the order of their models' first appearance until `write`, which fills in their keys."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 (made-up content, not a secret)
        self._waiting: dict[type[models.Model], list[models.Model]] = defaultdict(list)

    def add(self, model: type[ModelT], **fields: Any) -> ModelT:
        if any(field.name == "public_id" for field in model._meta.fields):
            fields.setdefault("public_id", uuid.UUID(int=self.chance.getrandbits(128), version=4))
        row = model(**fields)
        self._waiting[model].append(row)
        return row

    def waiting(self, model: type[ModelT]) -> list[ModelT]:
        return [row for row in self._waiting.get(model, []) if isinstance(row, model)]

    def write(self) -> None:
        """Write what waits, model by model; a row may refer to rows of models that appeared before its own."""
        for model, rows in self._waiting.items():
            model._base_manager.bulk_create(rows, batch_size=BATCH)
        self._waiting.clear()
