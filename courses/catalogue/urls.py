"""Pages everybody who is signed in may open; what they find there depends on who they are."""

from django.urls import path

from courses.catalogue import views

urlpatterns = [
    path("catalogue/", views.catalogue, name="catalogue"),
    path("courses/<slug:slug>/", views.course, name="course"),
]
