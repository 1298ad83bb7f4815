# SPDX-License-Identifier: PostgreSQL
"""Opens the dashboards in headless Chromium and compares every chart with SQL.

    check.py SUPERSET USER PASSWORD SHOTS CHARTS LANGUAGE

CHARTS: what `bundle sql` printed. psql connects by PGHOST and PGPORT as DX_PUBLIC and
DX_COUNCIL, with the passwords in DX_PASSWORDS (JSON), to DX_DATABASE. Prints TAP; a
picture a tab goes to SHOTS.
"""
import datetime
import json
import os
import subprocess
import sys

from playwright.sync_api import sync_playwright

address, user, password, shots, charts_file, language = sys.argv[1:7]
with open(charts_file, encoding="utf-8") as f:
    charts = [json.loads(line) for line in f]
counted = failed = 0


def ok(right, what, why=""):
    """One assertion."""
    global counted, failed
    counted += 1
    failed += not right
    print(f"{'ok' if right else 'not ok'} {counted} - {what}", flush=True)
    if not right:
        print("# " + str(why)[:1500].replace("\n", "\n# "), flush=True)


def psql(login, sql):
    """The rows of a query, as the login of the dashboard sees them."""
    role = os.environ["DX_COUNCIL" if login == "council" else "DX_PUBLIC"]
    done = subprocess.run(
        ["psql", "-X", "-q", "-A", "-t", "-w", "-v", "ON_ERROR_STOP=1", "-U", role, "-d", os.environ["DX_DATABASE"], "-c", f"SELECT coalesce(json_agg(t), '[]') FROM ({sql}) AS t"],
        capture_output=True, text=True, check=False, env=dict(os.environ, PGOPTIONS="-c search_path=", PGPASSWORD=json.loads(os.environ.get("DX_PASSWORDS", "{}")).get(role, "")))
    if done.returncode:
        raise RuntimeError(done.stderr)
    return json.loads(done.stdout)


