from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from .actions import choose
from .forms import WishForm


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest) -> HttpResponse:
    """How often I get news by e-mail; what goes at once, and when nothing goes."""
    person: Any = request.user
    form = WishForm.of(request, initial={"news_by_mail": person.news_by_mail})
    if form.attempt(choose, by=person):
        messages.success(request, _("Your choice has been saved. It also holds for news that has not been sent yet."))
        return redirect("people:language")
    return render(request, "schools/mail_wishes/edit.html", {"form": form})
