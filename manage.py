#!/usr/bin/env python
"""The portal's command line."""

import sys

from improvement_portal.start import prepare

if __name__ == "__main__":
    prepare(sys.argv)
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
