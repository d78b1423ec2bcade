from discussions.models import Discussion
from schools import clock
from schools.models import Person, School


def coming_discussion(person: Person, school: School) -> Discussion | None:
    """The next one to come in which the school takes part."""
    rows = Discussion.objects.visible_to(person).filter(schools=school, status=Discussion.Status.SCHEDULED)
    return rows.filter(starts_at__gt=clock.now()).order_by("starts_at").first()
