"""How is a failure told? Any exception as code, message and hint; and whether trying again may help by itself."""

from __future__ import annotations

import logging
import uuid
from typing import Any

from django.db import InterfaceError, OperationalError
from pydantic import ValidationError

from makeready.office.errors import OfficeError
from makeready.office.pipelines.language import LanguageFault, ValueMissing
from makeready.office.tasks import params
from makeready.office.tasks.params import TaskParams
from makeready.office.tasks.task import TaskFailed
from makeready.press.findings import PressError

logger = logging.getLogger(__name__)

Told = dict[str, Any]
"""code, message, hint, and facts such as `findings`."""


DATABASE_AWAY = (OperationalError, InterfaceError)
"""What a database raises that is locked, restarted or out of reach: no fault of the task."""


class ParametersWrong(TaskFailed):
    """With its values put in, a parameter is no longer right."""

    code = "parameters_wrong"
    fix = "Correct the parameter or the value it asks for, then start the job again."

    def __init__(self, kind: type[TaskParams], given: dict[str, Any], why: ValidationError) -> None:
        sentences = [sentence for _, sentence in params.faults(kind, given)]
        super().__init__(" ".join(sentences) or f"The parameters are wrong: {why.errors()[0]['msg']}.")


def told(why: BaseException) -> Told:
    """The failure in words. What nobody foresaw goes to the log under an id that the words name."""
    if isinstance(why, OfficeError):
        return why.as_dict()
    if isinstance(why, PressError):
        first = why.findings[0]
        more = f" (and {len(why.findings) - 1} more)" if len(why.findings) > 1 else ""
        return {"code": first.code, "message": first.message + more, "hint": first.hint,
                "findings": [finding.as_dict() for finding in why.findings]}  # fmt: skip
    if isinstance(why, ValueMissing):
        hint = "Give the order this value, or mark it with ? in the pipeline; then start the job again."
        return {"code": "value_missing", "message": str(why), "hint": hint}
    if isinstance(why, LanguageFault):
        return {"code": "value_wrong", "message": why.sentence, "hint": "Correct the pipeline, then start it again."}
    if isinstance(why, DATABASE_AWAY):
        logger.warning("The database did not answer a task", exc_info=why)
        hint = "It is tried again by itself. If it stays so, look at the disk and at the database."
        return {"code": "database_busy", "message": "Our own database did not answer in time.", "hint": hint}
    identity = uuid.uuid4().hex[:12]
    logger.error("A task failed in a way nobody foresaw (%s)", identity, exc_info=why)
    return {
        "code": "internal",
        "message": f"The task failed by a fault of this program ({type(why).__name__}).",
        "hint": f"Press Retry; if it stays so, report it with the log's entry {identity}.",
    }


def is_transient(why: BaseException) -> bool:
    """Whether the same may well succeed a little later: a cut line, a timeout, a 5xx."""
    return bool(getattr(why, "transient", False)) or isinstance(why, DATABASE_AWAY)


def is_timeout(why: BaseException) -> bool:
    """Whether a task was stopped for taking too long: tried again only where the pipeline says so."""
    return getattr(why, "code", "") == "timed_out"


def asked_wait(why: BaseException) -> float:
    """Seconds that a receiver asked us to wait, 0 where it did not say."""
    facts = getattr(why, "facts", {})
    return float(facts.get("wait") or 0)
