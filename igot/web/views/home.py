"""My iGOT: what must I do by when, what was I doing, what can I not yet, how far am I this year."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def home(request: HttpRequest) -> HttpResponse:
    """The start page of everybody who is signed in."""
    return render(request, "web/home.html", {})
