from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from schools.forms import PortalForm, VersionedForm
from schools.models import Person, Section


class OwnersForm(VersionedForm, PortalForm):
    """One choice for each area: of `sections`, with area, owner and whether the owner `is_in_team`; `team`: whom."""

    button = _("Save")

    def __init__(self, *args: Any, sections: list[Section], team: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.team = {str(person.public_id): person for person in team}
        choices = [("", _("Nobody in particular")), *((key, person.name) for key, person in self.team.items())]
        self.look = {}
        for section in sections:
            field = forms.ChoiceField(label=section.area.name, choices=choices, required=False)
            if section.owner and section.is_in_team:  # type: ignore[attr-defined] # annotated
                field.initial = str(section.owner.public_id)
            elif section.owner:
                field.help_text = _now("%(name)s looked after this area, and does not belong to the team any more.") % {
                    "name": section.owner.name
                }
            self.fields[section.area.code] = field
            self.look[section.area.code] = {"size": "s", "needed_later": True}

    def words(self) -> dict[str, Any]:
        return {"owners": {code: self.team.get(key) for code, key in super().words().items()}}
