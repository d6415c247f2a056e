"""From the final metrics of arms and seeds to a ranking and one plain sentence.

Must not know how the metrics came about. The interval of a difference is Student's, paired over seeds.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from class_balance.train.student import interval

#: Metrics documents of an arm by seed.
BySeed = Mapping[int, Mapping[str, Any]]

_ADJUSTED = "post-hoc logit adjustment"


@dataclass(frozen=True)
class Verdict:
    """The ranking, best first, as the event has it; the arm of the loss config; the sentence."""

    ranking: tuple[Mapping[str, Any], ...]
    chosen: str
    statement: str


def adjusted_name(baseline: str) -> str:
    """The name of the row of the baseline's adjusted logits."""
    return f"{baseline} + {_ADJUSTED}"


def verdict_of(baseline: str, arms: Mapping[str, BySeed], trained: Sequence[str]) -> Verdict:
    """The verdict over the arms that have metrics.

    Args:
        baseline: the plain arm; it has metrics.
        arms: metrics documents by arm and seed.
        trained: the arms that a loss config can stand for: all but the adjusted row.

    Raises:
        ValueError: where the baseline has no metrics.
    """
    if not arms.get(baseline):
        raise ValueError(f"the baseline {baseline} has no result")
    rows = [_ranked(name, arms[name], baseline, arms[baseline]) for name in arms if arms[name]]
    ranking = tuple(sorted(rows, key=lambda row: -float(row["mean"])))
    better = [row for row in ranking if row["conclusion"] == "better" and row["arm"] in trained]
    chosen = str(better[0]["arm"]) if better else baseline
    return Verdict(ranking, chosen, _statement(baseline, better, ranking))


def mean_metrics(documents: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The mean of metrics documents over seeds; a share that is None in all of them stays None."""
    found: dict[str, Any] = {}
    for name, value in documents[0].items():
        values = [one[name] for one in documents]
        found[name] = (
            [_mean(column) for column in zip(*values, strict=True)] if isinstance(value, list) else _mean(values)
        )
    return found


def _ranked(name: str, own: BySeed, baseline: str, plain: BySeed) -> dict[str, Any]:
    values = [float(one["balancedAccuracy"]) for one in own.values()]
    seeds = [seed for seed in own if seed in plain]
    differences = [float(own[seed]["balancedAccuracy"]) - float(plain[seed]["balancedAccuracy"]) for seed in seeds]
    between = interval(differences)
    return {
        "arm": name,
        "seeds": len(own),
        "mean": math.fsum(values) / len(values),
        "interval": interval(values),
        "difference": math.fsum(differences) / len(differences) if differences else 0.0,
        "differenceInterval": between,
        "conclusion": "baseline" if name == baseline else _conclusion(between),
        "metrics": mean_metrics(list(own.values())),
    }


def _conclusion(between: tuple[float, float] | None) -> str:
    if between is None or between[0] <= 0 <= between[1]:
        return "no difference shown"
    return "better" if between[0] > 0 else "worse"


def _statement(baseline: str, better: Sequence[Mapping[str, Any]], ranking: Sequence[Mapping[str, Any]]) -> str:
    seeds = next(int(row["seeds"]) for row in ranking if row["arm"] == baseline)
    if not better:
        reason = "one seed gives no interval" if seeds < 2 else f"over {seeds} seeds"
        return f"No arm was shown to beat {baseline} in balanced accuracy ({reason})."
    best = better[0]
    low, high = (100 * one for one in best["differenceInterval"])
    return (
        f"{best['arm']} beats {baseline} by {100 * best['difference']:.1f} points of balanced accuracy "
        f"(95 % interval {low:.1f} to {high:.1f}, {best['seeds']} seeds)."
    )


def _mean(values: Sequence[Any]) -> float | None:
    there = [float(one) for one in values if one is not None]
    return math.fsum(there) / len(there) if there else None
