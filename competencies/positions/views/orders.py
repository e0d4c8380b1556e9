"""Work orders of an organisation: compose, check, compare, publish, put away."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from competencies.positions import access, queries, services
from competencies.positions.forms.orders import NewOrderForm, OrderForm, PeopleForm, PlaceForm
from competencies.positions.models import WorkOrder
from competencies.positions.views.files import pdf_response
from igot.accounts.access import acts_for
from igot.accounts.once import once
from igot.kernel.clock import now
from igot.kernel.errors import Conflict, Denied, Refused
from igot.kernel.forms import show_refusal
from igot.kernel.pages import paginate
from igot.organisations.models import Organisation

TONES = {"draft": "info", "published": "ok", "archived": "neutral"}


@require_safe
@acts_for(*access.ORDER_READERS)
def order_list(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """The orders of the organisation and of those below it."""
    text, state = request.GET.get("q", "").strip()[:100], request.GET.get("state", "")
    page = paginate(request, queries.find_orders(organisation, text, state))
    context = {
        "organisation": organisation,
        "page": page,
        "rows": [(order, TONES[order.state]) for order in page],
        "q": text,
        "state": state,
        "states": WorkOrder.State.choices,
        "may_compose": access.can_compose(request.user, organisation),
    }
    return render(request, "competencies/positions/order_list.html", context)


@once
@require_http_methods(["GET", "HEAD", "POST"])
@acts_for(*access.ORDER_READERS)
def order_new(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Begin an order."""
    if not access.can_compose(request.user, organisation):
        raise Denied()
    form, status = NewOrderForm(), 200
    if request.method == "POST":
        form, status = NewOrderForm(request.POST), 422
        if form.is_valid():
            try:
                order = services.create_order(
                    organisation=organisation, **form.cleaned_data, actor=request.user, at=now()
                )
            except Refused as refusal:
                show_refusal(form, refusal)
            else:
                return redirect("order", slug=organisation.slug, public_id=order.public_id)
    context = {"organisation": organisation, "form": form}
    return render(request, "competencies/positions/order_new.html", context, status=status)


