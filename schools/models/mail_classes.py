"""The three classes of e-mail, and how somebody wants to get news."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MailClass(models.TextChoices):
    """When a message may go by e-mail: it is declared with each kind of message."""

    AT_ONCE = "at_once", _("At once")
    NEWS = "news", _("As news, when the person chose")
    REMINDER = "reminder", _("As a reminder, in the daily message")


class NewsByMail(models.TextChoices):
    """How somebody wants to get news by e-mail."""

    AT_ONCE = "at_once", _("At once, each in a message of its own")
    DAILY = "daily", _("Once a day, all in one message")
    WEEKLY = "weekly", _("Once a week, all in one message")
