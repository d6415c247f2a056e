"""pandas, polars, pyarrow or pycocotools: counts one column, or the annotations by it. Arguments: the library, the kind of file, the column, the file."""

import hashlib
import sys

library, kind, column, path = sys.argv[1:]
if library == "pandas":
    import pandas

    read = {
        "csv": lambda: pandas.read_csv(path, usecols=[column]),
        "json": lambda: pandas.read_json(path, lines=True),
        "parquet": lambda: pandas.read_parquet(path, columns=[column]),
    }
    table = read[kind]()
    counts = table[column].value_counts().tolist()
elif library == "polars":
    import polars

    scan = {"csv": polars.scan_csv, "json": polars.scan_ndjson, "parquet": polars.scan_parquet}[kind](path)
    counts = scan.group_by(column).len().collect()["len"].to_list()
elif library == "pycocotools":
    import contextlib
    from collections import Counter

    from pycocotools.coco import COCO

    with contextlib.redirect_stdout(sys.stderr):
        annotations = COCO(path).dataset["annotations"]
    counts = list(Counter(one[column] for one in annotations).values())
else:
    from pyarrow import csv, json, parquet

    read = {"csv": csv.read_csv, "json": json.read_json, "parquet": lambda file: parquet.read_table(file, columns=[column])}
    reader = read[kind](path)
    counts = [one["counts"].as_py() for one in reader[column].value_counts()]

counts = sorted(counts, reverse=True)
digest = hashlib.sha1(",".join(map(str, counts)).encode()).hexdigest()[:12]
print(f"{sum(counts)} in {len(counts)} classes, {digest}")
