"""The question bank, for those who make and check content."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.bank import editing, queries, services
from assessments.bank.access import READERS, WRITERS, may_write_here, question_of
from assessments.bank.forms import FORMS, FilterForm
from assessments.bank.models import Question, QuestionVersion
from igot.accounts.access import acts_for, may
from igot.accounts.once import once
from igot.kernel.clock import now
from igot.kernel.errors import Refused
from igot.kernel.pages import paginate
from igot.organisations.models import Organisation


@acts_for(*READERS)
@require_GET
def question_list(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """The bank's questions, narrowed by words, kind and competency."""
    form = FilterForm(request.GET, label_suffix="")
    criteria = form.criteria()
    context = {
        "organisation": organisation,
        "form": form,
        "narrowed": any(criteria.values()),
        "page": paginate(request, queries.search(organisation, **criteria)),
        "may_write": may(request.user, WRITERS, organisation),  # type: ignore[arg-type]
    }
    return render(request, "assessments/bank/question_list.html", context)


@once
@acts_for(*WRITERS)
@require_http_methods(["GET", "POST"])
def question_new(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Choose a kind, then write the question."""
    kind = request.GET.get("kind", "")
    if kind not in FORMS:
        context = {"organisation": organisation, "kinds": QuestionVersion.Kind.choices}
        return render(request, "assessments/bank/question_kind.html", context)
    if request.method == "GET":
        return _editor_page(request, organisation, editing.empty(kind))
    if "more" in request.POST:
        return _editor_page(request, organisation, editing.with_more_lines(kind, request.POST))
    editor = editing.posted(kind, request.POST)
    if editor.is_valid():
        try:
            services.add_question(organisation=organisation, actor=request.user, at=now(), **editor.arguments())  # type: ignore[arg-type]
        except Refused as refusal:
            editor.show(refusal)
        else:
            messages.success(request, _("The question is in the bank."))
            again = f"{request.path}?kind={kind}"
            return redirect(again if "another" in request.POST else _list_of(organisation))
    return _editor_page(request, organisation, editor, status=422)


def _list_of(organisation: Organisation) -> str:
    return reverse("question_list", args=[organisation.slug])


@acts_for(*READERS)
@require_http_methods(["GET", "POST"])
def question_edit(request: HttpRequest, organisation: Organisation, public_id: UUID) -> HttpResponse:
    """See a question and its versions; those who may write it give it a further version."""
    question = question_of(organisation, public_id)
    newest = queries.versions_of(question)[0]
    if request.method == "GET":
        return _editor_page(request, organisation, editing.filled(newest), question)
    may_write_here(request.user, organisation)  # type: ignore[arg-type]
    if "more" in request.POST:
        return _editor_page(request, organisation, editing.with_more_lines(newest.kind, request.POST), question)
    editor = editing.posted(newest.kind, request.POST, before=newest)
    if editor.is_valid():
        try:
            version = services.revise_question(question=question, actor=request.user, at=now(), **editor.arguments())  # type: ignore[arg-type]
        except Refused as refusal:
            editor.show(refusal)
        else:
            _say_what_was_saved(request, newest, version)
            return redirect("question_edit", organisation.slug, public_id)
    return _editor_page(request, organisation, editor, question, status=422)


def _say_what_was_saved(request: HttpRequest, before: QuestionVersion, version: QuestionVersion) -> None:
    if version.pk == before.pk:
        messages.info(request, _("Nothing had changed."))
    else:
        text = _("Saved as version %(number)s. Papers keep the version they have.") % {"number": version.number}
        messages.success(request, text)


def _editor_page(
    request: HttpRequest,
    organisation: Organisation,
    editor: editing.Editor,
    question: Question | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        "organisation": organisation,
        "editor": editor,
        "kind_label": QuestionVersion.Kind(editor.kind).label,
        "question": question,
        "versions": list(queries.versions_of(question)) if question else [],
        "may_write": may(request.user, WRITERS, organisation),  # type: ignore[arg-type]
    }
    return render(request, "assessments/bank/question_edit.html", context, status=status)


@acts_for(*WRITERS)
@require_POST
def question_archive(request: HttpRequest, organisation: Organisation, public_id: UUID) -> HttpResponse:
    """Archive a question, or restore an archived one."""
    question = question_of(organisation, public_id)
    if "restore" in request.POST:
        services.restore_question(question=question, actor=request.user, at=now())  # type: ignore[arg-type]
        messages.success(request, _("The question is offered again."))
    else:
        services.archive_question(question=question, actor=request.user, at=now())  # type: ignore[arg-type]
        messages.success(request, _("The question is archived. Papers that hold it keep it."))
    return redirect("question_edit", organisation.slug, public_id)
