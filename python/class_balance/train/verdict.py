"""Which loss won: arms against the plain baseline, paired over seeds; which one the loss config takes; one sentence.

Must not know how arms were trained. The same rules and words as the extension's own trainer: an arm that is not shown
to be better does not replace the baseline.
"""

from __future__ import annotations

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


#: An interval narrower than this has no spread but rounding.
_LEAST_SPREAD = 1e-9

Score = Callable[[Outcome], float]


def adjusted_name(baseline: str) -> str:
    """The name of the row that adjusts the plain model's logits."""
    return f"{baseline} + post-hoc logit adjustment"


def verdict_of(outcomes: Sequence[Outcome], baseline: str, arms: Sequence[str]) -> Verdict:
    """The verdict over the arms that have an outcome.

    The ranking is by balanced accuracy on the test split. The candidate is the best on validation data where there are
    such, so that its test numbers are not the best of several draws; it is chosen where the test split confirms it.

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
    candidate = _candidate(outcomes, baseline, arms, _on_validation if validated else _on_test)
    confirmed = any(row["arm"] == candidate and row["conclusion"] == "better" for row in ranking)
    where = "validation data" if validated else "the test data, for want of validation data"
    statement = _statement(ranking, candidate, baseline, confirmed=confirmed, where=where)
    return Verdict(tuple(ranking), candidate if confirmed else baseline, statement)


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
        "mean": _average(values),
        "interval": interval(values),
        "difference": _average(differences) if differences else 0.0,
        "differenceInterval": between,
        "conclusion": "baseline" if name == plain[0].arm else _conclusion(between),
        "metrics": mean_metrics([one.test for one in own]),
    }


def _differences(own: Sequence[Outcome], plain: Sequence[Outcome], score: Score) -> list[float]:
    """Of the seeds that both have."""
    other = {one.seed: score(one) for one in plain}
    return [score(one) - other[one.seed] for one in own if one.seed in other]


def _conclusion(between: tuple[float, float] | None) -> str:
    """Seeds that all agree, but for rounding, say nothing about the spread, so they show no difference."""
    if between is None or between[1] - between[0] < _LEAST_SPREAD:
        return "no difference shown"
    if between[0] > 0:
        return "better"
    return "worse" if between[1] < 0 else "no difference shown"


def _candidate(outcomes: Sequence[Outcome], baseline: str, arms: Sequence[str], score: Score) -> str:
    """The arm with the best mean; the baseline where none beats it."""
    means = {}
    for name in arms:
        values = [score(one) for one in outcomes if one.arm == name]
        if values:
            means[name] = _average(values)
    best = baseline
    for name, mean in means.items():
        if mean > means[best]:
            best = name
    return best


def _statement(ranking: Sequence[Document], candidate: str, baseline: str, *, confirmed: bool, where: str) -> str:
    own, plain = (next(row for row in ranking if row["arm"] == name) for name in (candidate, baseline))
    if candidate == baseline:
        return f"No loss did better than plain “{baseline}” on {where}.{_free_advice(ranking, plain, baseline)}"
    if not confirmed:
        kept = f"Plain “{baseline}” stays: it is not shown that another loss is better."
        return f"{kept} Best on {where}: {_against(own)}.{_free_advice(ranking, plain, baseline)}"
    head, tail = (_points(own["metrics"][part] - plain["metrics"][part]) for part in ("head", "tail"))
    return (
        f"Best on {where}: {_against(own)}. Recall changes by {head} points for the largest third of the "
        f"classes and by {tail} points for the smallest third.{_free_advice(ranking, own, baseline)}"
    )


def _free_advice(ranking: Sequence[Document], own: Document, baseline: str) -> str:
    """What needs no training and is as good is worth knowing."""
    free = next((row for row in ranking if row["arm"] == adjusted_name(baseline)), None)
    if free is None or free["conclusion"] != "better" or free["mean"] < own["mean"]:
        return ""
    reached = f"reaches {_percent(free['mean'])}"
    return f" Post-hoc logit adjustment of the plain model, which needs no training, {reached}."


def _against(row: Document) -> str:
    between = row["differenceInterval"]
    spread = "one seed, no interval"
    if between is not None:
        low, high = (_points(one) for one in between)
        spread = f"95 % interval {low} to {high} over {row['seeds']} seeds"
    none = ", no difference shown" if row["conclusion"] == "no difference shown" else ""
    reached = f"“{row['arm']}” reaches {_percent(row['mean'])} balanced accuracy on the test data"
    return f"{reached}, {_points(row['difference'])} points against the plain loss ({spread}{none})"


def _percent(share: float) -> str:
    return f"{share * 100:.1f} %"


def _points(share: float) -> str:
    return f"{'−' if share < 0 else '+'}{abs(share) * 100:.1f}"


def _mean(values: Sequence[Any]) -> float | None:
    there = [float(one) for one in values if one is not None]
    return _average(there) if there else None


def _average(values: Sequence[float]) -> float:
    """Added up in order, as everywhere else, so that equal arms tie in every language."""
    total = 0.0
    for value in values:
        total += value
    return total / len(values)
