"""Fields that forms of several pages about dates share."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

KEEP, MOVE = "keep", "move"


class MayMoveField(forms.ChoiceField):
    """What becomes of the discussions that have their date when dates are worked out."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            label=_("What about the discussions that have a date already?"),
            choices=[
                (KEEP, _("They stay as they are")),
                (
                    MOVE,
                    _(
                        "As few of them as possible may be moved: where somebody can no longer come, or where that "
                        "makes room for another school"
                    ),
                ),
            ],
            initial=KEEP,
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose what happens to the discussions that have a date already")},
            **options,
        )
