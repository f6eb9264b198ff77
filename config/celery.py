"""The Celery application: reads Django's settings, finds the tasks of every app."""

import os

from celery import Celery

from common.timetable import WorkerSign

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = Celery("clwstwr")
application.config_from_object("django.conf:settings", namespace="CELERY")
application.autodiscover_tasks()
application.steps["worker"].add(WorkerSign)
