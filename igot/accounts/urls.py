"""Pages about people and rights; where clients ask for tokens."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path
from oauth2_provider.views import RevokeTokenView

from igot.accounts.views import own, people, rights
from igot.accounts.views.tokens import LimitedTokenView

urlpatterns = [
    path("oauth/token/", login_not_required(LimitedTokenView.as_view()), name="oauth_token"),
    path("oauth/revoke/", login_not_required(RevokeTokenView.as_view()), name="oauth_revoke"),
    path("profile/", own.profile, name="profile"),
    path("acting/", own.acting, name="acting"),
    path("o/<slug:slug>/people/", people.people_list, name="people"),
    path("o/<slug:slug>/people/new/", people.person_new, name="person_new"),
    path("o/<slug:slug>/people/<uuid:public_id>/", people.person, name="person"),
    path("o/<slug:slug>/people/<uuid:public_id>/access/", people.person_access, name="person_access"),
    path("o/<slug:slug>/people/<uuid:public_id>/transfer/", people.person_transfer, name="person_transfer"),
    path("o/<slug:slug>/people/<uuid:public_id>/supervisor/", people.person_supervisor, name="person_supervisor"),
    path("o/<slug:slug>/roles/", rights.grant_list, name="grant_list"),
    path("o/<slug:slug>/roles/new/", rights.grant_new, name="grant_new"),
    path("o/<slug:slug>/roles/<uuid:public_id>/end/", rights.grant_end, name="grant_end"),
    path("o/<slug:slug>/clients/", rights.client_list, name="client_list"),
    path("o/<slug:slug>/clients/<str:client_id>/revoke/", rights.client_revoke, name="client_revoke"),
]
