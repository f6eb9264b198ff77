"""The web server of the portal: `python -m config.web --port 8000`, the one way to serve it.

Whatever else could be asked of granian is settled here, since its defaults let a handful of connections stop it.
"""

import argparse
import resource

from granian import Granian
from granian.constants import HTTPModes, Interfaces, Loops
from granian.log import LogLevels

PORTAL = "config.asgi:application"
MOST_CONNECTIONS = 8_192  # of each process, idle ones among them
FILES_OF_ITS_OWN = 256
SECONDS_TO_FINISH = 5


def serve(application: str, *, host: str, port: int, workers: int, log_level: str) -> None:
    """Serve until a signal comes; a process that dies is replaced at once."""
    Granian(
        application,
        address=host,
        port=port,
        interface=Interfaces.ASGINL,
        loop=Loops.uvloop,
        workers=workers,
        # Over version 2 one connection could bring two hundred bodies; whoever wants it for readers has it in front.
        http=HTTPModes.http1,
        websockets=False,
        # No more connections than this are accepted, whether they ask for something or not.
        backpressure=most_connections(),
        respawn_failed_workers=True,
        workers_kill_timeout=SECONDS_TO_FINISH,
        log_level=LogLevels(log_level),
    ).serve()


def most_connections() -> int:
    """Return how many connections a process may hold: each may need a second file, for the body that it brings."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return min(MOST_CONNECTIONS, max(1, (hard - FILES_OF_ITS_OWN) // 2))


def main() -> None:
    parser = argparse.ArgumentParser(prog="config.web", description=__doc__)
    parser.add_argument("application", nargs="?", default=PORTAL)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--log-level", choices=[level.value for level in LogLevels], default="info")
    given = parser.parse_args()
    serve(given.application, host=given.host, port=given.port, workers=given.workers, log_level=given.log_level)


if __name__ == "__main__":
    main()
