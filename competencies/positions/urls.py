"""Addresses of positions and work orders."""

from django.urls import path

from competencies.positions.views import mine, orders, positions

AT, POST = "o/<slug:slug>/orders/", "o/<slug:slug>/positions/"

urlpatterns = [
    path("my-work/", mine.my_work, name="my_work"),
    path("my-work/<uuid:public_id>/<slug:language>.pdf", mine.my_order_pdf, name="my_order_pdf"),
    path(POST, positions.position_list, name="position_list"),
    path(f"{POST}new/", positions.position_new, name="position_new"),
    path(f"{POST}template.xlsx", positions.position_template, name="position_template"),
    path(f"{POST}<uuid:public_id>/", positions.position, name="position"),
    path(f"{POST}<uuid:public_id>/require/", positions.position_require, name="position_require"),
    path(
        f"{POST}<uuid:public_id>/requirements/<int:key>/end/",
        positions.position_requirement_end,
        name="position_requirement_end",
    ),
    path(f"{POST}<uuid:public_id>/roles/", positions.position_role, name="position_role"),
    path(
        f"{POST}<uuid:public_id>/roles/<int:key>/remove/", positions.position_role_remove, name="position_role_remove"
    ),
    path(AT, orders.order_list, name="order_list"),
    path(f"{AT}new/", orders.order_new, name="order_new"),
    path(f"{AT}<uuid:public_id>/", orders.order, name="order"),
    path(f"{AT}<uuid:public_id>/edit/", orders.order_edit, name="order_edit"),
    path(f"{AT}<uuid:public_id>/people/", orders.order_people, name="order_people"),
    path(f"{AT}<uuid:public_id>/people/<uuid:place_id>/", orders.order_person, name="order_person"),
    path(
        f"{AT}<uuid:public_id>/people/<uuid:place_id>/remove/", orders.order_person_remove, name="order_person_remove"
    ),
    path(f"{AT}<uuid:public_id>/publish/", orders.order_publish, name="order_publish"),
    path(f"{AT}<uuid:public_id>/archive/", orders.order_archive, name="order_archive"),
    path(f"{AT}<uuid:public_id>/discard/", orders.order_discard, name="order_discard"),
    path(f"{AT}<uuid:public_id>/<slug:language>.pdf", orders.order_pdf, name="order_pdf"),
]
