"""A form that asks once about what may be a slip, and takes it when its button is pressed again.

A hidden field carries what was asked about; so the same words pass the second time, and changed ones are asked anew.
"""

from typing import Any

from schools.forms import PortalForm


class AskingForm(PortalForm):
    asked_about: tuple[str, ...] = ()  # the names of those hidden fields

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept = dict.fromkeys(self.asked_about, "")

    def ask_once(self, name: str, answer: str, field: str | None, *sentences: str) -> None:
        meant, self.kept[name] = self.cleaned_data.get(name) == answer, answer
        for sentence in () if meant else sentences:
            self.add_error(field, sentence)

    def hidden_value(self, name: str) -> Any:
        return self.kept[name] if name in self.kept else super().hidden_value(name)

    def words(self) -> dict[str, Any]:
        return {name: value for name, value in super().words().items() if name not in self.kept}
