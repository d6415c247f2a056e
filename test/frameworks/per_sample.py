"""Targets that write a line for each sample, and so refuse a case that is counts alone."""

PER_SAMPLE = (
    "repeat-list",
    "sample-weights-csv",
    "sample-weights-npy",
    "ultralytics-list",
    "weight-file",
)
