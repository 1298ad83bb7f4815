# SPDX-License-Identifier: PostgreSQL
"""
DuckDB in memory as a peer of the bench. A line of SQL in, a line out: "ok" and
the values of the first row, or "error" and the message, separated by tabs.

What begins with pg. is a table of the PostgreSQL server that is measured, read
through DuckDB's own extension postgres, from the package of that name.
"""
import sys

import duckdb
from duckdb_extensions import import_extension

import_extension("postgres")
connection = duckdb.connect()
connection.execute("LOAD postgres")
connection.execute(f"ATTACH 'dbname={sys.argv[1]}' AS pg (TYPE postgres, READ_ONLY)")

for sql in sys.stdin:
    try:
        row = connection.execute(sql).fetchone() or ()
        answer = ["ok", *map(str, row)]
    except duckdb.Error as error:
        answer = ["error", " ".join(str(error).split())]
    print("\t".join(answer), flush=True)
