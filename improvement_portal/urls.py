"""The site map. Path words are the same English words under /cy/ and /en/."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from discussions.calendar_feed.views import calendar
from improvement_portal.home.views import favicon, health, welcome
from schools.admin import site as administration

handler400 = "schools.middleware.not_understood"

A_SCHOOL = "schools/<uuid:school>/"
A_VERSION = A_SCHOOL + "self-evaluations/<int:year>/version/<int:number>/"

urlpatterns = [
    path("", welcome, name="welcome"),
    path("health/", health, name="health"),
    path("favicon.ico", favicon, name="favicon"),
    path("calendar/<slug:secret>.ics", calendar, name="calendar"),
    *i18n_patterns(
        path("", include("improvement_portal.home.urls")),
        path("people/", include("schools.people.urls")),
        path("mail/", include("schools.mail_wishes.urls")),
        path("sent-mail/", include("discussions.sent_mail.urls")),
        path("what-plans-are-about/", include("schools.shared_priorities.urls")),
        path("translations/", include("schools.translations.urls")),
        path("schools/", include("schools.register.urls")),
        path("school-calendar/", include("schools.school_calendar.urls")),
        path("school-calendar/<uuid:council>/import/", include("schools.term_import.urls")),
        path(A_SCHOOL + "days/", include("schools.closures.urls")),
        path(A_SCHOOL + "self-evaluations/", include("schools.self_evaluations.urls")),
        path(A_SCHOOL + "self-evaluations/", include("schools.starting.urls")),
        path(A_SCHOOL + "self-evaluations/compare/", include("schools.comparisons.urls")),
        path(A_VERSION + "clarifications/", include("schools.clarifications.urls")),
        path("questions/", include("schools.questions.urls")),
        path(A_SCHOOL + "self-evaluations/<int:year>/sharing/", include("schools.sharing.urls")),
        path(A_SCHOOL + "self-evaluations/<int:year>/papers/", include("schools.papers.urls")),
        path(A_SCHOOL + "self-evaluations/<int:year>/bring-in/", include("schools.bringing_in.urls")),
        path(A_SCHOOL + "self-evaluations/<int:year>/own-document/", include("schools.own_document.urls")),
        path(A_SCHOOL + "self-evaluations/<int:year>/owners/", include("schools.owners.urls")),
        path(A_SCHOOL + "self-evaluations/<int:year>/<slug:area>/entries/", include("schools.entries.urls")),
        path(A_SCHOOL + "self-evaluations/<int:year>/<slug:area>/texts/", include("schools.texts.urls")),
        path(
            A_SCHOOL + "self-evaluations/<int:year>/<slug:area>/both-languages/", include("schools.other_language.urls")
        ),
        path(A_SCHOOL + "evidence/", include("schools.evidence.urls")),
        path(A_SCHOOL + "inspections/", include("schools.inspections.urls")),
        path(A_SCHOOL + "plans/", include("schools.plans.urls")),
        path(A_SCHOOL + "plans/<int:year>/", include("schools.governing_body.urls")),
        path(A_SCHOOL + "plans/", include("schools.post_inspection.urls")),
        path(A_SCHOOL + "plans/<int:year>/own-document/", include("schools.plan_document.urls")),
        path(A_SCHOOL + "plans/<int:year>/progress/", include("schools.progress.urls")),
        path(A_SCHOOL + "plans/<int:year>/year-end/", include("schools.year_end.urls")),
        path(A_SCHOOL + "plans/<int:year>/statutory-check/", include("schools.statutory_check.urls")),
        path(A_SCHOOL + "plans/", include("schools.plan_parts.urls")),
        path(A_SCHOOL + "plans/<int:year>/sections/", include("schools.plan_texts.urls")),
        path(A_SCHOOL + "plans/<int:year>/consultations/", include("schools.consultations.urls")),
        path(A_SCHOOL + "plans/<int:year>/national-priorities/", include("schools.national_priorities.urls")),
        path(A_SCHOOL + "plans/<int:year>/grants/", include("schools.grants.urls")),
        path(A_SCHOOL + "plans/<int:year>/papers/", include("schools.plan_papers.urls")),
        path(A_SCHOOL + "plans/<int:year>/summary/", include("schools.plan_summary.urls")),
        path("summaries/", include("schools.summaries.urls")),
        path(A_SCHOOL + "plans/<int:year>/summary/translations/", include("schools.summary_translations.urls")),
        path(A_SCHOOL + "plans/<int:year>/bring-in/", include("schools.plan_tables.urls")),
        path(A_SCHOOL + "who-has-looked/", include("schools.looks.urls")),
        path(A_SCHOOL + "support/", include("discussions.support.urls")),
        path("", include("discussions.professional_discussions.urls")),
        path("", include("discussions.finding.urls")),
        path("availability/", include("discussions.availability.urls")),
        path("", include("discussions.rounds.urls")),
        path("discussions/years/<int:year>/<uuid:council>/discussions/", include("discussions.this_year.urls")),
        path("discussions/years/<int:year>/<uuid:council>/dates/", include("discussions.planning.urls")),
        path("discussions/years/<int:year>/together/", include("discussions.planning_together.urls")),
        path("discussions/years/<int:year>/<uuid:council>/", include("discussions.year_start.urls")),
        path("discussions/years/<int:year>/<uuid:council>/year/", include("discussions.year_plan.urls")),
        path("discussions/<uuid:discussion>/reply/", include("discussions.replies.urls")),
        path("calendar/", include("discussions.calendar_feed.urls")),
        path("discussions/<uuid:discussion>/agenda/", include("discussions.agenda.urls")),
        path("discussions/<uuid:discussion>/record/", include("discussions.records.urls")),
        path("account/", include("improvement_portal.account_urls")),
        path("admin/", administration.urls),
    ),
]

if settings.DEMO:
    urlpatterns += i18n_patterns(path("demo/", include("improvement_portal.demo_entry.urls")))
