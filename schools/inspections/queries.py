from django.db.models import Prefetch, QuerySet

from schools.models import Inspection, Person, Recommendation, School


def inspections_of(person: Person, school: School) -> QuerySet[Inspection]:
    """Those that are written down, the newest first, each with its recommendations in their order."""
    recommendations = Recommendation.objects.visible_to(person)
    rows = Inspection.objects.visible_to(person).filter(school=school)
    return rows.prefetch_related(Prefetch("recommendations", recommendations))
