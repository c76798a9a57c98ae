"""What was expected of a run, beside what it showed: {% predicted run %}."""

from typing import Any

from django import template

from perfgym.accounts.models import Person
from perfgym.progress import predictions
from perfgym.runs.models import Run

register = template.Library()


@register.inclusion_tag("runs/predicted.html")
def predicted(run: Run) -> dict[str, Any]:
    """Nothing is shown of a run that nobody had predicted anything of."""
    return {"predicted": predictions.of_run(run)}


@register.inclusion_tag("web/calibration.html")
def calibration_of(person: Person) -> dict[str, Any]:
    """How well a person's ranges have held so far, once there are enough to say."""
    return {"calibration": predictions.calibration(person)}
