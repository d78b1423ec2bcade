from schools.models import Person, Term, TermUpload

from .differences import Report, compare
from .reading import Table


def report_on(upload: TermUpload, person: Person) -> Report:
    """What importing this file would do now."""
    terms = Term.objects.visible_to(person).filter(council=upload.council).order_by("starts_on")
    return compare(Table.from_kept(upload.table), terms)
