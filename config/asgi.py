"""What the web server calls."""

from django.conf import settings

from common.at_once import KeptPages
from config.door import Door
from config.wsgi import application as django

application = Door(
    django,
    at_once=KeptPages(django),
    session_cookie=settings.SESSION_COOKIE_NAME,
    reading_threads=settings.READING_THREADS,
    other_threads=settings.OTHER_THREADS,
)
