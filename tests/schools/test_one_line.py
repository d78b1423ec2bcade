"""What stands in a heading, a table or the subject of a letter is one line of writing."""

import pytest
from django import forms
from django.urls import reverse

from discussions.professional_discussions.forms import ScheduleForm
from schools.csv_rows import tidy
from schools.evidence.forms import EvidenceForm
from schools.form_fields import NOT_IN_A_LINE
from schools.forms import Looks
from schools.models import Notice, School
from schools.people.forms import InvitedForm, SignUpForm
from schools.register.forms import EditForm
from tests.posting import letter

STRAY = ["\n", "\r\n", "\t", "\x00", "\x07", "\x1b", "\x7f", "\x85", "\u2028", "\u202e", "\u2066"]


class Names(Looks, forms.Form):
    name = forms.CharField()
    text = forms.CharField(widget=forms.Textarea)


@pytest.mark.parametrize("stray", STRAY)
def test_a_line_takes_no_line_break_and_no_invisible_character(stray):
    form = Names({"name": f"Ysgol{stray}Nant", "text": "Un llinell\r\nac un arall"})
    assert list(form.errors) == ["name"]
    assert not NOT_IN_A_LINE.search(tidy(f"Ysgol{stray}Nant")), "and a register file brings none in"


def test_names_as_people_write_them_are_taken():
    for name in ("Siân ap Rhŷs-O’Neill", "Ysgol Gynradd Llanw’r Môr", "Zoë 👩\u200d🏫", "فاطمة", "Ty\u0302 Coch"):
        assert Names({"name": name, "text": "x"}).is_valid()


@pytest.mark.parametrize(
    ("form", "name"),
    [(InvitedForm, "name"), (EditForm, "town"), (EvidenceForm, "title"), (ScheduleForm, "place")],
)
def test_the_fields_that_hold_names_and_places_have_one_line(form, name):
    assert isinstance(form.base_fields[name].widget, forms.TextInput)
    assert issubclass(form, Looks) and issubclass(SignUpForm, Looks)


def test_the_admin_takes_one_line_too(client, ann, nia):
    client.force_login(ann)
    url = reverse("admin:schools_person_change", args=[nia.pk])
    answer = client.post(url, {"name": "Nia\nBcc: x", "email": nia.email, "language": "cy", "is_active": "on"})
    assert "name" in answer.context["adminform"].form.errors


def test_the_subject_of_a_letter_is_one_line_whatever_a_name_holds(nia, school):
    School.all_rows.filter(pk=school.pk).update(name_cy="Ysgol\r\nBcc: x@example.test", name_en="Ysgol\n\nNant")
    school.refresh_from_db()
    notice = Notice.all_rows.create(
        person=nia, notice_kind="role_given", school=school, target_kind="schools.school", target_id=school.public_id,
        path="/people/",
    )  # fmt: skip
    assert letter(notice).message()
    assert "Ysgol Bcc: x@example.test" in letter(notice).subject
