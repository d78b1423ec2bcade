"""The door for gunicorn, as the serving role."""

import os

from improvement_portal.start import refuse_if_unconfigured

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "improvement_portal.settings")
os.environ["PORTAL_DATABASE_ROLE"] = "serving"
refuse_if_unconfigured()

from django.core.wsgi import get_wsgi_application  # noqa: E402  (settings are checked first)

application = get_wsgi_application()
