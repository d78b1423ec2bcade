"""What every noun has: a public id, a scope, and (when it is edited) a version."""

import uuid
from collections.abc import Iterable
from hashlib import sha256
from typing import Any, ClassVar, Self, TypeVar

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from schools.alphabet import sort_key

ModelT = TypeVar("ModelT", bound=models.Model)

LANGUAGES = [("cy", "Cymraeg"), ("en", "English")]
LANGUAGE_CODES = [code for code, _name in LANGUAGES]


class Unscoped(RuntimeError):
    """A query was made without saying for whom."""


class Scoped(models.Manager[ModelT]):
    """`objects` of every noun that is not public: rows are asked for by naming the reader, or a reason."""

    def get_queryset(self) -> models.QuerySet[ModelT]:
        raise Unscoped(f"{self.model.__name__}: use visible_to(person) or as_system(reason)")

    def visible_to(self, person: Any) -> models.QuerySet[ModelT]:
        """The rows this person may see, by the model's own `scope`."""
        return self._rows().filter(self.model.scope(person))  # type: ignore[attr-defined] # every noun's

    def as_system(self, reason: str) -> models.QuerySet[ModelT]:
        """All rows, for the portal's own work; `reason` is for the reader of the code and may not be empty."""
        if not reason:
            raise Unscoped("as_system needs a reason")
        return self._rows()

    def create(self, **fields: Any) -> ModelT:
        row = self.model(**fields)
        row.save(force_insert=True)
        return row

    def _rows(self) -> models.QuerySet[ModelT]:
        return models.QuerySet(self.model, using=self._db)


class Noun(models.Model):
    """Has a random public id for addresses, mail, exports and hashes; integer keys never leave the server."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects: ClassVar[Scoped[Any]] = Scoped()
    all_rows = models.Manager()

    class Meta:
        abstract = True
        default_manager_name = "all_rows"
        base_manager_name = "all_rows"

    @classmethod
    def scope(cls, person: Any) -> models.Q:
        raise NotImplementedError(f"{cls.__name__} does not say who may see it")

    @classmethod
    def kind(cls) -> str:
        """The name under which this noun stands in history, notices and versions."""
        return cls._meta.model_name or cls.__name__.lower()


class Seen(int):
    """The version that a page showed, and of which row: what is put in the place of a removed row begins at 1 too.

    Of a row that is not named it is not known, and then only the number counts.
    """

    row: uuid.UUID | None

    def __new__(cls, version: int, row: uuid.UUID | None = None) -> Self:
        seen = super().__new__(cls, version)
        seen.row = row
        return seen

    def __str__(self) -> str:
        """As it travels in a form."""
        return f"{self.row}.{int(self)}" if self.row else f"{int(self)}"

    def is_another_than(self, version: int) -> bool:
        """Whether `version`, which a page carries, is of a row that stood here before this one."""
        row = getattr(version, "row", None)
        return None not in (row, self.row) and row != self.row

    @classmethod
    def understood(cls, said: str) -> Self | None:
        """The same read back."""
        row, _dot, number = said.rpartition(".")
        if not (number.isascii() and number.isdigit() and len(number) < 10):
            return None
        try:
            return cls(int(number), uuid.UUID(row) if row else None)
        except ValueError:
            return None


class EditableNoun(Noun):
    """An editable record: `version` is raised by one UPDATE … WHERE version = …, in workflow.save_version."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta(Noun.Meta):
        abstract = True

    @property
    def seen(self) -> Seen:
        """What a page that shows it now carries."""
        return Seen(self.version, self.public_id)


def digest_of_seen(things: Iterable[EditableNoun]) -> str:
    """Of several rows at once: another as soon as one of them is saved, or one more or one less is there."""
    return sha256(" ".join(sorted(str(thing.seen) for thing in things)).encode()).hexdigest()


def seen_together(things: Iterable[EditableNoun]) -> Seen:
    """The same as one number, as the version of all of them, for a form that saves them together."""
    return Seen(int(digest_of_seen(things)[:7], 16))


class AskedNoun(EditableNoun):
    """What saves itself while somebody types; `unanswered` holds marks of doubtful passages (`schools.unanswered`)."""

    unanswered = models.TextField(default="", blank=True, editable=False)

    class Meta(EditableNoun.Meta):
        abstract = True


class LanguageField(models.CharField):
    """The language a text was written in, so that it can be rendered with `lang`."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", 2)
        options.setdefault("choices", settings.LANGUAGES)
        options.setdefault("verbose_name", _("Language of this text"))
        super().__init__(**options)


class SortKeyField(models.CharField):
    """A name's sort key in one language's alphabet, kept beside the name and compared byte by byte."""

    def __init__(self, *, of: str = "", language: str = "", **options: Any) -> None:
        self.of, self.language = of, language
        options.setdefault("max_length", 400)
        options.setdefault("editable", False)
        options.setdefault("db_collation", "C")
        options.setdefault("default", "")
        super().__init__(**options)

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        return name, path, args, {**options, "of": self.of, "language": self.language}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        key = sort_key(getattr(model_instance, self.of), self.language)[:400]
        setattr(model_instance, self.attname, key)
        return key


def language_of(row: Any, field: str) -> str:
    """The language of one text of a row: of a text that stands in both its field says it, else the row."""
    return field[-2:] if field.endswith(("_cy", "_en")) else str(row.lang)


def reader_language() -> str:
    return "cy" if (get_language() or "en").startswith("cy") else "en"


def in_reader_language(thing: models.Model, field: str) -> str:
    """The `_cy` or `_en` form of reference data, in the language of the page."""
    return str(getattr(thing, f"{field}_{reader_language()}"))
