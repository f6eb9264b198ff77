"""What the measurements of pages share: databases of their own, the portal in this process, printed lines."""

import os
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, TypeVar

import psycopg
from places import CHECKOUT, Refused
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

SUPPORT = CHECKOUT / "script" / "support"
# The server as it was given, for the role that runs the portal and for the owner of databases and tables; the portal of
# this process sees a database of ours on it.
SERVER, OWNER = (os.environ.get(name, "") for name in ("DATABASE_URL", "OWNER_DATABASE_URL"))
RUN = f"bench-{uuid.uuid4().hex[:12]}"


Amount = TypeVar("Amount")


def usually(amount: Amount, *, in_short: Amount) -> Amount:
    """Return how much is measured; less where BENCH_IN_SHORT asks only whether a measurement still runs."""
    return in_short if os.environ.get("BENCH_IN_SHORT") else amount


# --- lines ---


def report(name: str, value: float, unit: str) -> None:
    """Print one figure."""
    print(_figure(name, value, unit), flush=True)


def judge(name: str, value: float, unit: str, *, ratio: float, least: float | None = None, most: float | None = None):
    """Print one figure with what it is held against: a ratio that must reach `least`, or not exceed `most`."""
    kept = ratio >= least if least is not None else ratio <= most
    bar = f"≥ {least:g}" if least is not None else f"≤ {most:g}"
    print(f"{_figure(name, value, unit)}  ratio {ratio:.3g} (bar {bar}) {'ok' if kept else 'short'}", flush=True)


def judge_most(name: str, value: float, unit: str, most: float) -> None:
    """Print one figure that must not exceed `most`; the ratio is the share of it that is used."""
    verdict = "ok" if value <= most else "short"
    ratio = f"ratio {value / most:.3g} " if most else ""
    print(f"{_figure(name, value, unit)}  {ratio}(bar ≤ {most:g} {unit}) {verdict}", flush=True)


def _figure(name: str, value: float, unit: str) -> str:
    shown = f"{value:.0f}" if value >= 100 or value == int(value) else f"{value:.3g}"
    return f"{name} {shown} {unit}"


# --- databases ---


@contextmanager
def database(name: str, *, like: str | None = None) -> Iterator[str]:
    """Make a database of this name, empty or a copy, for as long as the block lasts; give its address."""
    _drop(name)
    copied = sql.SQL(" TEMPLATE {}").format(sql.Identifier(like)) if like else sql.SQL("")
    _on_server(sql.SQL("CREATE DATABASE {}{}").format(sql.Identifier(name), copied))
    try:
        yield address_of(name)
    finally:
        _drop(name)