def plain(value):
    """A value as both sides can have it: numbers by twelve digits, times as days."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, (int, float)):
        return float(f"{value:.12g}")
    text = str(value)
    try:
        return float(f"{float(text):.12g}")
    except ValueError:
        return text


def same(mine, theirs):
    """Are these the same rows, in any order? NULLs come as missing keys too."""
    keys = sorted({k for row in mine for k in row})
    return sorted(json.dumps([plain(r.get(k)) for k in keys], ensure_ascii=False) for r in mine) == \
        sorted(json.dumps([plain(r.get(k)) for k in keys], ensure_ascii=False) for r in theirs)


def condition(f):
    """A filter of Superset as SQL."""
    values = f["val"] if isinstance(f["val"], list) else [f["val"]]
    listed = ", ".join("'" + str(v).replace("'", "''") + "'" for v in values)
    return f'{f["col"]} {"NOT IN" if f["op"] == "NOT IN" else "IN"} ({listed})'


def compare(chart, asked, answered, changed=None):
    """The numbers of a chart against SQL, and its filters against what it claims."""
    query, answer = asked["queries"][0], answered["result"][0]
    used = [f for f in query["filters"] if f["col"] != "__timestamp" and f["op"] in ("IN", "NOT IN")]
    ok(not answer.get("rejected_filters"), f"{chart['chart']}: no filter is dropped", answer.get("rejected_filters"))
    extra = {f["col"] for f in used} - set(chart["filters"])
    ok(not extra, f"{chart['chart']}: filters are those it claims", extra)
    if changed:
        ok(changed not in chart["filters"] or changed in {f["col"] for f in used}, f"{chart['chart']}: obeys {changed}", used)
    where = [condition(f) for f in used]
    sql = chart["filtered"].replace("@filters", " AND ".join(where) or "true")
    rows = psql(chart["login"], sql)
    if chart["kind"] == "histogram":
        total = sum(sum(v for v in r.values() if isinstance(v, (int, float))) for r in answer["data"])
        ok(total == len(rows), f"{chart['chart']}: counts as many units as SQL does", f"{total} and {len(rows)}")
    elif chart["kind"] == "box":
        ok(len(answer["data"]) == len({r[chart["dims"][0]] for r in rows}), f"{chart['chart']}: as many boxes as SQL has groups", answer["data"])
    else:
        for r in rows:
            for k, v in r.items():
                if isinstance(v, str) and len(v) == 19 and v[10] == "T":  # a time: milliseconds there
                    r[k] = v
        theirs = answer["data"]
        if chart["kind"] == "bars_by_label" and len(chart["dims"]) == 2:
            # a column a group there
            (label, group), metric = chart["dims"], chart["metrics"][0]
            theirs = [{label: r[label], group: k, metric: v} for r in theirs for k, v in r.items() if k != label and v is not None]
            rows = [r for r in rows if r[metric] is not None]
        times = {k for r in rows for k, v in r.items() if isinstance(v, str) and len(v) == 19 and v[10] == "T"}
        rows = [{k: v for k, v in r.items() if k not in times} for r in rows]
        if len(rows) == chart["limit"]:
            # which of equal rows come last is anybody's guess
            keys = chart["metrics"] or chart["dims"][-1:]
            rows = [{k: r.get(k) for k in keys if k not in times} for r in rows]
        ok(len(rows) == len(theirs), f"{chart['chart']}: as many rows as SQL ({len(rows)})", f"{len(theirs)}\n{sql}")
        ok(same(rows, theirs), f"{chart['chart']}: its numbers are SQL's", f"{sql}\nSQL: {rows[:3]}\nSuperset: {theirs[:3]}\n{answer.get('query')}")
    ok(len(rows) > 0 or changed, f"{chart['chart']}: shows something", sql)
    if chart["chart"] == "bang-xep-hang":
        ranked = ["/" in r["rank_of"] for r in answer["data"]]
        ok(ranked == sorted(ranked, reverse=True) and True in ranked, "who is not ranked comes last", ranked)


# Which filter is changed on a dashboard, what is typed into it, and its column.
CHANGED = {"don-vi": (1, "Tân Lập", "unit_label"), "ket-qua": (2, "", "group_name"), "tien-do": (1, "", "parent_label"), "tham-dinh": (2, "", "group_name")}


def visit(page, board, mine, names, seen, pictures):
    """Every tab of a dashboard, until its charts have drawn."""
    for at, tab in enumerate(dict.fromkeys(c["tab"] for c in mine)):
        page.wait_for_selector(".ant-tabs-tab")
        page.locator(".dashboard-component-tabs .ant-tabs-tab").nth(at).click()
        expected = {c["title"] for c in mine if c["tab"] == tab}
        for _ in range(240):
            page.wait_for_timeout(500)
            ready = {names.get(json.loads(r.request.post_data)["form_data"].get("slice_id")) for r in seen}
            drawn = page.locator("[data-test=slice-container]:visible").count() >= len(expected) and all(page.get_by_text(t, exact=True).locator("visible=true").count() for t in expected)
            if expected <= ready and drawn and page.locator(".loading:visible, [data-test=loading-indicator]:visible").count() == 0:
                break
            if not pictures and _ > 20:
                break  # what a filter does not change is not asked again
        page.wait_for_timeout(2500)
        said = page.locator(".ant-alert-error:visible, [data-test=error-message]:visible, .alert-danger:visible").all_inner_texts()
        ok(not said, f"{board}/{tab}: no error box", said)
        if pictures:
            # A busy machine is late with drawing what is there: until nothing moves. A picture without charts has some 35 kB.
            taken = before = b""
            for _ in range(15):
                taken = page.screenshot(path=os.path.join(pictures, f"{board}-{tab}-{language}.png"), full_page=True)
                if len(taken) > 45000 and taken == before:
                    break
                before = taken
                page.wait_for_timeout(2000)
            ok(len(taken) > 45000, f"{board}/{tab}: the picture shows it", len(taken))
            broken = page.locator("text=/Content Security Policy|is not registered|Unexpected error|Unknown error/").all_inner_texts()
            ok(not broken, f"{board}/{tab}: nothing broken is drawn", broken)
            empty = page.locator("text=No results were returned for this query").count()
            ok(not empty, f"{board}/{tab}: no empty tile", empty)
            ok(expected <= ready, f"{board}/{tab}: every chart asked for its data", expected - ready)
            ok(drawn, f"{board}/{tab}: every chart is there", page.locator("[data-test=slice-container]:visible").count())


def settle(mine, names, seen, changed=None):
    """The last answer of every chart against SQL."""
    done = {}
    for response in seen:
        asked = json.loads(response.request.post_data)
        title = names.get(asked["form_data"].get("slice_id"))
        chart = next((c for c in mine if c["title"] == title), None)
        if chart and response.status == 200:
            done[chart["chart"]] = (chart, asked, response.json())
        elif chart:
            ok(False, f"{chart['chart']}: has data", response.text())
    for chart, asked, answered in done.values():
        compare(chart, asked, answered, changed)


with sync_playwright() as p:
    browser = p.chromium.launch(executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox", "--disable-gpu"])
    page = browser.new_page(viewport={"width": 1500, "height": 1250}, locale="vi-VN" if language == "vi" else "en-GB")
    page.route(lambda url: not url.startswith(address), lambda route: route.abort())
    page.set_default_timeout(60000)
    # The form takes keys before it listens to them.
    for _ in range(5):
        page.goto(address + "/login/", wait_until="networkidle")
        page.fill("#username", user)
        page.fill("#password", password)
        page.keyboard.press("Enter")
        page.wait_for_timeout(5000)
        if page.request.get(address + "/api/v1/me/").status == 200:
            break
    seen = []

    def keep(response):
        if "/api/v1/chart/data" in response.url and response.request.method == "POST":
            seen.append(response)
    page.on("response", keep)
    listed = page.request.get(address + "/api/v1/dashboard/?q=(page_size:100)").json()["result"]
    slugs = {d["slug"]: d["id"] for d in listed if d["slug"]}
    schema = os.environ.get("DX_SCHEMA", "dti_bi")
    for board in dict.fromkeys(c["dashboard"] for c in charts):
        slug = f"{schema}-{board}-{language}"
        ok(slug in slugs, f"{slug} is there", sorted(slugs))
        if slug not in slugs:
            continue
        names = {s["id"]: s["slice_name"] for s in page.request.get(f"{address}/api/v1/dashboard/{slugs[slug]}/charts").json()["result"]}
        mine = [c for c in charts if c["dashboard"] == board]
        seen.clear()
        page.goto(f"{address}/superset/dashboard/{slug}/")
        visit(page, board, mine, names, seen, shots)
        settle(mine, names, seen)
        # One filter is changed: every chart that claims it follows.
        at, typed, column = CHANGED[board]
        seen.clear()
        box = page.locator("[data-test=filter-bar] .ant-select").nth(at)
        box.click()
        page.keyboard.type(typed)
        page.wait_for_timeout(4000)
        options = page.locator(".ant-select-item-option:visible")
        if typed:
            labels = options.all_inner_texts()
            ok(len(labels) >= 2 and len(set(labels)) == len(labels), "namesakes have two entries", labels)
        options.first.click()
        page.keyboard.press("Escape")
        page.locator("[data-test=filter-bar__apply-button]").click()
        page.wait_for_timeout(3000)
        visit(page, board, mine, names, seen, None)
        settle(mine, names, seen, column)
    # The year of a period, cut by Superset itself, for logins in +07 and in UTC.
    for dataset in page.request.get(address + "/api/v1/dataset/?q=(page_size:200)").json()["result"]:
        if dataset["table_name"] == "years" and dataset["schema"] == schema and f"/{language} public" in dataset["database"]["database_name"]:
            answer = page.request.post(address + "/api/v1/chart/data", data={
                "datasource": {"id": dataset["id"], "type": "table"}, "result_type": "full", "result_format": "json", "queries": [{
                    "columns": [{"timeGrain": "P1Y", "columnType": "BASE_AXIS", "sqlExpression": "period_end", "label": "period_end", "expressionType": "SQL"}, "year"],
                    "metrics": ["rows"], "row_limit": 100, "extras": {"time_grain_sqla": "P1Y"}}]}).json()
            got = sorted((r["year"], datetime.datetime.fromtimestamp(r["period_end"] / 1000, datetime.timezone.utc).isoformat()) for r in answer["result"][0]["data"])
            ok(got == [(y, f"{y}-01-01T00:00:00+00:00") for y in (2024, 2025)], "years are years", got)
    browser.close()
print(f"1..{counted}")
sys.exit(failed > 0)
