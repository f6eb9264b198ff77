"""What the web server calls."""

# First, since it says that this process is a web server: settings that are read before wait as long as commands do.
from config.wsgi import application as django

# isort: split
from django.conf import settings

from common.at_once import KeptPages
from config.door import Door

application = Door(
    django,
    at_once=KeptPages(django),
    session_cookie=settings.SESSION_COOKIE_NAME,
    reading_threads=settings.READING_THREADS,
    other_threads=settings.OTHER_THREADS,
)