@contextmanager
def prepared_database(name: str) -> Iterator[str]:
    """Make a database that holds the shipped places and figures, and see to the static files.

    BENCH_LIKE names a database that holds them already, so that a measurement in short begins at once.
    """
    with database(name, like=os.environ.get("BENCH_LIKE")) as address:
        command = [sys.executable, "manage.py", "prepare_portal"]
        done = subprocess.run(
            command, cwd=CHECKOUT, env=variables(address), capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise Refused(f"The portal could not be prepared:\n{done.stdout}{done.stderr}")
        yield address


def address_of(name: str) -> str:
    return make_conninfo(SERVER, dbname=name)


def owner_of(address: str) -> str:
    """Return where the owner reaches the database of this address."""
    return make_conninfo(OWNER, dbname=conninfo_to_dict(address)["dbname"])


def _drop(name: str) -> None:
    _on_server(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _on_server(statement: sql.Composed) -> None:
    with psycopg.connect(OWNER, autocommit=True) as server:
        server.execute(statement)


# --- the portal ---


def variables(address: str) -> dict[str, str]:
    """Return the environment of a portal that is measured on this database."""
    return {
        **os.environ,
        "DATABASE_URL": address,
        "OWNER_DATABASE_URL": owner_of(address),
        "DJANGO_SETTINGS_MODULE": "bench_settings",
        "PYTHONPATH": os.pathsep.join([str(CHECKOUT), str(SUPPORT)]),
        "BENCH_RUN": RUN,
        "DEBUG": "",
    }


def start_portal(address: str) -> None:
    """Start the portal in this process, on this database."""
    import django

    os.environ.update(variables(address))
    sys.path.insert(0, str(CHECKOUT))
    django.setup()


@cache
def client() -> Any:
    """Return the one client of this process: a new one would read the settings of all middleware at its first page."""
    from django.test import Client

    return Client(headers={"accept-encoding": "br"})


def use_database(name: str) -> None:
    """Point the portal of this process at another database of the same server."""
    from django.db import connection

    connection.close()
    connection.settings_dict["NAME"] = name


def let_go() -> None:
    """Let go of the database, so that it can be copied or removed."""
    from django.db import connection

    connection.close()


def fresh(path: str) -> str:
    """Return the address of the same page that no cache has seen: a parameter that means nothing is new each time."""
    return f"{path}{'&' if '?' in path else '?'}n={uuid.uuid4().hex}"


# --- the pages ---


def public_pages() -> dict[str, str]:
    """Return an address of each public page in English, by its name, and of the other views of the summary.

    A page that needs an example is shown with the board that has most clusters, and with what belongs to it.
    """
    from django.urls import reverse

    found = {name: reverse(name, kwargs=_example(name, wanted)) for name, wanted in sorted(public_routes().items())}
    summary = found["indicators:summary"]
    found["portal:search_results"] = f"{found['portal:search']}?q=llan"
    found["indicators:summary_indicator"] = f"{summary}?view=indicator"
    found["indicators:summary_cluster"] = f"{summary}?view=cluster&cluster={_cluster().code}"
    return {name.replace(":", "_"): path for name, path in found.items()}


def public_routes() -> dict[str, Sequence[str]]:
    """Return the name of each public page, with the names of what its address holds; files to download are no pages."""
    from django.urls import get_resolver

    return dict(_public_under(get_resolver(), ""))


# No body of the shipped data has a published plan; how plans are measured stands in bench_plans.
OF_PUBLISHED_PLANS = {"plan", "edition", "document", "attachment", "original", "report", "board_annex_file"}


def _public_under(resolver: Any, prefix: str) -> Iterator[tuple[str, Sequence[str]]]:
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from _public_under(pattern, inner)
        elif prefix == "plans:" and pattern.name in OF_PUBLISHED_PLANS:
            continue
        elif getattr(pattern.callback, "is_public_page", False) and "extension" not in pattern.pattern.converters:
            yield prefix + pattern.name, list(pattern.pattern.converters)


def _example(name: str, wanted: Sequence[str]) -> dict[str, str]:
    """Return what the address of this route holds, taken from the shipped data."""
    if not wanted:
        return {}
    if name not in EXAMPLES:
        raise Refused(f"The public page {name} has no example here: add one to script/support/bench_common.py.")
    found = EXAMPLES[name]()
    return found if isinstance(found, dict) else {wanted[0]: found}


def _board() -> Any:
    from django.db.models import Count

    from clusters.models import HealthBoard

    return HealthBoard.objects.real().annotate(size=Count("children")).order_by("-size", "pk").first()


def _cluster() -> Any:
    from clusters.models import Cluster

    return Cluster.objects.real().filter(parent=_board()).order_by("sort_key_en").first()


def _authority() -> Any:
    return _cluster().local_authority


def _group() -> str:
    return _authority().coverages.first().planning_group.slug


def _indicator() -> str:
    from indicators.models import Indicator

    return Indicator.objects.key().order_by("key_order").first().slug


def _of_examples(kind: str, slug: str) -> str:
    from governance.models import Body

    return Body.objects.get(body_kind=kind, slug_en=slug).slug


def _collaborative() -> str:
    from collaboratives.models import Collaborative

    return Collaborative.objects.order_by("pk").first().slug


def _with_meetings() -> dict[str, str]:
    return {"kind": "cluster", "slug": _of_examples("cluster", "example-central")}


def _meeting() -> str:
    from meetings.models import Meeting

    return str(Meeting.objects.order_by("starts_at", "pk").first().uid)


# What each public page with an address of its own is about: what the one part of its address holds, or each by name.
EXAMPLES: dict[str, Callable[[], str | dict[str, str]]] = {
    "budgets:board_money": lambda: _of_examples("health_board", "example"),
    "budgets:cluster_money": lambda: _of_examples("cluster", "example-central"),
    "clusters:planning_group": _group,
    "clusters:practice": lambda: _cluster().memberships.first().provider.ods_code,
    "collaboratives:collaborative": _collaborative,
    "indicators:health_board_summary": lambda: _board().slug,
    "indicators:health_board_summary_csv": lambda: _board().slug,
    "indicators:indicator": _indicator,
    "meetings:calendar": _with_meetings,
    "meetings:file": _meeting,
    "meetings:of_body": _with_meetings,
    "plans:board": lambda: _board().slug,
    "plans:board_annex": lambda: _board().slug,
    "plans:group": _group,
    "portal:cluster": lambda: _cluster().slug,
    "portal:cluster_indicators": lambda: _cluster().slug,
    "portal:cluster_people": lambda: _cluster().slug,
    "portal:health_board": lambda: _board().slug,
    "portal:local_authority": lambda: _authority().slug,
}
