"""The addresses of plans; each part of the room has its own list."""

from plans.bilingual.urls import urlpatterns as translating
from plans.progress.urls import urlpatterns as following
from plans.published.urls import urlpatterns as reading
from plans.review.urls import urlpatterns as deciding
from plans.writing.urls import urlpatterns as writing

app_name = "plans"

urlpatterns = [*writing, *deciding, *reading, *following, *translating]
