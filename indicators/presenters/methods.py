"""The methods as the public reads them: when each is used, its formula, where it comes from, and how it was checked.

docs/methods.md says more, for those who check the code; a test holds the formulas of both together.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from itertools import groupby
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.numbers import number
from indicators.statistics.verification import Check, checked

FILE = settings.DATA_DIR / "method_vectors.json"
KEEP_FOR = 60 * 60 * 24 * 30
DECIMALS = 6


@dataclass(frozen=True)
class Method:
    """One method: its anchor on the page, its words, and the measures of the published vectors that check it."""

    code: str
    name: Promise
    used: Promise
    formula: str | Promise
    reference: str
    measures: tuple[str, ...] = ()


METHODS = (
    Method(
        "proportion",
        gettext_lazy("Proportion"),
        gettext_lazy(
            "For percentages: how many of the people or households counted have something. O is the count, n the "
            "number that it is out of, k the multiplier (100 for a percentage), z the quantile of the normal "
            "distribution. The limits are Wilson’s score interval."
        ),
        "k · (2O + z² ∓ z·√(z² + 4·O·q)) / (2·(n + z²))        q = 1 − O/n",
        "Wilson, J. Am. Stat. Assoc. 22 (1927) 209–212; Newcombe and Altman, Statistics with Confidence, 2nd ed., 2000",
        ("proportion_wilson",),
    ),
    Method(
        "crude-rate",
        gettext_lazy("Crude rate"),
        gettext_lazy(
            "For events among people, where there may be more events than people. From ten events on the limits are "
            "Byar’s, under ten the exact ones of a Poisson count. Both take it that events happen independently."
        ),
        "O·(1 − 1/(9O) − z/(3√O))³ | (O+1)·(1 − 1/(9(O+1)) + z/(3√(O+1)))³\nχ²(α/2; 2O) / 2 | χ²(1 − α/2; 2O + 2) / 2",
        "Garwood, Biometrika 28 (1936) 437–442; Breslow and Day, Statistical Methods in Cancer Research II, IARC, 1987",
        ("crude_rate", "count_ci_byar", "crude_rate_ci_from_count"),
    ),
    Method(
        "dsr",
        gettext_lazy("Directly standardised rate"),
        gettext_lazy(
            "The rate that a population of standard age would have, so that an area with many old people can be "
            "compared with one that has few. w is the weight of each age band in the European Standard Population "
            "2013, T all events. Not given under ten events."
        ),
        gettext_lazy(
            "rate     = k · Σ(w·O/n) / Σw\nvariance = k² · Σ(w²·O/n²) / (Σw)²\n"
            "limits   = rate + √(variance / T) · (Byar's limit of T − T)"
        ),
        "Dobson, Kuulasmaa, Eberle and Scherer, Statistics in Medicine 10 (1991) 457–462; Eurostat, doi 10.2785/11470",
        ("dsr_dobson_byar",),
    ),
    Method(
        "nonindependent",
        gettext_lazy("Events that are not independent"),
        gettext_lazy(
            "For admissions and the like, where one person may count several times and the true interval is wider. "
            "x_f is the number of people who had f events each."
        ),
        gettext_lazy(
            "crude:         variance of the count = Σ f²·x_f;  limits = k·(T + √(variance / T)·(limit(T) − T)) / n\n"
            "standardised:  variance = Σ f²·Var_f, Var_f as above from x_f;  limits as above"
        ),
        "Dobson, Kuulasmaa, Eberle and Scherer, Statistics in Medicine 10 (1991) 457–462",
        ("dsr_nonindependent",),
    ),
    Method(
        "indirect",
        gettext_lazy("Indirectly standardised ratio and rate"),
        gettext_lazy(
            "Where counts by age are known for the whole but not for the area: E is the number of events that the area "
            "would have with the rates of the reference population."
        ),
        gettext_lazy("E = Σ n·O_ref/n_ref     ratio = k·O/E, limits = k·limit(O)/E     rate = ratio · ΣO_ref/Σn_ref"),
        "Breslow and Day, Statistical Methods in Cancer Research II, IARC, 1987",
        ("indirectly_standardised_ratio", "indirectly_standardised_rate"),
    ),
    Method(
        "mean",
        gettext_lazy("Mean"),
        gettext_lazy(
            "The mean of measured values, with s their standard deviation and t the quantile of Student’s "
            "distribution. A mean of rates that others published has no interval, and none is shown."
        ),
        "x̄ ∓ t(1 − α/2; n − 1)·s/√n",
        "Student, Biometrika 6 (1908) 1–25; Altman and others, Statistics with Confidence, 2nd ed., 2000",
        ("mean_t",),
    ),
    Method(
        "comparison",
        gettext_lazy("Comparison with Wales or the health board"),
        gettext_lazy(
            "A figure is higher or lower only where its whole 95% interval lies above or below the value that it is "
            "compared with; an interval that touches it is no difference. Where there is no interval, the fifth of "
            "Wales’ clusters is said, with N values, Q groups, and the rank counted from the lowest."
        ),
        gettext_lazy("quantile = Q + 1 − ⌈(N + 1 − rank) · Q / N⌉"),
        "UK Health Security Agency, PHEindicatormethods 2.1.0 (published figures)",
        ("benchmark_ci_excludes", "quantile"),
    ),
    Method(
        "funnel",
        gettext_lazy("Funnel plot and control limits"),
        gettext_lazy(
            "How far chance alone would spread areas of each size about the average p₀. An area outside the 95% or "
            "99.8% limits is unlikely to differ by chance only. The last line is for standardised rates, which stand "
            "at their effective population."
        ),
        "k·(p₀ ∓ z·√(p₀(1 − p₀)/n))\nk·O/(χ²(1 − α/2; 2O + 2)/2) | k·O/(χ²(α/2; 2O)/2)\nk·O/limit",
        "Spiegelhalter, Statistics in Medicine 24 (2005) 1185–1202",
        (
            "funnel_limits_proportion",
            "funnel_limits_ratio",
            "funnel_limits_rate",
            "funnel_significance_proportion",
            "funnel_significance_ratio",
            "control_limit_proportion",
            "control_limit_rate",
        ),
    ),
    Method(
        "contrast",
        gettext_lazy("Two areas or two periods"),
        gettext_lazy(
            "Whether two areas differ is another question than whether each differs from Wales: their intervals may "
            "overlap while their difference is real. l and u are the limits of each figure, π the exact limits of one "
            "count among both."
        ),
        "d − √((p₁−l₁)² + (u₂−p₂)²) | d + √((u₁−p₁)² + (p₂−l₂)²)\n"
        "exp(ln r ∓ z·√(1/O₁ − 1/n₁ + 1/O₂ − 1/n₂))\n(n₂/n₁)·π/(1 − π)",
        "Newcombe, Statistics in Medicine 17 (1998) 873–890; Katz and others, Biometrics 34 (1978) 469–474; "
        "Zou and Donner, Statistics in Medicine 27 (2008) 1693–1702",
    ),
    Method(
        "inequality",
        gettext_lazy("Slope and relative index of inequality"),
        gettext_lazy(
            "How much a figure changes from the most to the least deprived people, with all groups between them in "
            "the sum: y₀ and y₁ are the two ends of a line fitted through the groups, each weighted by its people. The "
            "slope index is a difference, the relative index a ratio; limits come from 100,000 simulations with a "
            "stated seed where no formula is exact."
        ),
        "k·(y₁ − y₀) | y₁/y₀ | z·√(Σc²·se²)",
        "Pamuk, Population Studies 39 (1985) 17–31; Low and Low, J. Public Health 26 (2004) 390–395; "
        "Fieller, J. R. Stat. Soc. B 16 (1954) 175–185",
        ("slope_index_of_inequality",),
    ),
    Method(
        "life-expectancy",
        gettext_lazy("Life expectancy"),
        gettext_lazy(
            "The years that somebody would live if the death rates of today held all their life. Not given for areas "
            "of 5,000 people or fewer. M is deaths over people in a band of n years."
        ),
        gettext_lazy(
            "q = n·M / (1 + n·(1 − a)·M), at most 1      L = n·(l_next + a·d), last l/M      e = Σ L / l\n"
            "Var(e) = Σ l²·((1 − a)·n + e_next)²·q²·(1 − q)/D / l², with l²/(D·M²) for the last band (Silcocks)"
        ),
        "Chiang, Introduction to Stochastic Processes in Biostatistics, 1968; "
        "Silcocks, Jenner and Reza, J. Epidemiol. Community Health 55 (2001) 38–43",
        ("life_expectancy_chiang_silcocks",),
    ),
    Method(
        "trend",
        gettext_lazy("Recent trend"),
        gettext_lazy(
            "Rising or falling is said only of the last five evenly spaced periods, where the test is significant at "
            "99.8% and the direction holds with each period left out in turn. With fewer periods no trend can be "
            "told, which is not the same as no change."
        ),
        gettext_lazy(
            "values:       w = 1/se²; Δ = Σw·Σwt² − (Σwt)²; β = (Σw·Σwtv − Σwt·Σwv)/Δ; χ² = β²·Δ/Σw\n"
            "proportions:  χ² = N·(N·Σct − C·Σnt)² / (C·(N − C)·(N·Σnt² − (Σnt)²)), C = Σc, N = Σn"
        ),
        "Public Health England, Fingertips technical guidance; Armitage, Biometrics 11 (1955) 375–386",
        ("recent_trend_values", "recent_trend_proportion"),
    ),
    Method(
        "percentiles",
        gettext_lazy("Percentiles"),
        gettext_lazy("Where a share f of the areas lies below, with N values in order and counting from 0."),
        "h = (N − 1)·f: x_⌊h⌋ + (h − ⌊h⌋)·(x_⌊h⌋₊₁ − x_⌊h⌋)",
        "Hyndman and Fan, The American Statistician 50 (1996) 361–365",
        ("percentiles_type7",),
    ),
    Method(
        "neighbours",
        gettext_lazy("Similar areas"),
        gettext_lazy("How alike two areas are on several variables, each brought to mean 0 and standard deviation 1."),
        "√(Σ w·(z − z')²)",
        "",
    ),
)


@dataclass(frozen=True)
class Row:
    """One published figure beside ours, as they are shown."""

    vector: str
    name: str
    published: str
    ours: str
    agrees: bool


class MethodsPage:
    """All methods, each with the published figures that it reproduces."""

    methods = METHODS

    @cached_property
    def checks(self) -> list[Check]:
        """What the code gives for each published figure: worked out once for each state of the file and the code."""
        kept: list[Check] = cache.get_or_set(f"methods-{_edition()}", _worked_out, KEEP_FOR)
        return kept

    @property
    def vectors(self) -> int:
        return len({check.vector for check in self.checks})

    @property
    def agreeing(self) -> int:
        """How many vectors agree in every figure."""
        grouped = groupby(self.checks, key=lambda check: check.vector)
        return sum(all(check.agrees for check in checks) for _vector, checks in grouped)

    def sections(self) -> Iterator[tuple[Method, list[Row]]]:
        for method in self.methods:
            yield method, [_row(check) for check in self.checks if check.measure in method.measures]


def _edition() -> str:
    code = (settings.BASE_DIR / "indicators" / "statistics").glob("*.py")
    total = sha256(FILE.read_bytes())
    for path in sorted(code):
        total.update(path.read_bytes())
    return total.hexdigest()[:16]


def _worked_out() -> list[Check]:
    return list(checked(json.loads(FILE.read_text(encoding="utf-8"))))


def _row(check: Check) -> Row:
    return Row(check.vector, check.name, _shown(check.published), _shown(check.ours), check.agrees)


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return "; ".join(_shown(one) for one in value)
    if isinstance(value, str):
        return value
    if value is None or value != value:  # not a number: nothing is published
        return _("not given")
    return number(value, DECIMALS).rstrip("0").rstrip(".")
