"""`python -m makeready.cli`: the command line without the installed script."""

import sys

from makeready.cli import main

sys.exit(main())
