"""Set before anything reads the settings (pytest loads it by `-p`): a state folder and a key of this session's own."""

import os
import secrets
import tempfile
from pathlib import Path

HOME = Path(tempfile.mkdtemp(prefix="pgt-"))
os.environ["PERFGYM_HOME"] = str(HOME)
os.environ["PERFGYM_SECRET_KEY"] = secrets.token_urlsafe(48)  # its own: no session takes another's pods for lost ones
os.environ["PERFGYM_SELFTEST"] = "off"  # nor does it test its sandbox first: that has its own tests
os.environ["PERFGYM_SENTINEL"] = "off"  # a worker of a test takes comparisons at once; the sentinel has its own tests
