#!/usr/bin/env python3
"""Reads the tables of a folder as people do, with one library, and compares types and values with expected.json.

    read_report.py polars|pandas|duckdb FOLDER

Types: a CSV says none, so a reader guesses them; a column without any value may be anything. Lists are JSON text in CSV.
"""
import json
import math
import pathlib
import sys

LISTS = ("texts", "integers", "numbers")


def read_polars(path):
    import polars
    if path.suffix == ".csv":
        frame = polars.read_csv(path, infer_schema_length=None)
    else:
        frame = polars.read_parquet(path)

    def kind(dtype):
        if isinstance(dtype, polars.List):
            return {"text": "texts", "integer": "integers", "number": "numbers"}[kind(dtype.inner)]
        return {polars.String: "text", polars.Boolean: "boolean", polars.Int64: "integer", polars.Float64: "number"}[
            type(dtype)]

    return {name: kind(dtype) for name, dtype in frame.schema.items()}, frame.to_dicts()


def read_pandas(path):
    import pandas
    if path.suffix == ".csv":
        frame = pandas.read_csv(path, dtype_backend="numpy_nullable", keep_default_na=False, na_values=[""])
        kinds = {"string": "text", "boolean": "boolean", "Int64": "integer", "Float64": "number"}
        types = {name: kinds.get(str(dtype).split("[")[0], str(dtype)) for name, dtype in frame.dtypes.items()}
    else:
        frame = pandas.read_parquet(path, dtype_backend="pyarrow")
        kinds = {"string": "text", "bool": "boolean", "int64": "integer", "double": "number"}

        def kind(arrow):
            text = str(arrow)
            if text.startswith("list"):
                return {"text": "texts", "integer": "integers", "number": "numbers"}[kind(arrow.value_type)]
            return kinds[text]

        types = {name: kind(dtype.pyarrow_dtype) for name, dtype in frame.dtypes.items()}
    rows = []
    for row in frame.to_dict("records"):
        rows.append({name: None if not isinstance(cell, list) and not hasattr(cell, "__len__") and pandas.isna(cell)
                     else cell for name, cell in row.items()})
    return types, rows


def read_duckdb(path):
    import duckdb
    call = "read_csv(?, sample_size=-1)" if path.suffix == ".csv" else "read_parquet(?)"
    result = duckdb.execute(f"SELECT * FROM {call}", [str(path)])
    kinds = {"VARCHAR": "text", "BOOLEAN": "boolean", "BIGINT": "integer", "DOUBLE": "number", "VARCHAR[]": "texts",
             "BIGINT[]": "integers", "DOUBLE[]": "numbers"}
    types = {column[0]: kinds.get(str(column[1]), str(column[1])) for column in result.description}
    return types, [dict(zip(types, row)) for row in result.fetchall()]


def same(found, expected):
    if found is None or expected is None:
        return found is expected
    if isinstance(expected, list):
        return len(found) == len(expected) and all(same(a, b) for a, b in zip(found, expected))
    if isinstance(expected, float):
        return math.isclose(found, expected, rel_tol=1e-15)
    return found == expected


def check(reader, path, expected):
    """Prints what differs; returns how much does."""
    types, rows = reader(path)
    wrong = 0

    def say(sentence):
        nonlocal wrong
        wrong += 1
        if wrong < 20:
            print(f"{path.name}: {sentence}")

    if list(types) != [name for name, _ in expected["columns"]]:
        say(f"columns {list(types)}")
    if len(rows) != len(expected["rows"]):
        say(f"{len(rows)} rows, not {len(expected['rows'])}")
    is_csv = path.suffix == ".csv"
    for place, (name, type_) in enumerate(expected["columns"]):
        cells = [row[place] for row in expected["rows"]]
        if is_csv and all(cell is None for cell in cells):
            continue
        if types[name] != ("text" if is_csv and type_ in LISTS else type_):
            say(f"{name} is {types[name]}, not {type_}")
        for number, (row, cell) in enumerate(zip(rows, cells)):
            found = row[name]
            if is_csv and type_ in LISTS and found is not None:
                found = json.loads(found)
            elif found is not None and type_ in LISTS:
                found = list(found)
            if not same(found, cell):
                say(f"row {number}, {name}: {found!r}, not {cell!r}")
    return wrong


def main():
    reader = {"polars": read_polars, "pandas": read_pandas, "duckdb": read_duckdb}[sys.argv[1]]
    folder = pathlib.Path(sys.argv[2])
    tables = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    return 1 if sum(check(reader, folder / name, expected) for name, expected in tables.items()) else 0


if __name__ == "__main__":
    sys.exit(main())
