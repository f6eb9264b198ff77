"""What the workers do for figures."""

from django.conf import settings

from common import clock, jobs
from common.models import Job
from indicators.releases import computing, context

COMPUTE_FIGURES = "indicators.compute_figures"


@jobs.performs(COMPUTE_FIGURES)
def compute_figures(job: Job) -> None:
    """Load the catalogue and publish a release where its inputs changed."""
    at = clock.now()
    computing.load_catalogue(folder=settings.DATA_DIR, at=at)
    context.load_published_rates(folder=settings.DATA_DIR, at=at)
    jobs.report(job, progress=10, message_en="Computing the figures.", message_cy="Yn cyfrifo'r ffigurau.")
    computing.publish_computed_release(folder=settings.DATA_DIR, at=at, on=clock.today())
