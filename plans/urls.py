"""The addresses of plans; each part of the room has its own list."""

from plans.deciding.urls import urlpatterns as deciding
from plans.following.urls import urlpatterns as following
from plans.reading.urls import urlpatterns as reading
from plans.translating.urls import urlpatterns as translating
from plans.writing.urls import urlpatterns as writing

app_name = "plans"

urlpatterns = [*writing, *deciding, *reading, *following, *translating]
