"""Addresses of the dictionaries and of FRACing."""

from django.urls import path

from competencies.framework.converters import register
from competencies.framework.views import authoring, proposals, reading, releases, standing

register()

urlpatterns = [
    path("competencies/", reading.competency_list, name="competency_list"),
    path("competencies/<uuid:public_id>/", reading.competency, name="competency"),
    path("competencies/<dictionary:kind>/", reading.item_list, name="item_list"),
    path("competencies/<dictionary:kind>/<uuid:public_id>/", reading.item, name="item"),
    path("competencies/<dictionary:kind>/<uuid:public_id>/versions/", reading.versions, name="item_versions"),
    path("frac/releases/", releases.releases, name="releases"),
    path("frac/releases/<int:number>/", releases.release, name="release"),
    path("o/<slug:slug>/frac/release/", releases.release_new, name="release_new"),
    path("o/<slug:slug>/frac/", authoring.frac, name="frac"),
    path("o/<slug:slug>/frac/<dictionary:kind>/new/", authoring.frac_new, name="frac_new"),
    path("o/<slug:slug>/frac/<dictionary:kind>/duplicates/", standing.frac_duplicates, name="frac_duplicates"),
    path("o/<slug:slug>/frac/<dictionary:kind>/<uuid:public_id>/", standing.frac_item, name="frac_item"),
    path("o/<slug:slug>/frac/<dictionary:kind>/<uuid:public_id>/revise/", authoring.frac_revise, name="frac_revise"),
    path("o/<slug:slug>/frac/<dictionary:kind>/<uuid:public_id>/retire/", proposals.frac_retire, name="frac_retire"),
    path("o/<slug:slug>/frac/<dictionary:kind>/<uuid:public_id>/merge/", proposals.frac_merge, name="frac_merge"),
    path("o/<slug:slug>/frac/proposals/<uuid:public_id>/", proposals.proposal, name="proposal"),
    path(
        "o/<slug:slug>/frac/proposals/<uuid:public_id>/take-back/",
        proposals.proposal_take_back,
        name="proposal_take_back",
    ),
    path("o/<slug:slug>/frac/<uuid:public_id>/", authoring.revision, name="revision"),
    path("o/<slug:slug>/frac/<uuid:public_id>/edit/", authoring.revision_edit, name="revision_edit"),
    path("o/<slug:slug>/frac/<uuid:public_id>/submit/", authoring.revision_submit, name="revision_submit"),
    path("o/<slug:slug>/frac/<uuid:public_id>/take-back/", authoring.revision_take_back, name="revision_take_back"),
    path("o/<slug:slug>/frac/<uuid:public_id>/discard/", authoring.revision_discard, name="revision_discard"),
]
