"""The site map as it is in demo mode, for tests that need the way in which only the demo has."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from improvement_portal import urls

urlpatterns = urls.urlpatterns + i18n_patterns(path("demo/", include("improvement_portal.demo_entry.urls")))
