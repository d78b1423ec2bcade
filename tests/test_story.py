"""The whole path through the pages, as each person, in both languages: from a blank page to support agreed."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from discussions.models import Record
from schools.models import Event, Version
from tests.browser.harness import faults_in_html
from tests.on_pages import parsed
from tests.posting import post_all
from tests.story import INSIDE, Story

pytestmark = pytest.mark.django_db


def sound(language: str) -> Any:
    """Every page on the way is in the story's language and without fault in its HTML."""

    def look(answer: Any) -> None:
        if "html" in answer.headers["Content-Type"]:
            html = answer.content.decode()
            assert parsed(html).get("lang") == language, answer.request["PATH_INFO"]
            assert faults_in_html(html) == [], answer.request["PATH_INFO"]

    return look


@pytest.mark.parametrize("language", ["cy", "en"])
def test_a_school_evaluates_itself_plans_meets_and_is_promised_support(
    cast: Any, school: Any, hour: Any, language: str, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        story = Story(cast, school, language, hour, sound(language))
        story.whole()
        post_all()
    assert Record.all_rows.get().status == Record.Status.AGREED
    kinds = list(Version.all_rows.order_by("pk").values_list("version_kind", "number"))
    plan = [("approved_plan", 1), ("plan", 1), ("plan_summary", 1)]
    assert kinds == [("self_evaluation", 1), *plan, ("record", 1)]
    assert not Event.all_rows.filter(by=None).exists()
    told = {address for letter in mail.outbox for address in letter.to}
    readers = ("nia", "glyn", "gwen", "clem", "olwen", "lowri", "alun", "gareth", "dai")
    assert told == {getattr(cast, name).email for name in readers}
    assert not [letter for letter in mail.outbox if any(words in letter.body for words in INSIDE)]


def test_letters_come_in_the_readers_language_whatever_the_writer_read(
    cast: Any, school: Any, hour: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        story = Story(cast, school, "en", hour)
        story.evaluates()
        story.submits()
        post_all()
    letters = {letter.to[0]: letter for letter in mail.outbox}
    said = "Ysgol Nant y Coed has submitted its self-evaluation"
    assert said in letters[cast.olwen.email].body
    assert said not in letters[cast.alun.email].body, "Alun reads Welsh"
    assert letters[cast.alun.email].subject != letters[cast.olwen.email].subject


def test_nobody_else_opens_anything_of_it(cast: Any, school: Any, hour: Any) -> None:
    """Every page that anybody saw on the way, asked for by those whom it does not concern."""
    seen: set[str] = set()
    story = Story(cast, school, "en", hour, lambda answer: seen.add(answer.request["PATH_INFO"]))
    story.whole()
    theirs = {path for path in seen if str(school.public_id) in path or "/discussions/" in path}
    theirs -= {reverse("professional_discussions:index"), story.url("register:detail")}
    theirs = {path for path in theirs if not path.startswith(reverse("admin:index"))}  # the administrator's own
    opened = {}
    for who in ("owain", "ffion", "huw", "elin", "rhys", "beca", "eira", "tomos", "ann", "idris"):
        client = Client()
        client.force_login(getattr(cast, who))
        if paths := [path for path in theirs if client.get(path).status_code == 200]:
            opened[who] = paths
    assert opened == {}
