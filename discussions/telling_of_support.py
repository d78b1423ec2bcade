"""What schools are told of the support agreed with them, without knowing of discussions."""

from collections.abc import Iterator
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from discussions.agreed_support import Agreed, support_of
from discussions.contents import Content
from discussions.models import Support
from schools.models import Person, School
from schools.outside_support import Given, tells_of_support


@tells_of_support
def agreed_with(person: Person, school: School) -> Iterator[Given]:
    """Of the agreed records that this person may read; not where somebody sees the support differently."""
    for agreed in support_of(person, school):
        if not agreed.seen_differently_by:
            for item in agreed.items:
                yield _given(item, agreed)


def _given(item: Content, agreed: Agreed) -> Given:
    with translation.override(item["lang"]):
        giver = item["given_by_name"] or str(Support.GivenBy(item["given_by"]).label)
        words = _("%(what)s (from: %(giver)s)") % {"what": item["what"].strip().removesuffix("."), "giver": giver}
    return Given(UUID(item["id"]), words, item["lang"], item["starts_on"], item["ends_on"])
