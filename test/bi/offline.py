# SPDX-License-Identifier: PostgreSQL
"""What of the dashboards can be tested without Superset. Prints TAP.

    offline.py DATABASE SCHEMA MANUAL...

That the bundle builds in both languages and hangs together, that every query runs as
the login of its dashboard with nothing in the path, gives what charts can show, and
comes unharmed through the parser of Superset (sqlglot, where it is installed), as do
the queries of the manual. psql connects by PGHOST and PGPORT; PGUSER may make roles.
"""
import io
import json
import os
import re
import subprocess
import sys
import urllib.parse
import zipfile

try:
    import sqlglot
except ImportError:
    sqlglot = None

database, schema, manual = sys.argv[1], sys.argv[2], sys.argv[3:]
here = os.path.dirname(os.path.abspath(__file__))
program = os.path.join(here, "../../bi/superset/bundle")
counted = failed = 0


def ok(right, what, why=""):
    """One assertion."""
    global counted, failed
    counted += 1
    failed += not right
    print(f"{'ok' if right else 'not ok'} {counted} - {what}", flush=True)
    if not right:
        print("# " + str(why)[:1500].replace("\n", "\n# "))


def psql(sql, user=None, path=True):
    """(rows or None, what was said)."""
    env = dict(os.environ)
    if user:
        env["PGUSER"], env["PGPASSWORD"] = user, "x"
        env["PGOPTIONS"] = "-c search_path=" + ("" if path else schema) + " -c statement_timeout=120s"
    done = subprocess.run(["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", database, "-c", sql], env=env, capture_output=True, text=True, check=False)
    return (None if done.returncode else done.stdout), done.stderr


def uri(user):
    """A login as the bundle takes it."""
    host = os.environ["PGHOST"]
    where = f"/{database}?host={urllib.parse.quote(host)}&port={os.environ['PGPORT']}" if host.startswith("/") else f"{host}:{os.environ['PGPORT']}/{database}"
    return f"postgresql://{user}:x@{where}"


def bundle(*args):
    """The program beside the dashboards."""
    return subprocess.run([sys.executable, program, *args], capture_output=True, text=True, check=False)


for group in ("bi", "bi_council"):
    psql(f"DROP ROLE IF EXISTS dx_{group}_login")
    made, said = psql(f"CREATE ROLE dx_{group}_login LOGIN PASSWORD 'x'; GRANT {schema.removesuffix('_bi')}_{group} TO dx_{group}_login")
    ok(made is not None, f"a login of {group}", said)
