"""The assessments' pages."""

from assessments.attempts.urls import urlpatterns as attempts
from assessments.bank.urls import urlpatterns as bank
from assessments.papers.urls import urlpatterns as papers

urlpatterns = [*bank, *papers, *attempts]
