"""Work in the background goes through the real queue to the real worker."""

from script.support.processes import wait_until

SECONDS_TO_FINISH = 60


def test_a_job_is_done_by_the_worker(portal):
    said = portal.manage("compute_figures", "--in-background")
    number = int(said.removeprefix("Figures: job ").partition(" ")[0])

    def job() -> tuple:
        return portal.read("SELECT state, progress, attempts, ended_at IS NULL FROM common_job WHERE id = %s", number)[
            0
        ]

    wait_until(lambda: job()[0] in ("done", "failed"), SECONDS_TO_FINISH, pause=0.1)

    assert job() == ("done", 100, 1, False)
