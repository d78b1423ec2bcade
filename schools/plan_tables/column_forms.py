"""What the columns of a school's own tables hold: a guess for each, which somebody looks over."""

from collections.abc import Callable
from hashlib import sha256
from json import dumps
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from schools.asking_once import AskingForm
from schools.forms import VersionedForm
from schools.refusals import Refused, Stale

from .boxes import label_of, title_of_row
from .corrections import typed_over
from .headings import BESIDE, LEFT_OUT
from .mapping import Kept, kinds_of, title_of
from .queries import Judged

SAMPLES, SAMPLE = 3, 60  # cells of a column that its choice shows, and characters of each
COLUMNS: list[tuple[Any, Any]] = [
    (LEFT_OUT, _("Leave it out")),
    (BESIDE, _("Add it beneath the text of the row")),
    (
        _("The priority"),
        [
            ("priority", _("Priority")), ("year", _("Year of the plan")), ("purpose", _("Purpose")),
            ("priority_lead", _("Lead of the priority")), ("success_criteria", _("Success criteria")),
            ("monitored_by", _("Who checks")), ("monitored_how", _("How it is checked")),
            ("monitored_when", _("When it is checked")),
        ],
    ),
    (
        _("Its targets"),
        [
            ("target", _("Target")), ("baseline", _("Where we are now")), ("target_aim", _("Where we want to be")),
            ("expected_outcome", _("Expected outcome for learners")),
        ],
    ),
    (
        _("Its actions"),
        [
            ("action", _("Action")), ("lead", _("Lead")), ("starts_on", _("From")), ("ends_on", _("To, or by when")),
            ("dates", _("From and to, in one column")), ("cost", _("Cost in pounds")),
            ("grant", _("Name of the grant")),
        ],
    ),
    (
        _("Its milestones"),
        [
            ("milestone", _("Milestone")), ("milestone_autumn", _("Milestone of the autumn term")),
            ("milestone_spring", _("Milestone of the spring term")),
            ("milestone_summer", _("Milestone of the summer term")),
        ],
    ),
]  # fmt: skip


class ColumnsForm(VersionedForm, AskingForm):
    """Which tables are taken, and what each column holds; tables of the same headings are asked about once.

    What was typed in rows that would be read differently (`losing`) is shown first, and the button pressed again.
    """

    asked_about = ("loses",)
    lost: list[Judged] = []
    loses = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64, initial="")

    button = _("Save and look at the rows")
    chosen = forms.MultipleChoiceField(
        label=_("Which tables hold the plan?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Tick at least one table"),
            "invalid_choice": _("Choose one of the tables shown"),
        },
    )
    look = {"chosen": {"size": "m"}}

    def __init__(self, *args: Any, tables: list[Kept], losing: Callable[..., list[Judged]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.losing = losing
        self.tables, self.kinds = tables, kinds_of(tables)
        chosen: Any = self.fields["chosen"]
        numbers = [number for number, table in enumerate(tables) if not table["too_large"]]
        chosen.choices = [(str(number), _as_choice(tables[number])) for number in numbers]
        self.initial["chosen"] = [str(number) for number in numbers if tables[number]["chosen"]]
        self.fieldsets = [("", ["chosen"])]
        for kind, its in enumerate(self.kinds):
            names = [self._ask(kind, column, its) for column in range(len(tables[its[0]]["fields"]))]
            titles = ", ".join(title_of(tables[number]) for number in its[:3]) or _now("Table without a name")
            words = _now("The columns of: %(tables)s") % {"tables": Truncator(titles).chars(120)}
            self.fieldsets.append((words, names))

    def _ask(self, kind: int, column: int, its: list[int]) -> str:
        table, name = self.tables[its[0]], f"column_{kind}_{column}"
        label = table["headings"][column].strip()
        cells = (row[column] for number in its for row in self.tables[number]["rows"])
        samples = list(dict.fromkeys(Truncator(cell).chars(SAMPLE) for cell in cells if cell))[:SAMPLES]
        quoted = format_html_join(" · ", '<span lang="{}">{}</span>', ((table["lang"], each) for each in samples))
        self.fields[name] = forms.ChoiceField(
            label=format_html('<span lang="{}">{}</span>', table["lang"], label)
            if label
            else _now("Column %(number)d") % {"number": column + 1},
            help_text=format_html("{} {}", _now("For example:"), quoted) if samples else _("Nothing stands in it."),
            choices=COLUMNS,
            required=False,
            initial=table["fields"][column],
        )
        self.fields[name].error_messages["invalid_choice"] = _("Choose one of the answers shown")
        self.look = {**self.look, name: {"needed_later": True}}
        return name

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and cleaned["version"] == self.initial["version"]:
            lost = self.losing(**self.words())
            if lost:
                said = ngettext(
                    "What was typed in %(number)d row is lost with these columns. It stands below: copy what you still "
                    "need, then press the button again.",
                    "What was typed in %(number)d rows is lost with these columns. It stands below: copy what you "
                    "still need, then press the button again.",
                    len(lost),
                )
                answer = sha256(dumps([[row.number, row.thing] for row in lost], sort_keys=True).encode()).hexdigest()
                self.ask_once("loses", answer, "chosen", said % {"number": len(lost)})
                self.lost = lost
        return cleaned

    def lost_words(self) -> list[tuple[str, str, list[tuple[str, str]]]]:
        """Of each row its name, its language and what was typed, by the labels of its boxes."""
        return [
            (
                title_of_row(row),
                row.thing["lang"],
                [(label_of(row.thing["kind"], box), words) for box, words in typed_over(row.thing).items()],
            )
            for row in self.lost
        ]

    def words(self) -> dict[str, Any]:
        words = super().words()
        widths = [len(self.tables[its[0]]["fields"]) for its in self.kinds]
        fields = [[words[f"column_{kind}_{n}"] for n in range(width)] for kind, width in enumerate(widths)]
        return {"chosen": sorted(int(number) for number in words["chosen"]), "fields": fields}

    def refuse(self, refusal: Refused) -> None:
        """A colleague has looked over the same columns: both choices are shown."""
        super().refuse(refusal)
        if isinstance(refusal, Stale) and "tables" in refusal.theirs:
            theirs = refusal.theirs["tables"]
            self.theirs = {
                f"column_{kind}_{column}": name
                for kind, its in enumerate(self.kinds)
                for column, name in enumerate(theirs[its[0]]["fields"])
            }

    def _as_words(self, name: str, value: Any) -> str:
        if name.startswith("column_"):
            flat = [each for key, words in COLUMNS for each in (words if isinstance(words, list) else [(key, words)])]
            return str(dict(flat).get(value, ""))
        return super()._as_words(name, value)


def _as_choice(table: Kept) -> Any:
    """What somebody knows a table by, how many rows it has, and its headings."""
    title = title_of(table) or _now("Table without a name")
    headings = " | ".join(heading for heading in table["headings"] if heading)
    return format_html(
        '<span lang="{}">{}</span><br>{}',
        table["lang"],
        Truncator(title).chars(120),
        ngettext("%(number)d row: %(headings)s", "%(number)d rows: %(headings)s", len(table["rows"]))
        % {"number": len(table["rows"]), "headings": Truncator(headings).chars(160) or "–"},
    )
