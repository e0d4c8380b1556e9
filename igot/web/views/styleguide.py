"""The components, documented by being used. Only where DEBUG is on."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@login_not_required
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component with the context it takes."""
    return render(request, "web/styleguide.html", {})