logins = {"public": "dx_bi_login", "council": "dx_bi_council_login"}
asked = {}
for language in ("vi", "en"):
    where = ["--uri", uri(logins["public"]), "--council-uri", uri(logins["council"]), "--schema", schema, "--language", language]
    path = os.path.join(os.environ.get("TMPDIR", "/tmp"), f"dx_bundle_{os.getpid()}.zip")
    done = bundle("build", *where, "--out", path)
    ok(done.returncode == 0, f"the bundle builds, {language}", done.stderr)
    if done.returncode:
        continue
    with open(path, "rb") as f:
        content = f.read()
    os.remove(path)
    ok(b"XXXX" in zipfile.ZipFile(io.BytesIO(content)).read("dashboards/databases/public.yaml") and not any(
        ":x@" in zipfile.ZipFile(io.BytesIO(content)).read(n).decode() for n in zipfile.ZipFile(io.BytesIO(content)).namelist()), f"no password is in it, {language}")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {n: json.loads(archive.read(n)) for n in archive.namelist()}
    of = lambda kind: {n: c for n, c in files.items() if n.startswith(f"dashboards/{kind}/")}  # noqa: E731
    uuids = [c["uuid"] for c in files.values() if "uuid" in c]
    ok(len(uuids) == len(set(uuids)), f"every part has a name of its own, {language}")
    ok({d["database_uuid"] for d in of("datasets").values()} <= {d["uuid"] for d in of("databases").values()}, f"datasets have their databases, {language}")
    ok({c["dataset_uuid"] for c in of("charts").values()} <= {d["uuid"] for d in of("datasets").values()}, f"charts have their datasets, {language}")
    shown = [p["meta"]["uuid"] for d in of("dashboards").values() for p in d["position"].values() if isinstance(p, dict) and p["type"] == "CHART"]
    ok(sorted(shown) == sorted(c["uuid"] for c in of("charts").values()), f"every chart is on a dashboard, once, {language}")
    ok(not re.search(r'"@[a-z]', json.dumps(of("charts"))), f"the templates are filled in, {language}")
    ok(all(d["catalog"] is None and d["schema"] == schema for d in of("datasets").values()), f"datasets name the schema and no catalog, {language}")
    descriptions = [d["description"] for d in of("datasets").values()] + [c["description"] for d in of("datasets").values() for c in d["columns"]]
    ok(all(descriptions) and not any("|" in d for d in descriptions), f"datasets and columns are described, {language}", descriptions)
    targets = [(t["datasetUuid"], t["column"]["name"]) for d in of("dashboards").values() for f in d["metadata"]["native_filter_configuration"] for t in f["targets"]]
    have = {(d["uuid"], c["column_name"]) for d in of("datasets").values() for c in d["columns"]}
    ok(targets and set(targets) <= have, f"filters have their columns, {language}", set(targets) - have)
    for line in bundle("sql", *where).stdout.splitlines():
        chart = json.loads(line)
        asked[language, chart["chart"]] = chart
    # A dashboard opens with the first value of each filter that must have one: every chart shows something of it then.
    views = {d["uuid"]: (d["table_name"], {m["metric_name"]: m["expression"] for m in d["metrics"]}) for d in of("datasets").values()}
    for place, d in of("dashboards").items():
        board, chosen = os.path.basename(place).removesuffix(".yaml"), []
        mine = [chart for (spoken, _), chart in asked.items() if spoken == language and chart["dashboard"] == board]
        ok(mine, f"{board} has charts, {language}", place)
        for f in d["metadata"]["native_filter_configuration"]:
            if not f["requiredFirst"]:
                continue
            column, (view, metrics) = f["targets"][0]["column"]["name"], views[f["targets"][0]["datasetUuid"]]
            order = f'({metrics[f["sortMetric"]]}) {"ASC" if f["controlValues"]["sortAscending"] else "DESC"}'
            first, said = psql(f'SELECT quote_literal({column}) FROM "{schema}".{view} GROUP BY {column} ORDER BY {order} LIMIT 1', logins[mine[0]["login"]])
            ok(first, f"{board} opens with the first {column}, {language}", said)
            chosen.append((column, (first or "NULL").strip()))
        for chart in mine:
            query = chart["filtered"].replace("@filters", " AND ".join(f"{c} = {v}" for c, v in chosen if c in chart["filters"]) or "true")
            rows, said = psql(f"SELECT count(*) FROM ({query}) AS t", logins[chart["login"]])
            ok(rows is not None and int(rows) > 0, f"{board} opens with something in {chart['chart']}, {language}", f"{query}\n{said}")
path = os.path.join(os.environ.get("TMPDIR", "/tmp"), f"dx_bundle_{os.getpid()}.zip")
done = bundle("build", "--uri", uri(logins["public"]), "--schema", schema, "--superset-host", "db.example:6543", "--out", path)
seen = json.loads(zipfile.ZipFile(path).read("dashboards/databases/public.yaml"))["sqlalchemy_uri"] if done.returncode == 0 else done.stderr
ok(seen == f"postgresql+psycopg2://{logins['public']}:XXXXXXXXXX@db.example:6543/{database}", "the database has the name by which Superset reaches it", seen)
if done.returncode == 0:
    os.remove(path)
for what, said, args in (("a schema that is not there", 'there is no schema "nowhere_bi"', ["--uri", uri(logins["public"]), "--schema", "nowhere_bi"]),
                         ("a database that is not there", "does not exist", ["--uri", uri(logins["public"]).replace("/" + database, "/nowhere"), "--schema", schema]),
                         ("another kind of database", "begins with postgresql://", ["--uri", "mysql://chart@host/db", "--schema", schema])):
    done = bundle("build", *args, "--out", path)
    ok(done.returncode == 1 and re.match("bundle: .*" + re.escape(said), done.stderr) and done.stderr.count("\n") == 1 and not os.path.exists(path), f"{what} is refused", done.stderr)
