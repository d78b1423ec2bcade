"""Progress with a shared plan, as far as its year has come: notes, a review of a term, at the end a target."""

from typing import Any

from schools import clock
from schools.models import Action, PlanTerm, ProgressNote, Target, TargetOutcome, TermReview

from .places import at
from .rows import Rows

BEGUN = [
    "Mae’r tîm wedi cytuno ar y camau cyntaf, ac mae’r staff i gyd wedi cael yr hyfforddiant.",
    "The team has agreed the first steps, and all staff have had the training.",
]
ON_THE_WAY = [
    "Mae dau ddosbarth wedi dechrau; bydd y lleill yn ymuno ar ôl hanner tymor.",
    "Two classes have begun; the others will join them after half-term.",
]
FINISHED = [
    "Mae pob dosbarth yn gweithio fel hyn erbyn hyn, ac mae’r llywodraethwyr wedi’i weld ar waith.",
    "Every class works in this way by now, and governors have seen it in action.",
]
REVIEW = {
    "progress": [
        "Cynhaliwyd yr hyfforddiant, ac edrychodd y tîm ar lyfrau o bob dosbarth ym mis Tachwedd.",
        "The training was held, and in November the team looked at books from every class.",
    ],
    "impact": [
        "Mae dysgwyr yn siarad yn fwy hyderus am eu gwaith nag a wnaent ym mis Medi.",
        "Learners talk about their work with more confidence than they did in September.",
    ],
    "next_step": [
        "Edrych ar lyfrau eto cyn y Pasg, y tro hwn gyda’r llywodraethwyr.",
        "Look at books again before Easter, this time together with governors.",
    ],
}
WHY = [
    "Cyrhaeddwyd y targed yn y rhan fwyaf o’r dosbarthiadau; dechreuodd y ddau olaf yn hwyr yn y flwyddyn.",
    "The target was reached in most classes; the last two began late in the year.",
]


def add_progress(rows: Rows, maker: Any, made: Any) -> None:
    """Of the first priority: what was begun this year is on the way, and what was begun in an earlier year is done.

    The plan was made just before, with one target and one action a priority.
    """
    first = rows.waiting(Action)[-len(made.priorities)]
    target = rows.waiting(Target)[-len(made.priorities)]
    by, ended = maker.cast.teams[made.school.public_id][-1], made.year < clock.school_year_of(maker.today)
    steps = [("in_progress", BEGUN, (11, 6)), ("in_progress", ON_THE_WAY, (11, 20))]
    if ended:
        steps.append(("done", FINISHED, (6, 25)))
    first.status = steps[-1][0]
    for state, pair, day in steps:
        words = {"text": made.words(pair), "lang": made.lang, "by": by, "at": at(maker.day(made, *day), 15)}
        rows.add(ProgressNote, action=first, status=state, **words)
        maker.tell(made, "progress.noted", first, maker.day(made, *day), by, "contributor")
    review = rows.add(
        TermReview,
        plan_priority=first.plan_priority,
        school_year=made.year,
        term=PlanTerm.AUTUMN,
        lang=made.lang,
        **{name: made.words(pair) for name, pair in REVIEW.items()},
    )
    maker.tell(made, "term_review.added", review, maker.day(made, 11, 27), made.head, "headteacher")
    if ended:
        rows.add(TargetOutcome, target=target, result="partly", why=made.words(WHY), lang=made.lang)
