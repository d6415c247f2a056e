"""Writes test/vectors/lossConfigEdits.json: edits of the sample configs, and what the JSON Schema says of each.

Every field of test/vectors/lossConfigs.json is deleted once and set to each of a handful of values; every object is
given fields it does not have. jsonschema judges the result by media/schemas/loss-config.schema.json. The readers in
TypeScript and Python must agree with it on all of them. One line a field, as JSON in a string.

    python python/tools/make_loss_config_edits.py [--check]
"""

from __future__ import annotations

import copy
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

ROOT = Path(__file__).resolve().parents[2]
OUTPUT = ROOT / "test" / "vectors" / "lossConfigEdits.json"
CONFIGS = ROOT / "test" / "vectors" / "lossConfigs.json"
SCHEMA = ROOT / "media" / "schemas" / "loss-config.schema.json"

VALUES: list[Any] = [None, True, "x", "none", -1, 0, 0.5, 1.5, 2, 2**60, [], {}]
#: Fields that exist somewhere, to be tried where they do not belong.
STRANGERS = ["extra", "gamma", "tau", "margin", "scale", "start", "threshold", "training", "$schema"]
WORDS: dict[str, list[str]] = {
    "family": ["softmax", "sigmoid", "focal", "balanced-softmax", "logit-adjustment", "ldam"],
    "kind": ["deferred-reweighting", "balanced", "square-root", "repeat-factor"],
    "unit": ["image", "box", "instance", "pixel", "token", "span", "document", "row", "clip", "track", "group"],
    "normalisation": [
        *("sum-to-classes", "mean-one-per-sample", "max-one", "min-one", "sum-to-one"),
    ],
    "zeroCount": ["zero", "pseudo-count"],
    "biasInitialisation": ["uniform-prior"],
    "reduction": ["mean", "weighted-mean", "sum"],
    "scheme": ["a-1", "A", "1a", "a b", ""],
    "fingerprint": ["fnv1a64:0123456789abcdef", "fnv1a64:0123", "sha256:0123456789abcdef"],
    "created": ["2026-01-02T03:04:05Z", "2026-01-02T03:04:05.678Z", "2026-01-02", "yesterday"],
    "schema": ["class-balance/scan@1"],
}

Path_ = tuple[str | int, ...]


def fields(value: Any, path: Path_ = ()) -> Iterator[tuple[Path_, bool]]:
    """Every path below a value, and paths that could be there; True where there is a field."""
    if isinstance(value, dict):
        for key, child in value.items():
            yield (*path, key), True
            yield from fields(child, (*path, key))
        for stranger in STRANGERS:
            if stranger not in value:
                yield (*path, stranger), False
    elif isinstance(value, list):
        for at, child in enumerate(value[:1]):
            yield (*path, at), True
            yield from fields(child, (*path, at))


def parent_of(document: Any, path: Path_) -> Any:
    for part in path[:-1]:
        document = document[part]
    return document


def lines() -> Iterator[str]:
    validator = Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    configs = json.loads(CONFIGS.read_text(encoding="utf-8"))
    for name, text in configs.items():
        document = json.loads(text)
        for path, there in fields(document):
            # What is the same in every config is tried in the fullest one.
            if name != "focal" and path[0] not in ("loss", "schedule", "sampler"):
                continue
            verdicts: dict[bool, list[Any]] = {True: [], False: []}
            for value in [*VALUES, *WORDS.get(str(path[-1]), [])]:
                edited = copy.deepcopy(document)
                parent_of(edited, path)[path[-1]] = value
                verdicts[validator.is_valid(edited)].append(value)
            line: dict[str, Any] = {"config": name, "path": path}
            if there:
                edited = copy.deepcopy(document)
                del parent_of(edited, path)[path[-1]]
                line["deletable"] = validator.is_valid(edited)
            line |= {"accepted": verdicts[True], "refused": verdicts[False]}
            yield json.dumps(line, ensure_ascii=False)


def main() -> int:
    text = json.dumps(list(lines()), indent=2, ensure_ascii=False) + "\n"
    if "--check" in sys.argv:
        return 0 if OUTPUT.read_text(encoding="utf-8") == text else 1
    OUTPUT.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
