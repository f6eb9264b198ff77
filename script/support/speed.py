"""How fast this machine is just now, and whether a run took longer than it may on a machine of usual speed.

python script/support/speed.py                           print how many times as long as usual a piece of work takes
python script/support/speed.py SECONDS MOST SLOWNESS…    judge a run by how slow the machine was before and after it
"""

import sys
import time

USUAL_SECONDS = 0.3  # of one of two quiet cores of the kind on which the minutes in docs/contributing.md were measured
ROUNDS = 4_000_000


def slowness() -> float:
    """Return how many times as long as usual this machine takes now."""
    start = time.perf_counter()
    total = 0
    for number in range(ROUNDS):
        total += number * number % 7
    return (time.perf_counter() - start) / USUAL_SECONDS


def judge(seconds: float, most: float, slow: list[float]) -> str:
    """Say what a run took and would have taken on a machine of usual speed; end the command where that is too long."""
    usual = seconds / max(1.0, *slow)
    words = (
        f"The whole took {seconds:.0f} s, about {usual:.0f} s on a machine of usual speed; it may take {most:.0f} s."
    )
    if usual > most:
        sys.exit(words)
    return words


if __name__ == "__main__":
    given = [float(one) for one in sys.argv[1:]]
    sys.stdout.write(f"{judge(given[0], given[1], given[2:]) if given else f'{slowness():.2f}'}\n")
