"""The components, documented by being used. Only where DEBUG is on, and only in English: it is for developers."""

import re
from pathlib import Path

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from igot.kernel.pages import paginate

CRITERIA = [
    {"text": "Page one is read", "met": True, "evidence": "Read on 20 November 2026", "link": ""},
    {"text": "The end assessment is passed", "met": False, "evidence": "Not taken yet", "link": "#"},
]
CHART = {
    "heading": "Department",
    "labels": ["Personnel", "Expenditure", "Revenue"],
    "series": [{"name": "Completed", "values": [62, 48, 71]}],
    "rows": [["Personnel", "62%"], ["Expenditure", "48%"], ["Revenue", "71%"]],
    "unit": "%",
    "maximum": 100,
}


class Sample(forms.Form):
    """One field of each sort."""

    title = forms.CharField(help_text="As it stands in the catalogue.")
    summary = forms.CharField(widget=forms.Textarea, required=False)
    kind = forms.ChoiceField(choices=[("a", "Annual"), ("s", "Special")])
    label = forms.ChoiceField(choices=[("s", "Statutory"), ("r", "Recommended")], widget=forms.RadioSelect)
    agreed = forms.BooleanField(label="I have read it")
    paper = forms.FileField(required=False)


@login_not_required
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component with the context it takes."""
    sprite = (Path(settings.BASE_DIR) / "static" / "img" / "icons.svg").read_text()
    context = {
        "tones": ["info", "ok", "warn", "bad"],
        "criteria": CRITERIA,
        "data": CHART,
        "page": paginate(request, range(60)),
        "form": Sample({"title": ""}) if "wrong" in request.GET else Sample(),
        "icons": re.findall(r'symbol id="([a-z0-9-]+)"', sprite),
    }
    return render(request, "web/styleguide.html", context)
