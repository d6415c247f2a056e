"""From a loss config to the text of its file, which both readers take.

Must not know where the file goes. The same config gives the same text.
"""

from __future__ import annotations

import json
import math
from typing import Any

from class_balance.config import KIND, VERSION, LossConfig
from class_balance.load import FAMILY_PARAMETERS


def loss_config_text(config: LossConfig) -> str:
    """The document as text, one class a line so that it can be read and compared."""
    dataset = config.dataset
    document: dict[str, Any] = {
        "schema": KIND,
        "version": VERSION,
        "dataset": {
            "name": dataset.name,
            "sources": list(dataset.sources),
            "unit": dataset.unit,
            "split": dataset.split,
            "multiLabel": dataset.multi_label,
            "samples": dataset.samples,
            "fingerprint": dataset.fingerprint,
        },
        "classes": [],
        "loss": _loss(config),
        "schedule": {"kind": "none"}
        if config.start is None
        else {"kind": "deferred-reweighting", "start": config.start},
        "sampler": {"kind": config.sampler},
        "provenance": {"tool": config.tool, "created": config.created},
    }
    if config.threshold is not None:
        document["sampler"]["threshold"] = config.threshold
    if config.training is not None:
        document["provenance"]["training"] = {
            "arms": [{"name": name, "metrics": dict(metrics)} for name, metrics in config.training.arms],
            "chosen": config.training.chosen,
            "seeds": list(config.training.seeds),
            "environment": dict(config.training.environment),
        }
    text = json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False)
    rows = ",\n    ".join(_rows(config))
    return text.replace('"classes": []', f'"classes": [\n    {rows}\n  ]', 1) + "\n"


def _loss(config: LossConfig) -> dict[str, Any]:
    spec = config.loss
    own = {"gamma": spec.gamma, "tau": spec.tau, "margin": spec.margin, "scale": spec.scale}
    return {
        "family": spec.family,
        **{name: own[name] for name in FAMILY_PARAMETERS[spec.family]},
        "scheme": spec.scheme,
        "parameters": dict(spec.parameters),
        "n": None if math.isinf(spec.n) else spec.n,
        "beta": spec.beta,
        "normalisation": spec.normalisation,
        "zeroCount": spec.zero_count,
        "biasInitialisation": spec.bias_initialisation,
        "reduction": spec.reduction,
    }


def _rows(config: LossConfig) -> list[str]:
    return [
        json.dumps(
            {
                "index": one.index,
                "id": one.id,
                "name": one.name,
                "count": one.count,
                "effectiveNumber": one.effective_number,
                "weight": one.weight,
            },
            ensure_ascii=False,
            allow_nan=False,
        )
        for one in config.classes
    ]
