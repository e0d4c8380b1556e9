"""The assessments' pages."""

from assessments.attempts.urls import urlpatterns as attempts
from assessments.bank.urls import urlpatterns as bank
from assessments.corrections.urls import urlpatterns as corrections
from assessments.offered.urls import urlpatterns as offered
from assessments.papers.urls import urlpatterns as papers
from assessments.voiding.urls import urlpatterns as voiding

urlpatterns = [*bank, *papers, *attempts, *corrections, *voiding, *offered]
