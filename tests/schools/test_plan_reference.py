"""National priorities and kinds of grants come from files; an administrator words them better, in both languages."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from schools.models import GrantKind, NationalPriority
from schools.plan_reference import load_grant_kinds, load_national_priorities

pytestmark = pytest.mark.django_db


def test_what_is_there_keeps_its_words_when_the_files_are_loaded_again():
    call_command("load_reference", verbosity=0)
    NationalPriority.all_rows.filter(code="literacy").update(name_en="Put better", last_year=2030)
    GrantKind.all_rows.filter(code="other").update(name_cy="Arall")
    assert (load_national_priorities(), load_grant_kinds()) == (0, 0)
    literacy = NationalPriority.all_rows.get(code="literacy")
    assert (literacy.name_cy, literacy.name_en, literacy.last_year) == ("Llythrennedd", "Put better", 2030)
    assert GrantKind.all_rows.get(is_other=True).name_cy == "Arall"


def test_both_names_are_asked_of_an_administrator_and_a_last_year_not_before_the_first(client, ann):
    load_national_priorities(), load_grant_kinds()
    client.force_login(ann)
    row = NationalPriority.all_rows.get(code="attendance")
    page, words = reverse("admin:schools_nationalpriority_change", args=[row.pk]), {"name_cy": "Bod yn yr ysgol"}
    assert client.post(page, {**words, "name_en": ""}).status_code == 200
    refused = client.post(page, {**words, "name_en": "Being at school", "last_year": row.first_year - 1})
    assert "last_year" in refused.context["adminform"].form.errors
    assert client.post(page, {**words, "name_en": "Being at school", "last_year": row.first_year}).status_code == 302
    row.refresh_from_db()
    assert (row.name_cy, row.name_en, row.last_year) == ("Bod yn yr ysgol", "Being at school", row.first_year)
    kind = reverse("admin:schools_grantkind_change", args=[GrantKind.all_rows.get(is_other=True).pk])
    assert client.post(kind, {"name_cy": "", "name_en": "Another"}).status_code == 200
    assert client.post(kind, {"name_cy": "Un arall", "name_en": "Another"}).status_code == 302
