"""Answering a record that was taken back and corrected: nobody types again what they see differently."""

import pytest

from discussions.models import Answer, Party
from discussions.records import actions
from tests.discussions.rounds import differ, key, write_record
from tests.discussions.test_record_pages import as_, form_data, page, text_of

pytestmark = pytest.mark.django_db


def test_whoever_answers_a_corrected_record_begins_with_what_they_wrote_to_the_earlier_text(cast, sent, school):
    differ(sent, cast.nia, Party.SCHOOL, school)
    actions.withdraw(sent, by=cast.alun, once=key())
    write_record(sent, by=cast.alun, times=2)
    actions.send(sent, by=cast.alun, once=key())
    url, hint = page("answer", sent.discussion, school=school.public_id), "What you wrote to the earlier text stands"
    nia = as_(cast.nia)
    shown = nia.get(url)
    said = [field.initial for field in shown.context["form"].fields.values() if "CANARY" in str(field.initial)]
    assert len(said) == 1 and "CANARY-reason" in text_of(shown) and hint in text_of(shown)
    council = as_(cast.olwen).get(page("answer", sent.discussion, party="council"))
    assert hint not in text_of(council) and "CANARY" not in str(
        [f.initial for f in council.context["form"].fields.values()]
    )
    boxes = shown.context["form"].places
    left = {name: str(shown.context["form"].fields[name].initial or "") for name in boxes}
    changed = {name: said and f"{said} now" for name, said in left.items()}
    refused = nia.post(url, form_data(nia, url, agreed="yes", lang="cy", **changed))
    assert "You chose to agree, but wrote" in text_of(refused)
    assert nia.post(url, form_data(nia, url, agreed="yes", lang="cy", **left)).status_code == 302
    again = Answer.all_rows.get(record=sent, sending__gt=1)
    assert again.agreed and not again.differences.exists()
    actions.withdraw(sent, by=cast.alun, once=key())
    write_record(sent, by=cast.alun, times=3)
    actions.send(sent, by=cast.alun, once=key())
    assert hint not in text_of(nia.get(url)), "the last answer agreed"
