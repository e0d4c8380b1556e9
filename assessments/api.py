"""The assessments' endpoints, under `/api/v1/`."""

from assessments.attempts.api import urlpatterns as attempts
from assessments.bank.api import urlpatterns as bank
from assessments.corrections.api import urlpatterns as corrections
from assessments.offered.api import urlpatterns as offered
from assessments.papers.api import urlpatterns as papers
from assessments.voiding.api import urlpatterns as voiding

urlpatterns = [*attempts, *bank, *papers, *corrections, *offered, *voiding]
