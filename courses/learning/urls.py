"""Addresses of the learners' pages."""

from django.urls import path

from courses.learning import views

urlpatterns = [
    path("learning/", views.my_learning, name="my_learning"),
    path("courses/<slug:slug>/enrol/", views.enrol, name="enrol"),
    path("learn/<uuid:public_id>/", views.learn, name="learn"),
    path("learn/<uuid:public_id>/events/", views.learn_events, name="learn_events"),
    path("learn/<uuid:public_id>/why/", views.why, name="why"),
    path("learn/<uuid:public_id>/recheck/", views.learn_recheck, name="learn_recheck"),
    path("learn/<uuid:public_id>/withdraw/", views.learn_withdraw, name="learn_withdraw"),
    path("learn/<uuid:public_id>/<uuid:key>/", views.learn_resource, name="learn_resource"),
    path("learn/<uuid:public_id>/<uuid:key>/done/", views.learn_done, name="learn_done"),
    path("learn/<uuid:public_id>/<uuid:key>/attempt/", views.learn_attempt, name="learn_attempt"),
]
