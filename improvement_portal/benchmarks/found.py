"""What a finder yields, and how it looks for it."""

from typing import Any

from schools.models import Person

FEW = 8  # rows of one kind that are looked at
Found = dict[str, Any]


def few(model: Any, person: Person, *order: str, **where: Any) -> Any:
    """Rows this person sees, the latest first."""
    return model.objects.visible_to(person).filter(**where).order_by(*order or ("-pk",))[:FEW]
