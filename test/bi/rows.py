# SPDX-License-Identifier: PostgreSQL
"""Superset's row-level security: one login of the database for many communes.

    rows.py SUPERSET ADMIN PASSWORD UNIT UNIT-PASSWORD VIEWER VIEWER-PASSWORD

UNIT is a user of Superset named as a unit's code, with a role UNIT_databases. As the
manual says, a rule on unit_id with the user's name is put on every dataset that has the
column: then that user sees the rows of its unit alone, ranked among all. VIEWER has no
rule and sees all. Prints TAP. psql connects by PGHOST and PGPORT to DX_DATABASE as
DX_PUBLIC, by the password in PGPASSWORD.
"""
import http.cookiejar
import json
import os
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request

address, admin, password, unit, unit_password, viewer, viewer_password = sys.argv[1:8]
counted = failed = 0
opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))


def ok(right, what, why=""):
    """One assertion."""
    global counted, failed
    counted += 1
    failed += not right
    print(f"{'ok' if right else 'not ok'} {counted} - {what}", flush=True)
    if not right:
        print("# " + str(why)[:1500].replace("\n", "\n# "))


def ask(token, path, data=None, more=None):
    """Superset's API."""
    request = urllib.request.Request(address + path, None if data is None else json.dumps(data).encode(),
                                     {"Content-Type": "application/json", "Referer": address, **({"Authorization": "Bearer " + token} if token else {}), **(more or {})})
    try:
        with opener.open(request, timeout=300) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        return {"error": error.read().decode("utf-8", "replace")}


def login(user, secret):
    """A token."""
    return ask(None, "/api/v1/security/login", {"username": user, "password": secret, "provider": "db", "refresh": False})["access_token"]


def rows(token, dataset, columns):
    """What a chart shows a user."""
    answer = ask(token, "/api/v1/chart/data", {"datasource": {"id": dataset, "type": "table"}, "result_type": "full", "result_format": "json",
                                               "queries": [{"columns": columns, "metrics": [], "row_limit": 10000, "orderby": []}]})
    return answer["result"][0]["data"] if "result" in answer else answer


root = login(admin, password)
listed = ask(root, "/api/v1/dataset/?q=" + urllib.parse.quote("(page_size:200)"))["result"]
sets = {d["table_name"]: d["id"] for d in listed if d["schema"] == "dti_bi" and d["database"]["database_name"].endswith("/vi public")}
with_units = [i for t, i in sets.items() if t not in ("as_of", "grades", "node_average", "criterion_list")]
role = [r["id"] for r in ask(root, "/api/v1/security/roles/?q=" + urllib.parse.quote("(page_size:200)"))["result"] if r["name"] == unit + "_databases"]
made = ask(root, "/api/v1/rowlevelsecurity/", {"name": "own commune", "filter_type": "Regular", "tables": with_units, "roles": role, "clause": "unit_id = '{{ current_username() }}'"},
           {"X-CSRFToken": ask(root, "/api/v1/security/csrf_token/")["result"]})
opener = urllib.request.build_opener()  # nobody's session
ok("id" in made and len(with_units) >= 6, "a rule on unit_id", made)
mine, theirs = login(unit, unit_password), login(viewer, viewer_password)
for table, dataset in sorted(sets.items()):
    if dataset not in with_units:
        continue
    seen, all_seen = rows(mine, dataset, ["unit_id"]), rows(theirs, dataset, ["unit_id"])
    ok(seen == [{"unit_id": unit}], f"{table}: its unit alone", seen)
    ok(len(all_seen) > 100, f"{table}: without the rule all of them", all_seen)
sql = f"SELECT json_agg(t) FROM (SELECT DISTINCT period_name, rank_of, ratio::float8 FROM dti_bi.ranking WHERE unit_id = '{unit}' ORDER BY 1) AS t"
wanted = json.loads(subprocess.run(["psql", "-X", "-q", "-A", "-t", "-w", "-v", "ON_ERROR_STOP=1", "-U", os.environ["DX_PUBLIC"], "-d", os.environ["DX_DATABASE"], "-c", sql], capture_output=True, text=True, check=True).stdout)
got = rows(mine, sets["ranking"], ["period_name", "rank_of", "ratio"])
ok(sorted(r["rank_of"] for r in got) == sorted(r["rank_of"] for r in wanted) and len(got) > 1 and not any(r["rank_of"].endswith("/ 1") for r in got), "ranked among all", f"{got}\n{wanted}")
median = rows(mine, sets["pillars"], ["period_name", "pillar_label", "group_median"])
ok(len(median) > 5 and median != rows(mine, sets["pillars"], ["period_name", "pillar_label", "ratio"]) and all(r["group_median"] for r in median), "beside the median of its group", median)
print(f"1..{counted}")
sys.exit(failed > 0)
