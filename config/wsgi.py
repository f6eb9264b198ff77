"""Django, as the web server's door calls it (config.asgi)."""

import os

from django.core.wsgi import get_wsgi_application

from config.environment import WEB

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ["PROCESS"] = WEB

application = get_wsgi_application()
