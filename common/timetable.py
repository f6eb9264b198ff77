"""What Celery's own processes do beside their work: leave a sign that they are alive."""

from typing import Any

from celery.beat import PersistentScheduler
from celery.bootsteps import StartStopStep

from common import vitals


class WorkerSign(StartStopStep):
    """A step in the start of a worker."""

    requires = {"celery.worker.components:Timer"}

    def start(self, worker: Any) -> None:
        vitals.leave_sign(vitals.WORKER)
        self.timer = worker.timer.call_repeatedly(vitals.SIGN_EVERY, vitals.leave_sign, (vitals.WORKER,))

    def stop(self, worker: Any) -> None:
        self.timer.cancel()


class Timetable(PersistentScheduler):
    """The timetable, which looks at least every few seconds whether something is due."""

    def tick(self, *args: Any, **kwargs: Any) -> float:
        vitals.leave_sign(vitals.BEAT)
        return super().tick(*args, **kwargs)
