"""Where pages of discussions lead, and how a list finds a school by what was typed."""

import pytest

from discussions.professional_discussions import actions
from schools import clock
from tests import factories as make
from tests.on_pages import links_in, parsed, text_of

from .meetings import guest_of, ids, key, schedule
from .test_discussion_pages import as_, page


def test_the_form_says_before_that_the_school_has_its_discussion_and_leads_to_it(federated, school, olwen, nia):
    url = page("schedule", school.public_id)
    already = f"already has its professional discussion of {clock.school_year_words(clock.current_school_year())}"
    assert already not in as_(olwen).get(url).content.decode()
    discussion = schedule(federated, olwen, nia)
    client = as_(olwen)
    shown = client.get(url).content.decode()
    assert f"{federated.name} {already}" in shown and f"{school.name} {already}" not in shown
    assert page("detail", discussion.public_id) in links_in(shown)
    actions.cancel(discussion, reason="x", lang="en", by=olwen, once=key())
    assert already not in client.get(url).content.decode()


def test_from_a_cancelled_discussion_an_officer_goes_on_to_another(discussion, school, olwen, nia, alun):
    there, url = page("schedule", school.public_id), page("detail", discussion.public_id)
    assert there not in links_in(as_(olwen).get(url).content.decode())
    actions.cancel(discussion, reason="x", lang="en", by=olwen, once=key())
    assert there in links_in(as_(olwen).get(url).content.decode())
    assert all(there not in links_in(as_(person).get(url).content.decode()) for person in (nia, alun))


def test_on_the_page_about_a_guest_the_agendas_headings_stand_below_its_own(submitted, school, olwen, nia, gareth):
    discussion = schedule(school, olwen, nia, guests=ids(gareth))
    asked = page("consent", discussion.public_id, guest_of(discussion).public_id)
    for url, level in ((asked, "h4"), (page("detail", discussion.public_id), "h3")):
        headings = [text_of(each) for each in parsed(as_(nia).get(url).content.decode()).iter(level)]
        assert headings == ["Priorities that need support", "Strengths to share"]


@pytest.mark.parametrize("typed_in", ["dol", "DÔL", "dol gerddi", "gerddi dol"])
def test_accents_and_the_order_of_words_make_no_difference_to_the_search(typed_in, discussion, council, olwen):
    make.make_school(council, "Ysgol Dôl y Gerddi")
    lines = as_(olwen).get(page("index"), {"name": typed_in}).context["lines"]
    assert [school.name for school, _meeting, _may in lines] == ["Ysgol Dôl y Gerddi"]
