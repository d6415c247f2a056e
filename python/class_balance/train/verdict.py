"""Which loss won: arms against the plain baseline, paired over seeds; which one the loss config takes; one sentence.

Must not know how arms were trained. The same rules and words as the extension's own trainer: an arm that is not shown
to be better does not replace the baseline.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from class_balance.train.student import interval

Document = Mapping[str, Any]


@dataclass(frozen=True)
class Outcome:
    """What one arm and seed came to: metrics documents; `val` None where nothing was set aside for validation."""

    arm: str
    seed: int
    test: Document
    val: Document | None


@dataclass(frozen=True)
class Verdict:
    """The ranking, best first, as the event has it; the arm of the loss config; the sentence."""

    ranking: tuple[Document, ...]
    chosen: str
    statement: str


Score = Callable[[Outcome], float]


def adjusted_name(baseline: str) -> str:
    """The name of the row that adjusts the plain model's logits."""
    return f"{baseline} + post-hoc logit adjustment"


def verdict_of(outcomes: Sequence[Outcome], baseline: str, arms: Sequence[str]) -> Verdict:
    """The verdict over the arms that have an outcome.

    The ranking is by balanced accuracy on the test split. The arm is chosen without it where there is validation data,
    so that its test numbers are not the best of several draws.

    Args:
        outcomes: of arms and seeds.
        baseline: the plain arm.
        arms: those that a loss config can be written for; others, such as adjusted logits, are only ranked.

    Raises:
        ValueError: where the baseline has no outcome.
    """
    plain = [one for one in outcomes if one.arm == baseline]
    if not plain:
        raise ValueError(f"the baseline {baseline} was not trained")
    names = list(dict.fromkeys(one.arm for one in outcomes))
    ranking = sorted((_ranked(name, outcomes, plain) for name in names), key=lambda row: -float(row["mean"]))
    validated = all(one.val is not None for one in outcomes)
    chosen = _choose(outcomes, plain, arms, _on_validation if validated else _on_test)
    where = "validation data" if validated else "the test data, for want of validation data"
    return Verdict(tuple(ranking), chosen, _statement(ranking, chosen, baseline, where))


def mean_metrics(documents: Sequence[Document]) -> dict[str, Any]:
    """Metric by metric the mean over runs; a recall that none has stays None."""
    found: dict[str, Any] = {}
    for name, value in documents[0].items():
        values = [one[name] for one in documents]
        several = isinstance(value, list)
        found[name] = [_mean(column) for column in zip(*values, strict=True)] if several else _mean(values)
    return found


def _on_test(one: Outcome) -> float:
    return float(one.test["balancedAccuracy"])


def _on_validation(one: Outcome) -> float:
    return float((one.val or one.test)["balancedAccuracy"])


def _ranked(name: str, outcomes: Sequence[Outcome], plain: Sequence[Outcome]) -> dict[str, Any]:
    own = [one for one in outcomes if one.arm == name]
    values = [_on_test(one) for one in own]
    differences = _differences(own, plain, _on_test)
    between = interval(differences)
    return {
        "arm": name,
        "seeds": len(own),
        "mean": math.fsum(values) / len(values),
        "interval": interval(values),
        "difference": math.fsum(differences) / len(differences) if differences else 0.0,
        "differenceInterval": between,
        "conclusion": "baseline" if name == plain[0].arm else _conclusion(between),
        "metrics": mean_metrics([one.test for one in own]),
    }


def _differences(own: Sequence[Outcome], plain: Sequence[Outcome], score: Score) -> list[float]:
    """Of the seeds that both have."""
    other = {one.seed: score(one) for one in plain}
    return [score(one) - other[one.seed] for one in own if one.seed in other]


def _conclusion(between: tuple[float, float] | None) -> str:
    """Seeds that all agree to the last digit say nothing about the spread, so they show no difference."""
    if between is None or between[0] == between[1]:
        return "no difference shown"
    if between[0] > 0:
        return "better"
    return "worse" if between[1] < 0 else "no difference shown"


def _choose(outcomes: Sequence[Outcome], plain: Sequence[Outcome], arms: Sequence[str], score: Score) -> str:
    best, highest = plain[0].arm, -math.inf
    for name in arms:
        own = [one for one in outcomes if one.arm == name]
        if name == plain[0].arm or not own or _conclusion(interval(_differences(own, plain, score))) != "better":
            continue
        mean = math.fsum(score(one) for one in own) / len(own)
        if mean > highest:
            best, highest = name, mean
    return best


def _statement(ranking: Sequence[Document], chosen: str, baseline: str, where: str) -> str:
    own, plain = (next(row for row in ranking if row["arm"] == name) for name in (chosen, baseline))
    free = _free_advice(ranking, own, baseline)
    if chosen == baseline:
        best = next((row for row in ranking if row["arm"] != baseline), None)
        closest = "" if best is None else f"; the closest, “{best['arm']}”, {_against_plain(best)}"
        return f"No loss was shown to be better than plain “{baseline}” on {where}{closest}.{free}"
    head, tail = (_points(own["metrics"][part] - plain["metrics"][part]) for part in ("head", "tail"))
    return (
        f"“{chosen}”, chosen on {where}, reaches {_percent(own['mean'])} balanced accuracy on the test data "
        f"and {_against_plain(own)}; recall of the largest third of the classes {head} points, "
        f"of the smallest third {tail} points.{free}"
    )


def _free_advice(ranking: Sequence[Document], own: Document, baseline: str) -> str:
    """What needs no training and is as good is worth knowing."""
    free = next((row for row in ranking if row["arm"] == adjusted_name(baseline)), None)
    if free is None or free["mean"] <= own["mean"] or free["conclusion"] != "better":
        return ""
    return f" Post-hoc logit adjustment of the plain model, which needs no training, reaches {_percent(free['mean'])}."


def _against_plain(row: Document) -> str:
    between = row["differenceInterval"]
    interval_words = "no interval from one seed"
    if between is not None:
        low, high = (_points(one) for one in between)
        interval_words = f"95 % interval {low} to {high} over {row['seeds']} seeds"
    none = ": no difference shown" if row["conclusion"] == "no difference shown" else ""
    return f"differs from it by {_points(row['difference'])} points ({interval_words}){none}"


def _percent(share: float) -> str:
    return f"{share * 100:.1f} %"


def _points(share: float) -> str:
    return f"{'−' if share < 0 else '+'}{abs(share) * 100:.1f}"


def _mean(values: Sequence[Any]) -> float | None:
    there = [float(one) for one in values if one is not None]
    return math.fsum(there) / len(there) if there else None