@require_safe
@acts_for(*access.ORDER_READERS)
def order(request: HttpRequest, organisation: Organisation, public_id: UUID) -> HttpResponse:
    """One order: who does what, what is doubtful, what it changes."""
    found = queries.order(organisation, public_id)
    draft = found.state == WorkOrder.State.DRAFT
    written = list(queries.allocations_of(found)) if draft else []
    places = {str(place.person.public_id): place for place in written}
    page = paginate(request, queries.entries(found, written), per_page=20)
    changes = queries.changes(found, written) if found.previous_id else []
    changed = [change for change in changes if change.kind != "same"]
    findings = queries.findings(found, written) if draft else []
    context = {
        "organisation": organisation,
        "order": found,
        "tone": TONES[found.state],
        "draft": draft,
        "page": page,
        "rows": [(entry, places.get(entry["person"])) for entry in page],
        "findings": findings[:50],
        "more_findings": max(0, len(findings) - 50),
        "stops": any(finding.stops for finding in findings),
        "changes": changed[:50],
        "more_changes": max(0, len(changed) - 50),
        "may_compose": draft and access.can_compose(request.user, found.organisation),
        "may_publish": draft and access.can_publish(request.user, found.organisation),
        "may_archive": found.state == "published" and access.can_publish(request.user, found.organisation),
    }
    return render(request, "competencies/positions/order.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@acts_for(*access.ORDER_READERS)
def order_edit(request: HttpRequest, organisation: Organisation, public_id: UUID) -> HttpResponse:
    """Change the order's own lines."""
    found = access.order_to_compose(request.user, organisation, public_id)
    names = ("unit", "number", "title", "effective_on", "preface")
    hindi = {f"{name}_hi": text for name, text in found.translations.get("hi", {}).items()}
    form, status = OrderForm(initial={**{name: getattr(found, name) for name in names}, **hindi}), 200
    if request.method == "POST":
        form, status = OrderForm(request.POST), 422
        if form.is_valid():
            try:
                services.change_order(order=found, **form.cleaned_data, actor=request.user)
            except (Refused, Conflict) as refusal:
                _show(form, refusal)
            else:
                messages.success(request, _("Saved."))
                return redirect("order", slug=organisation.slug, public_id=public_id)
    context = {"organisation": organisation, "order": found, "form": form}
    return render(request, "competencies/positions/order_edit.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@acts_for(*access.ORDER_READERS)
def order_people(request: HttpRequest, organisation: Organisation, public_id: UUID) -> HttpResponse:
    """Add people; their work is filled in from their positions."""
    found = access.order_to_compose(request.user, organisation, public_id)
    form, status = PeopleForm(organisation=found.organisation), 200
    if request.method == "POST":
        form, status = PeopleForm(request.POST, organisation=found.organisation), 422
        if form.is_valid():
            try:
                added = services.add_people(order=found, people=form.people, actor=request.user)
            except (Refused, Conflict) as refusal:
                _show(form, refusal)
            else:
                messages.success(request, _("%(count)s people were added.") % {"count": added})
                return redirect("order", slug=organisation.slug, public_id=public_id)
    context = {"organisation": organisation, "order": found, "form": form}
    return render(request, "competencies/positions/order_people.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@acts_for(*access.ORDER_READERS)
def order_person(request: HttpRequest, organisation: Organisation, public_id: UUID, place_id: UUID) -> HttpResponse:
    """What one person does, and what that asks for."""
    found, place = access.place_to_write(request.user, organisation, public_id, place_id)
    form, status = PlaceForm(allocation=place), 200
    if request.method == "POST":
        form, status = PlaceForm(request.POST, allocation=place), 422
        if form.is_valid():
            try:
                services.write_allocation(
                    allocation=place,
                    activities=form.activities(),
                    competencies=form.competencies(),
                    note=form.cleaned_data["note"],
                    seen=request.POST.get("seen") or None,
                    actor=request.user,
                )
            except Refused as refusal:
                show_refusal(form, refusal)
            except Conflict as conflict:
                form.add_error(None, str(conflict.message))
                status = 409
            else:
                messages.success(request, _("Saved."))
                return redirect("order", slug=organisation.slug, public_id=public_id)
    # After a conflict it is what is stored by now: whoever saves once more has been told what they replace.
    seen = request.POST.get("seen", "") if status == 422 else queries.place_print(place)
    context = {"organisation": organisation, "order": found, "place": place, "form": form, "seen": seen}
    return render(request, "competencies/positions/order_person.html", context, status=status)


@require_POST
@acts_for(*access.ORDER_READERS)
def order_person_remove(
    request: HttpRequest, organisation: Organisation, public_id: UUID, place_id: UUID
) -> HttpResponse:
    """Take a person out of a draft."""
    _found, place = access.place_to_write(request.user, organisation, public_id, place_id)
    services.remove_person(allocation=place, actor=request.user)
    messages.success(request, _("%(name)s no longer stands in this order.") % {"name": place.person})
    return redirect("order", slug=organisation.slug, public_id=public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@acts_for(*access.ORDER_READERS)
def order_publish(request: HttpRequest, organisation: Organisation, public_id: UUID) -> HttpResponse:
    """Put it in force, after a last look at what that does."""
    found = access.order_to_publish(request.user, organisation, public_id)
    refused = ""
    if request.method == "POST":
        try:
            services.publish_order(order=found, actor=request.user, at=now())
        except Refused as refusal:
            refused = str(refusal.message)
        else:
            messages.success(request, _("The order is published. Its people are told, and the PDFs are being drawn."))
            return redirect("order", slug=organisation.slug, public_id=public_id)
    context = {"organisation": organisation, "order": found, "refused": refused}
    return render(request, "competencies/positions/order_publish.html", context, status=422 if refused else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@acts_for(*access.ORDER_READERS)
def order_archive(request: HttpRequest, organisation: Organisation, public_id: UUID) -> HttpResponse:
    """End an order without another in its place."""
    found = access.order_to_publish(request.user, organisation, public_id)
    if request.method == "POST":
        services.archive_order(order=found, actor=request.user, at=now())
        messages.success(request, _("The order is archived. From tomorrow on it asks nothing of anybody."))
        return redirect("order", slug=organisation.slug, public_id=public_id)
    context = {"organisation": organisation, "order": found}
    return render(request, "competencies/positions/order_archive.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@acts_for(*access.ORDER_READERS)
def order_discard(request: HttpRequest, organisation: Organisation, public_id: UUID) -> HttpResponse:
    """Let a draft go."""
    found = access.order_to_compose(request.user, organisation, public_id)
    if request.method == "POST":
        services.discard_order(order=found, actor=request.user)
        messages.success(request, _("The draft is gone."))
        return redirect("order_list", slug=organisation.slug)
    context = {"organisation": organisation, "order": found}
    return render(request, "competencies/positions/order_discard.html", context)


@require_safe
@acts_for(*access.ORDER_READERS)
def order_pdf(request: HttpRequest, organisation: Organisation, public_id: UUID, language: str) -> HttpResponseBase:
    """The order as PDF, or a page that says that it is being drawn."""
    return pdf_response(request, queries.order(organisation, public_id), language)


def _show(form: OrderForm | PeopleForm, refusal: Refused | Conflict) -> None:
    if isinstance(refusal, Refused):
        show_refusal(form, refusal)
    else:
        form.add_error(None, str(refusal.message))
