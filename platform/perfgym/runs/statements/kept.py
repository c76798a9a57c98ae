"""The statements of a stored run, out of its evidence."""

import io
import zipfile

from perfgym.measure.errors import BadBundle
from perfgym.runs.models import Evidence, Run
from perfgym.runs.statements import document
from perfgym.runs.statements.counted import ArmStatements


def of(run: Run) -> dict[str, ArmStatements]:
    """By arm; empty for a run that has none. Raises BadBundle."""
    if document.TOLD not in run.result or not (found := Evidence.objects.filter(run=run).first()):
        return {}
    with zipfile.ZipFile(io.BytesIO(bytes(found.bundle))) as archive:
        if document.NAME not in archive.namelist():
            return {}
        if archive.getinfo(document.NAME).file_size > document.MAX_BYTES:
            raise BadBundle(f"{document.NAME} is larger than {document.MAX_BYTES:,} bytes.")
        return document.load(archive.read(document.NAME))
