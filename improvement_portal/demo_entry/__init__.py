"""Entering the demo with one press, as a made-up person. Outside demo mode this cannot even be imported."""

from django.conf import settings

if settings.PORTAL_MODE != "demo":
    raise ImportError("The demo's entrance exists in demo mode only.")
