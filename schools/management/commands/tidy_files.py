"""manage.py tidy_files: once a day, for what a killed process left behind, and what still waits for the scanner."""

from typing import Any

from django.core.management.base import BaseCommand

from schools.evidence.quarantine import scan_again
from schools.models import EvidenceFile
from schools.uploads.tidying import tidy


class Command(BaseCommand):
    help = "Remove content of files that no row names, and have files scanned that still wait for the virus scanner."

    def handle(self, *args: Any, **options: Any) -> None:
        waiting = EvidenceFile.objects.as_system("files wait until the scanner has answered").filter(
            status=EvidenceFile.Status.WAITING
        )
        keys = list(waiting.values_list("public_id", flat=True))
        for key in keys:
            scan_again.enqueue(str(key))
        self.stdout.write(f"Removed {tidy()} files that nothing names; {len(keys)} wait for the virus scanner.")
