"""System checks: settings about files that would only fail when somebody sends one in."""

from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from .scanning import address_of


@register()
def the_scanner_has_an_address(app_configs: Any, **options: Any) -> list[CheckMessage]:
    if not settings.CLAMD_URL:
        return []
    try:
        address_of(settings.CLAMD_URL)
    except ValueError:
        hint = "Write tcp://host:3310, or unix:///run/clamav/clamd.ctl (three strokes)."
        return [Error("CLAMD_URL is not the address of a virus scanner.", hint=hint, id="files.E001")]
    return []


@register()
def the_store_of_files_is_whole(app_configs: Any, **options: Any) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    named = {name for name, value in settings.S3.items() if value}
    if named and "bucket_name" not in named:
        hint = "Set S3_BUCKET as well, or none of the settings that begin with S3_: files then lie in var/files."
        found.append(Error("S3 settings are there, but no S3_BUCKET.", hint=hint, id="files.E002"))
    if len(named & {"access_key", "secret_key"}) == 1:
        hint = "Set both S3_ACCESS_KEY and S3_SECRET_KEY, or neither where the machine itself has rights."
        found.append(Error("One of S3_ACCESS_KEY and S3_SECRET_KEY is missing.", hint=hint, id="files.E003"))
    if "endpoint_url" in named and not settings.S3["endpoint_url"].startswith(("https://", "http://")):
        hint = "Write the whole address, with https://."
        found.append(Error("S3_ENDPOINT_URL is not an address.", hint=hint, id="files.E004"))
    if "bucket_name" in named and not (find_spec("storages") and find_spec("boto3")):
        hint = "Install them: .venv/bin/python -m pip install --require-hashes -r requirements/s3.txt"
        found.append(Error("The packages for S3_BUCKET are not installed.", hint=hint, id="files.E005"))
    return found