vietnamese = {c: q for (l, c), q in asked.items() if l == "vi"}
ok(len(vietnamese) > 20 and len(asked) == 2 * len(vietnamese), "as many charts in English")
ok(all(q["title"] != asked["en", c]["title"] for c, q in vietnamese.items()), "with titles of their own")
for name, chart in vietnamese.items():
    login = logins[chart["login"]]
    rows, said = psql(chart["sql"], login)
    ok(rows is not None, f"{name}: runs with nothing in the path", said)
    rows, said = psql(chart["filtered"].replace("@filters", " AND ".join(f"{f} IN ('x', 'y')" for f in chart["filters"]) or "true"), login, path=False)
    ok(rows is not None, f"{name}: takes the filters it claims", said)
    if sqlglot:
        again = sqlglot.transpile(chart["sql"], read="postgres", write="postgres")
        first, second = psql(f"SELECT count(*) FROM ({chart['sql']}) AS t", login)[0], psql(f"SELECT count(*) FROM ({again[0]}) AS t", login)
        ok(len(again) == 1 and first == second[0] is not None, f"{name}: comes through Superset's parser", second[1])
# Metabase: its questions with and without filters, and what it sends by itself.
questions = os.path.join(here, "../../bi/metabase")
for name in sorted(n for n in os.listdir(questions) if n.endswith(".sql")):
    with open(os.path.join(questions, name), encoding="utf-8") as f:
        question = f.read().replace("dti_bi.", schema + ".")
    login = logins["council"]
    rows, said = psql(re.sub(r"\[\[.*?\]\]", "", question), login, path=False)
    ok(rows is not None, f"Metabase, {name}: without filters", said)
    view = re.search(r"FROM (\S+)", question).group(1)
    kept = re.sub(r"\[\[(.*?)\]\]", r"\1", question)
    columns = re.findall(r"{{(\w+)}}", kept)
    for at, column in enumerate(columns):
        kept = kept.replace("{{" + column + "}}", '"' + '"."'.join(view.split(".")) + f'"."{column}" = ${at + 1}')
    rows, said = psql(f"PREPARE q ({', '.join(['varchar'] * len(columns))}) AS {kept}; EXECUTE q ({', '.join(['NULL'] * len(columns))})", login, path=False)
    ok(columns and rows is not None, f"Metabase, {name}: with typed parameters", said)
listed, said = psql(f"SELECT c.relname || ' ' || a.attname FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 "
                    f"WHERE c.relnamespace = '{schema}'::regnamespace ORDER BY c.relname, a.attnum")
sampled = {}
for line in (listed or "").splitlines():
    sampled.setdefault(line.split()[0], []).append(line.split()[1])
for view, columns in sampled.items():
    rows, said = psql(f'SELECT {", ".join(chr(34) + c + chr(34) for c in columns)} FROM "{schema}"."{view}" LIMIT 10000', logins["public"], path=False)
    ok(rows is not None, f"Metabase samples {view}", said)
for view, column in (("unit_list", "period_name"), ("unit_list", "unit_label"), ("unit_list", "group_name"), ("criterion_list", "label")):
    rows, said = psql(f'SELECT "{schema}"."{view}"."{column}" AS "{column}" FROM "{schema}"."{view}" GROUP BY "{schema}"."{view}"."{column}" '
                      f'ORDER BY "{schema}"."{view}"."{column}" ASC LIMIT 1000', logins["public"], path=False)
    ok(rows, f"Metabase lists the values of {view}.{column}", said)
if not sqlglot:
    print("# sqlglot is not there: Superset's parser was not tried")
with_queries = 0
for page in manual if sqlglot else []:
    with open(page, encoding="utf-8") as f:
        text = f.read()
    bad = []
    tried = 0
    for block in re.findall(r"```sql\n(.*?)```", text, re.S):
        for statement in re.split(r";\s*\n", re.sub(r"\$\$.*?\$\$", "'text'", block, flags=re.S) + "\n"):
            statement = re.sub(r"^\s*--.*\n", "", statement, flags=re.M).strip().rstrip(";")
            if re.match(r"(SELECT|WITH)\b", statement) and not re.search(r"\\|:'", statement):
                tried += 1
                try:
                    sqlglot.transpile(statement, read="postgres", write="postgres")
                except sqlglot.errors.SqlglotError as error:
                    bad.append((statement, str(error)[:200]))
    # a chapter may be without queries
    with_queries += tried > 0
    ok(not bad, f"{os.path.relpath(page, os.path.join(here, '../..'))}: {tried} queries come through Superset's parser", bad)
if sqlglot:
    ok(with_queries > len(manual) / 2, f"{with_queries} pages of {len(manual)} have queries")
for login in logins.values():
    psql(f"DROP ROLE {login}")
print(f"1..{counted}")
sys.exit(failed > 0)
