"""The pages of django-allauth that the portal uses, under allauth's own names; everything else it has is left out.

What somebody types on the way in stays in no browser and no proxy.
"""

from allauth.account import views
from django.urls import path, re_path
from django.views.decorators.cache import never_cache
from django.views.generic import RedirectView

urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("signup/", never_cache(views.signup), name="account_signup"),
    path("inactive/", never_cache(views.account_inactive), name="account_inactive"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", views.password_change, name="account_change_password"),
    # Somebody who never had a password gets a first one like a forgotten one: through their mailbox.
    path("password/set/", RedirectView.as_view(pattern_name="account_reset_password"), name="account_set_password"),
    path("password/reset/", never_cache(views.password_reset), name="account_reset_password"),
    path("password/reset/done/", never_cache(views.password_reset_done), name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        never_cache(views.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        never_cache(views.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
]
