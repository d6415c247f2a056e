"""pandas, polars or pyarrow: counts one column. Arguments: the library, the kind of file, the column, the file."""

import hashlib
import sys

library, kind, column, path = sys.argv[1:]
if library == "pandas":
    import pandas

    table = pandas.read_csv(path, usecols=[column]) if kind == "csv" else pandas.read_json(path, lines=True)
    counts = table[column].value_counts().tolist()
elif library == "polars":
    import polars

    scan = polars.scan_csv(path) if kind == "csv" else polars.scan_ndjson(path)
    counts = scan.group_by(column).len().collect()["len"].to_list()
else:
    from pyarrow import csv, json

    reader = csv.read_csv(path) if kind == "csv" else json.read_json(path)
    counts = [one["counts"].as_py() for one in reader[column].value_counts()]

counts = sorted(counts, reverse=True)
digest = hashlib.sha1(",".join(map(str, counts)).encode()).hexdigest()[:12]
print(f"{sum(counts)} in {len(counts)} classes, {digest}")
