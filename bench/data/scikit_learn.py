# Writes two datasets that scikit-learn ships, for `class-balance train`: the handwritten digits as a feature matrix
# (NPY) and the breast cancer measurements as a table (CSV).
# Run: pip install scikit-learn; python bench/data/scikit_learn.py FOLDER

import csv
import sys
from pathlib import Path

import numpy as np
from sklearn.datasets import load_breast_cancer, load_digits


def write_digits(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    digits = load_digits()
    np.save(folder / "x.npy", digits.data.astype(np.float32))
    np.save(folder / "y.npy", digits.target.astype(np.int32))


def write_breast_cancer(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    cancer = load_breast_cancer()
    with (folder / "cells.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow([*cancer.feature_names, "diagnosis"])
        for values, label in zip(cancer.data, cancer.target):
            rows.writerow([*values, cancer.target_names[label]])


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit("Say the folder to write to.")
    folder = Path(sys.argv[1])
    write_digits(folder / "digits")
    write_breast_cancer(folder / "cells")


main()
