"""What can be answered: chosen options as a list of their ids, a number or words as text, None for nothing."""

from typing import Any

from django.utils.translation import gettext as _

from assessments.attempts.models import AttemptQuestion
from assessments.bank.models import QuestionVersion
from assessments.grading.comparison import LONGEST, as_number
from assessments.grading.scoring import CHOICES, is_blank
from igot.kernel.errors import Refused

Kind = QuestionVersion.Kind


def in_order(question: QuestionVersion, response: Any) -> Any:
    """The response in the one form in which it is stored; raises Refused (`response`) when the question cannot be
    so answered.
    """
    if response is None:
        return None
    if question.kind in CHOICES:
        return _choices(question, response)
    if not isinstance(response, str | int | float) or isinstance(response, bool):
        raise Refused(_("Write the answer as text."), field="response")
    text = str(response).strip().replace("\x00", "")
    if len(text) > LONGEST:
        raise Refused(_("Shorten the answer to %(most)s characters.") % {"most": LONGEST}, field="response")
    return text or None


def _choices(question: QuestionVersion, response: Any) -> list[str] | None:
    if not isinstance(response, list | tuple) or not all(isinstance(choice, str) for choice in response):
        raise Refused(_("Give the chosen options as a list."), field="response")
    chosen = sorted(set(response))
    if not set(chosen) <= {option["id"] for option in question.options}:
        raise Refused(_("Choose from the options of the question."), field="response")
    if question.kind != Kind.MULTIPLE and len(chosen) > 1:
        raise Refused(_("Choose one option only."), field="response")
    return chosen or None


def advice_on(question: QuestionVersion, response: Any) -> str:
    """A hint on a response that is kept as it was typed but cannot be marked right; says nothing about the key."""
    if question.kind == Kind.NUMERIC and not is_blank(response) and as_number(str(response)) is None:
        return _("This is not a number. Write figures only, such as 1,50,000 or 2.5.")
    return ""


def stored_response(asked: AttemptQuestion, given: Any) -> Any:
    """What is stored for what the browser gives: option numbers become ids. Raises Refused (`response`)."""
    if asked.question.kind not in CHOICES or given is None:
        return given
    order = {str(number): name for number, name in enumerate(asked.option_order, start=1)}
    if not isinstance(given, list) or not all(isinstance(value, str) and value in order for value in given):
        raise Refused(_("Choose from the options of the question."), field="response")
    return [order[value] for value in given]


def shown_response(asked: AttemptQuestion, response: Any) -> Any:
    """What the browser is told for what is stored: option ids become numbers."""
    if asked.question.kind not in CHOICES or response is None:
        return response
    return [str(number) for number, name in enumerate(asked.option_order, start=1) if name in response]
