"""The package as it is installed."""

import json
from importlib.metadata import version
from importlib.resources import files

import class_balance
from vectors import ROOT


def test_package_says_that_it_is_typed() -> None:
    assert files(class_balance).joinpath("py.typed").is_file()


def test_package_has_the_version_of_the_extension() -> None:
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    assert version("class-balance") == package["version"]


def test_package_exports_what_it_names() -> None:
    for name in class_balance.__all__:
        assert getattr(class_balance, name) is not None
