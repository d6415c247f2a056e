"""Student's t distribution for whole degrees of freedom, without SciPy.

Source: Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.3 and 26.7.4.
"""

from __future__ import annotations

import math
from collections.abc import Sequence


def central_probability(t: float, degrees: int) -> float:
    """P(|T| <= t) for t >= 0 and degrees >= 1."""
    theta = math.atan(t / math.sqrt(degrees))
    cosine, sine = math.cos(theta), math.sin(theta)
    even = degrees % 2 == 0
    term = 1.0 if even else cosine
    total = term if degrees > 1 else 0.0
    for k in range(2 if even else 3, degrees - 1, 2):
        term *= cosine * cosine * (k - 1) / k
        total += term
    return sine * total if even else 2 / math.pi * (theta + sine * total)


def quantile(probability: float, degrees: int) -> float:
    """The t with P(|T| <= t) = probability, for a probability in [0, 1)."""
    low, high = 0.0, 1.0
    while central_probability(high, degrees) < probability:
        high *= 2
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if central_probability(middle, degrees) < probability else (low, middle)
    return high


def interval(values: Sequence[float], probability: float = 0.95) -> tuple[float, float] | None:
    """The interval of the mean of values, None below 2 of them."""
    count = len(values)
    if count < 2:
        return None
    mean = math.fsum(values) / count
    variance = math.fsum((one - mean) ** 2 for one in values) / (count - 1)
    half = quantile(probability, count - 1) * math.sqrt(variance / count)
    return mean - half, mean + half
