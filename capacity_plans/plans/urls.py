"""Where plans are drafted, reviewed and published."""

from django.urls import path

from capacity_plans.plans.views import items, plans, wishes

PLANS = "o/<slug:slug>/plans/"
PLAN = f"{PLANS}<uuid:public_id>/"

urlpatterns = [
    path(PLANS, plans.plan_list, name="plan_list"),
    path(f"{PLANS}new/", plans.plan_new, name="plan_new"),
    path(f"{PLANS}for/<uuid:public_id>/", wishes.plan_for, name="plan_for"),
    path(PLAN, plans.plan, name="plan"),
    path(f"{PLAN}words/", plans.plan_words, name="plan_words"),
    path(f"{PLAN}reach/", plans.plan_reach, name="plan_reach"),
    path(f"{PLAN}submit/", plans.plan_submit, name="plan_submit"),
    path(f"{PLAN}take-back/", plans.plan_take_back, name="plan_take_back"),
    path(f"{PLAN}publish/", plans.plan_publish, name="plan_publish"),
    path(f"{PLAN}amend/", plans.plan_amend, name="plan_amend"),
    path(f"{PLAN}items/new/", items.plan_item_new, name="plan_item_new"),
    path(f"{PLAN}items/reach/", items.plan_try_reach, name="plan_try_reach"),
    path(f"{PLAN}items/<uuid:key>/", items.plan_item, name="plan_item"),
    path(f"{PLAN}items/<uuid:key>/reach/", items.plan_item_reach, name="plan_item_reach"),
    path(f"{PLAN}items/<uuid:key>/remove/", items.plan_item_remove, name="plan_item_remove"),
]
