"""Where gaps are looked at, people are found, and demand is shown."""

from django.urls import path

from competencies.insight.views import demand, finder, gaps

GAPS, FINDER = "o/<slug:slug>/gaps/", "o/<slug:slug>/finder/"

urlpatterns = [
    path(GAPS, gaps.gap_map, name="gap_map"),
    path("o/<slug:slug>/gaps.csv", gaps.gap_map_csv, name="gap_map_csv"),
    path(f"{GAPS}trend/", gaps.gap_trend, name="gap_trend"),
    path("o/<slug:slug>/gaps/trend.csv", gaps.gap_trend_csv, name="gap_trend_csv"),
    path(f"{GAPS}next/", gaps.gap_next, name="gap_next"),
    path(f"{GAPS}sheet/", gaps.gap_sheet, name="gap_sheet"),
    path(f"{GAPS}<uuid:public_id>/", gaps.gap_competency, name="gap_competency"),
    path(f"{GAPS}<uuid:public_id>/people/", gaps.gap_people, name="gap_people"),
    path(FINDER, finder.finder, name="finder"),
    path(f"{FINDER}log/", finder.finder_log, name="finder_log"),
    path(f"{FINDER}<uuid:public_id>/", finder.finder_result, name="finder_result"),
    path("found/", finder.being_found, name="being_found"),
    path("demand/", demand.demand, name="demand"),
]
