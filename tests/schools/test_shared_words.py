"""What all councils share in the admin: the words may be put better; what others' work stands on stays as it is."""

import datetime as dt
import json
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from schools import clock
from schools.frameworks import FILE, load_frameworks
from schools.models import Area, Framework, Prompt, WelshMediumWords
from schools.starting import actions
from schools.welsh_medium import load_welsh_medium
from tests import factories as make
from tests.schools.inviting import key

pytestmark = pytest.mark.django_db
TODAY = clock.today()
DAY = dt.timedelta(days=1)
THEMES = "national-themes"
GAP = "no version of this framework would be in force"


def change(by: Any, row: Any, **words: Any) -> Any:
    """Open the entry, put these words in its form, save."""
    client = Client()
    client.force_login(by)
    page = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    form = client.get(page).context["adminform"].form
    sent = {name: form[name].value() for name in form.fields}
    return client.post(page, {name: "" if value is None else value for name, value in {**sent, **words}.items()})


def said(answer: Any) -> str:
    return " ".join(error for each in answer.context["adminform"].form.errors.values() for error in each)


def sent(day: dt.date | None) -> str:
    return f"{day.day} {day.month} {day.year}" if day else ""


def another(starts_on: dt.date, ends_on: dt.date | None = None, *, areas: int = 1) -> Framework:
    names = {"name_cy": "Fframwaith", "name_en": "Framework"}
    edition = Framework.all_rows.filter(code=THEMES).count() + 1
    row = Framework.all_rows.create(code=THEMES, edition=edition, starts_on=starts_on, ends_on=ends_on, **names)
    for n in range(areas):
        texts = {"about_cy": "Am", "about_en": "About", **names}
        Area.all_rows.create(framework=row, code=f"area-{n}", position=n + 1, **texts)
    return row


def test_an_administrator_puts_the_words_of_an_area_better_and_its_code_and_place_stay(ann):
    make.the_framework()
    area = Area.all_rows.first()
    before = (area.code, area.position)
    answer = change(ann, area, name_en="Leading well", code="renamed", position=9)
    area.refresh_from_db()
    assert answer.status_code == 302
    assert (area.code, area.position, area.name_en) == (*before, "Leading well")


def test_nothing_that_all_councils_share_is_added_by_an_administrator_of_one(client, ann):
    client.force_login(ann)
    for name in ("framework", "area", "prompt", "welshmediumwords"):
        assert client.get(reverse(f"admin:schools_{name}_add")).status_code == 403


def test_codes_and_first_days_of_frameworks_and_of_welsh_medium_words_stay(ann):
    framework = make.the_framework()
    load_welsh_medium()
    words = WelshMediumWords.all_rows.first()
    before = (framework.code, framework.edition, framework.starts_on, words.scheme, words.code)
    assert change(ann, framework, code="x", edition=7, starts_on=sent(TODAY + DAY), name_cy="Enw").status_code == 302
    assert change(ann, words, scheme="x", code="y", words_en="Other words").status_code == 302
    framework.refresh_from_db()
    words.refresh_from_db()
    assert (framework.code, framework.edition, framework.starts_on, words.scheme, words.code) == before
    assert (framework.name_cy, words.words_en) == ("Enw", "Other words")


@pytest.mark.parametrize("last", [TODAY - DAY, TODAY, TODAY + 300 * DAY])
def test_the_last_framework_is_not_ended_by_one_council_for_all(ann, nia, school, last):
    framework = make.the_framework()
    assert GAP in said(change(ann, framework, ends_on=sent(last)))
    framework.refresh_from_db()
    assert framework.ends_on is None
    assert actions.start(school, year=clock.current_school_year(), by=nia, once=key()).framework == framework


def test_a_framework_ends_once_the_next_one_is_there_with_areas_to_write_about(ann):
    framework, last = make.the_framework(), TODAY + 30 * DAY
    empty = another(last + DAY, areas=0)
    assert GAP in said(change(ann, framework, ends_on=sent(last)))
    empty.delete()
    late = another(last + 2 * DAY)
    assert GAP in said(change(ann, framework, ends_on=sent(last))), "one day would be without"
    assert change(ann, framework, ends_on=sent(last + DAY)).status_code == 302
    assert GAP in said(change(ann, late, ends_on=sent(last + 90 * DAY))), "and now that is the last one"


def test_where_a_framework_had_ended_already_its_last_day_may_be_put_off(ann):
    framework = make.the_framework()
    Framework.all_rows.update(ends_on=TODAY - DAY)
    assert change(ann, framework, ends_on=sent(TODAY + DAY)).status_code == 302
    assert GAP in said(change(ann, framework, ends_on=sent(TODAY)))


def test_an_edition_without_areas_is_not_begun_with(nia, school):
    framework = make.the_framework()
    another(TODAY, areas=0)
    assert actions.start(school, year=clock.current_school_year(), by=nia, once=key()).framework == framework


def test_reference_data_is_loaded_again_whatever_was_done_to_its_codes_and_words():
    call_command("load_reference", verbosity=0)
    Area.all_rows.filter(position=1).update(code="renamed")
    Area.all_rows.filter(position=2).update(position=9)
    Prompt.all_rows.update(words_en="Put better?")
    Framework.all_rows.update(name_en="Our themes", ends_on="2031-08-31")
    WelshMediumWords.all_rows.update(words_en="Put better")
    before = [list(model.all_rows.order_by("pk").values()) for model in (Framework, Area, Prompt, WelshMediumWords)]
    call_command("load_reference", verbosity=0)
    after = [list(model.all_rows.order_by("pk").values()) for model in (Framework, Area, Prompt, WelshMediumWords)]
    assert after == before


def test_another_framework_is_loaded_from_a_file_and_says_so(tmp_path, capsys):
    call_command("load_reference", verbosity=0)
    entry = json.loads(FILE.read_text(encoding="utf-8"))[0]
    own = tmp_path / "own.json"
    own.write_text(json.dumps([{**entry, "code": "own-areas", "starts_on": "2027-09-01"}]), encoding="utf-8")
    call_command("load_reference", frameworks=own)
    assert f"{own}: 1 new" in capsys.readouterr().out
    assert Framework.all_rows.get(code="own-areas").areas.count() == len(entry["areas"])
    assert load_frameworks(own) == 0
