# SPDX-License-Identifier: PostgreSQL
# Scores and statistics against exact rational arithmetic (Python's fractions).
#
# Scores: random trees (random_trees.py) and what their sheets are worth by the
# the manual (reference.py). What comes of sums, plain means, minima, maxima and
# medians must be the float8 nearest to the exact value, bit for bit, at every
# node and whoever tells it; of other means, here with 60 digits, within half a
# unit in the last place and 2^-40. Units that are equal as rationals must have
# one float8, one rank, one grade.
#
# Changes: pairs of such trees, the second one altered (other rules, maxima,
# weights, policies, criteria gone, new and divided). dx.explain_change must give
# the amounts of the rationals by criterion and cause, each less than a unit off and
# as largest remainders leave them, and their sum must be the difference as written.
# dx.strengths must pick the best and worst criteria by ranks, ratios and order.
#
# Of statistics, what is rational must be the nearest double; roots and
# logarithms, here with 60 digits, as near as doc/en/exactness.md says.
#
# DX_TREES=n, DX_FAMILY=name: other sizes (a tenth as many pairs, 1,000 at least), one family; DX_FRACTIONS=0: no maxima
# and weights as fractions. DX_COUNT=1: count all differences instead of showing
# the first.
import csv
import io
import math
import os
import random
import subprocess
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from decimal import Decimal, getcontext
from fractions import Fraction

sys.dont_write_bytecode = True  # the tree is only read

import random_trees
import reference
from reference import double, half_away, reached, to_decimal

getcontext().prec = 60
SOAK = float(os.environ.get("DX_SOAK") or 0)
SEED = int(os.environ.get("DX_SEED") or 1)
GROUPS = max(10000 * int(os.environ.get("DX_TIMES") or 1), int(1000000 * SOAK))
TREES = int(os.environ.get("DX_TREES") or GROUPS)
FRACTIONS = os.environ.get("DX_FRACTIONS", "1") == "1"
FAMILY = os.environ.get("DX_FAMILY")
COUNT = bool(os.environ.get("DX_COUNT"))
BATCH = 1000  # trees a query
number = 0


def test(good, name, why=""):
    global number
    number += 1
    print(("ok" if good else "not ok") + f" {number} - {name}", flush=True)
    for line in why.splitlines():
        print("# " + line)


def sql(text):
    done = subprocess.run(["psql", "-X", "-q", "-d", "dx_proof", "-v", "ON_ERROR_STOP=1", "--csv", "-t", "-P", "null=NULL", "-f", "-"], input=text.encode(), capture_output=True)
    if done.returncode:
        raise SystemExit(done.stderr.decode())
    return list(csv.reader(io.StringIO(done.stdout.decode())))


# ---------------- scores ----------------

FIGURES = ("points", "ratio", "max_points", "coverage")
OF_NODES = ("points", "points_exact", "max_points", "ratio", "coverage", "lost", "contribution")
CUTS = [(name, Fraction(cut)) for name, cut in (g.split(":") for g in random_trees.GRADES.replace(" ", "").split(","))]
BOUNDS = ("0", "1/3", "0.35", "40%", "0.5", "65%", "2/3", "0.8")
TIE, HALF = Fraction(1, 10**12), Fraction(1, 2) + Fraction(1, 2**40)

# Criteria of which dx.advice says another total than a card with that result has.
ADVISED = " OR ".join(f"a.{w}_total IS DISTINCT FROM CASE WHEN a.{w}_result IS NOT NULL THEN dx.points(tree, dx.set_result(tree, card, a.code, a.{w}_result)) END" for w in ("next", "full"))

# A row a unit: what the aggregates, the functions of the whole, of a node and of a set say, and of all nodes.
QUERY = f"""
CREATE TEMP TABLE scored AS SELECT t, unit, node, codes, grades, dx.card(tree, code, value, state), dx.score(tree, code, value, state) AS score, dx.score(tree, code, value, state, node) AS node_score
FROM answer JOIN tree USING (t) JOIN asked USING (t, unit) GROUP BY t, unit, node, codes, grades, tree;
ANALYZE scored;
CREATE INDEX ON scored (t);
CREATE INDEX ON tree (t);
-- Points that no whole number of 64 bits holds are refused by name, and their tree is left out.
CREATE FUNCTION pg_temp.summary_of(which int) RETURNS dx.node_stat LANGUAGE plpgsql AS $$
BEGIN
    RETURN (SELECT dx.node_summary(tree, card, true) FROM scored JOIN tree USING (t) WHERE t = which);
EXCEPTION WHEN program_limit_exceeded THEN
    IF SQLERRM NOT LIKE 'points of % are too many for node statistics' THEN
        RAISE;
    END IF;
    RETURN NULL;
END $$;
SELECT t, unit, score, {", ".join(f"dx.{f}(tree, card)" for f in FIGURES)}, node_score, {", ".join(f"dx.{f}(tree, card, node)" for f in FIGURES)},
    {", ".join(f"dx.{f}(tree, card, codes)" for f in FIGURES)}, dx.rank_by(dx.points(tree, card)) OVER w, dx.rank_by(dx.ratio(tree, card)) OVER w, dx.grade(dx.ratio(tree, card), '{random_trees.GRADES}'),
    dx.node_points(tree, card), (SELECT string_agg(a.code::text, ' ') FROM dx.advice(tree, card) AS a WHERE {ADVISED}), b.*, dx.grade_card(tree, card, grades), dx.grade_card_place(tree, card, grades)
FROM scored JOIN tree USING (t), LATERAL (SELECT {", ".join(f"array_agg({c})" for c in OF_NODES)} FROM dx.breakdown(tree, card)) AS b WINDOW w AS (PARTITION BY t);
SELECT t, -1 - unit, r FROM (SELECT t, unit, dx.node_ranks(tree, card) OVER (PARTITION BY t) AS r FROM scored JOIN tree USING (t)) AS ranked;
SELECT t, NULL, {", ".join(f"array_agg({c} ORDER BY ordinality)" for c in ("n", "mean", "min", "max", "sd", "quantiles[1]"))}
FROM (SELECT t, pg_temp.summary_of(t) AS s FROM tree) AS q, dx.node_averages(s, '{{0.5}}') WITH ORDINALITY GROUP BY t;
"""


def tables(cases, asked):
    """SQL that makes the trees and enters the answers."""
    lines = ["CREATE TEMP TABLE spec (t int, tree text); CREATE TEMP TABLE answer (t int, unit int, code text, value float8, state text); CREATE TEMP TABLE asked (t int, unit int, node text, codes text[], grades text);"]

    def copy(table, rows):
        lines.append(f"COPY {table} FROM stdin (NULL 'NULL', DELIMITER '|');")
        lines.extend("|".join("NULL" if f is None else str(f) for f in row) for row in rows)
        lines.append("\\.")

    copy("spec", ((t, random_trees.to_json(specs)) for t, (_, specs, _) in enumerate(cases)))
    copy("answer", ((t, unit, code, None if value is None else repr(value), state)
                    for t, (_, _, sheets) in enumerate(cases) for unit, sheet in enumerate(sheets) for code, (state, value) in sheet.items()))
    copy("asked", ((t, unit, node, "{" + ",".join('"' + c + '"' for c in codes) + "}", grades_text(grades)) for (t, unit), (node, codes, grades) in asked.items()))
    # A tree whose bonuses are more than any unit holds is refused by name, and left out. Hardly one of these is.
    lines.append("""CREATE FUNCTION pg_temp.tree_of(spec text) RETURNS dx.tree LANGUAGE plpgsql AS $$
BEGIN
    RETURN spec::dx.tree;
EXCEPTION WHEN numeric_value_out_of_range THEN
    IF SQLERRM NOT LIKE '%: its bonuses or penalties are too large beside its maximum' THEN
        RAISE;
    END IF;
    RETURN NULL;
END $$;""")
    lines.append("CREATE TEMP TABLE tree AS SELECT * FROM (SELECT t, pg_temp.tree_of(tree) AS tree FROM spec) AS made WHERE tree IS NOT NULL; ANALYZE tree; ANALYZE answer; ANALYZE asked;")
    return "\n".join(lines)


def is_double(text, want, exact):
    """Is it the nearest double of want (None: NULL), or near where want is not exact?"""
    if text == "NULL" or want is None:
        return text == "NULL" and want is None
    got = float(text)
    if exact:
        return got == double(want) and text != "-0"
    return abs(Fraction(got) - want) <= Fraction(math.ulp(got)) * HALF


def in_units(text, digits):
    """A decimal as a whole number of 10^-digits; None where it is none."""
    x = Decimal(text).scaleb(digits)
    return int(x) if x == x.to_integral_value() else None


def is_decimal(text, want, exact, digits):
    """Is it want rounded to so many decimals?"""
    if text == "NULL" or want is None:
        return text == "NULL" and want is None
    got = in_units(text, digits)
    if exact:
        return got == half_away(want, digits, whole=True)
    return got is not None and abs(got - want * 10**digits) <= HALF + abs(want) * 10**digits / 2**90


def compare_nodes(tree, scores, arrays, differs):
    """The columns of dx.breakdown; differs(what, node, got, want)."""
    columns = [a[1:-1].split(",") for a in arrays]
    for node, s, points, exact, most, ratio, share, lost in zip(tree.nodes, scores, *columns[:6]):
        want = s.points if s.state == "value" else None
        to_earn = reference.lost(s)
        if not is_double(points, want, s.exact):
            differs("points", node.code, points, want)
        if not is_decimal(exact, want, s.exact, tree.digits):
            differs("points_exact", node.code, exact, want)
        if not is_double(most, s.max, True):
            differs("max_points", node.code, most, s.max)
        if not is_double(ratio, s.ratio, s.exact):
            differs("ratio", node.code, ratio, s.ratio)
        if share != "NULL" if not s.applicable else share == "NULL" or float(share) != reference.coverage(s):
            differs("coverage", node.code, share, reference.coverage(s))
        if not is_double(lost, to_earn, s.exact):
            differs("lost", node.code, lost, to_earn)
    compare_parts(tree, scores, columns[6], columns[1][0], differs)


def compare_parts(tree, scores, texts, whole, differs):
    """What nodes bring to the root's points (of text whole): each less than a unit from the exact value, together the whole."""
    brings, last = reference.contributions(tree, scores)
    parts = [None if text == "NULL" else in_units(text, tree.digits) for text in texts]
    sums = [0] * len(parts)
    for i in last:
        node = tree.nodes[i]
        while node is not None and parts[i]:
            sums[node.index] += parts[i]
            node = node.parent
    last = set(last)
    for i, (text, part, want) in enumerate(zip(texts, parts, brings)):
        if text == "NULL" and want is None:
            continue
        code, beneath = tree.nodes[i].code, 1 if i in last else tree.nodes[i].end - i
        if part is None or want is None or \
                abs(part * want.denominator - want.numerator * 10**tree.digits) >= want.denominator * (beneath if scores[0].exact else beneath + 1):
            differs("contribution", code, text, want)
        elif part != sums[i]:
            differs("sum of contributions", code, text, Fraction(sums[i], 10**tree.digits))
    if brings[0] is not None and whole != "NULL" and in_units(whole, tree.digits) != sums[0]:
        differs("contributions of the whole", "", whole, Fraction(sums[0], 10**tree.digits))


def card_grades(rng, node):
    """A rising scale, (name, cut-off, {node or each: bound}) a grade, with conditions on the children of the root and, where it can have a ratio, on the node."""
    can = node.code and node.rule != "unscored" and (node.max > 0 or node.is_criterion and node.max == 0)
    names = ["each"] + [node.code] * bool(can)
    return [(*CUTS[i], {name: rng.choice(BOUNDS) for name in names if rng.random() < 0.6}) for i in sorted(rng.sample(range(len(CUTS)), 3))]


def grades_text(grades):
    return ", ".join(f"{name}:{cut}" + (" [" + ", ".join(f"{node} >= {bound}" for node, bound in asks.items()) + "]" if asks else "") for name, cut, asks in grades)


def grade_of_card(tree, scores, grades):
    """[grade, its place from the best], None where there is none."""
    def holds(score, bound):
        return score.state != "missing" and (score.state == "na" or score.ratio is None or reached(score.ratio, bound))

    root = scores[0]
    for place, (name, cut, asks) in enumerate(reversed(grades)):
        if root.state == "value" and root.ratio is not None and reached(root.ratio, cut) and all(
                holds(scores[asked.index], Fraction(bound[:-1]) / 100 if bound.endswith("%") else Fraction(bound))
                for node, bound in asks.items() for asked in ([c for c in tree.root.children if c.regular] if node == "each" else [tree.by_code[node]])):
            return [name, str(place + 1)]
    return ["NULL", "NULL"]


def compare_unit(tree, scores, row, node, codes, grades, differs):
    """What one unit's row says."""
    root, one = scores[0], scores[tree.by_code[node].index]

    def figures(what, code, cells, points, ratio, most, share, exact):
        for name, cell, want in zip(FIGURES, cells, (points, ratio, most, share), strict=True):
            good = is_double(cell, want, exact or name == "max_points") if name != "coverage" else (cell == "NULL") == (want is None) and (want is None or float(cell) == want)
            if not good:
                differs(f"dx.{name}{what}", code, cell, want)

    for what, code, s, cell, cells in ((" of the whole", "", root, row[0], row[1:5]), (" of a node", node, one, row[5], row[6:10])):
        points = s.points if s.state == "value" else None
        if not is_double(cell, points, s.exact):
            differs(f"dx.score{what}", code, cell, points)
        figures(what, code, cells, points, s.ratio, s.max, reference.coverage(s), s.exact)
    figures(" of a set", ",".join(codes), row[10:14], *reference.of_set(tree, scores, codes))
    grade = next((name for name, cut in reversed(CUTS) if root.ratio is not None and reached(root.ratio, cut)), None)
    if (row[16] if row[16] != "NULL" else None) != grade:
        differs("dx.grade", "", row[16], root.ratio)
    for cell, i in zip(row[17][1:-1].split(","), range(len(tree.nodes)), strict=True):
        if not is_double(cell, scores[i].points if scores[i].state == "value" else None, scores[i].exact):
            differs("dx.node_points", tree.nodes[i].code, cell, scores[i].points)
    if row[18] != "NULL":
        differs("dx.advice", row[18], "another total", "what such a card has")
    compare_nodes(tree, scores, row[19:-2], differs)
    if row[-2:] != grade_of_card(tree, scores, grades):
        differs(f"dx.grade_card with {grades_text(grades)}", "", row[-2:], root.ratio)


def ranks(values):
    """Ranks of values (None: none), highest first; None instead where it is a close call which are tied."""
    places, order = {}, sorted((i for i, v in enumerate(values) if v is not None), key=lambda i: -values[i])
    first = None
    for place, i in enumerate(order):
        if first is not None:
            gap, edge = values[first] - values[i], abs(values[first]) * TIE
            if edge * Fraction(9, 10) < gap < edge * Fraction(11, 10):
                return None
        if first is None or gap > edge:
            first, rank = i, place + 1
        places[i] = rank
    return places


def compare_ranks(tree, units, rows, seen, differs):
    """Units of one tree: those equal as rationals have one float8, rank and grade; ranks are those of the rationals."""
    for name, value, rank in (("points", 1, 14), ("ratio", 2, 15)):
        wants = [getattr(scores[0], name) if scores[0].state == "value" else None for scores in units]
        known = ranks(wants) if all(scores[0].exact for scores in units) else None
        alike = {}
        for i, want in enumerate(wants):
            if want is not None and units[i][0].exact:
                alike.setdefault(want, []).append(i)
            if known is not None and rows[i][rank] != str(known.get(i, "NULL")):
                differs(f"rank by {name}", "", rows[i][rank], want)
        for want, equal in alike.items():
            seen["pairs"] += len(equal) * (len(equal) - 1) // 2
            for i in equal[1:]:
                # Of equal points the grade may differ, where not all of them are of the same maximum.
                for column in (value, rank) + ((16,) if units[i][0].ratio == units[equal[0]][0].ratio else ()):
                    if rows[i][column] != rows[equal[0]][column]:
                        differs(f"equal {name}, but not", "", f"{rows[i][column]} and {rows[equal[0]][column]}", want)


def cells(text):
    """The elements of an array of numbers as text."""
    return text[1:-1].split(",")


def compare_averages(tree, units, row, differs):
    """What the points of all units are at every node: as near as doubles are, and the unit of values is fine."""
    reach = 1 + sum(abs(node.max or 0) for node in tree.nodes)
    counts, means, least, greatest, deviations_, medians = map(cells, row)
    for i, node in enumerate(tree.nodes):
        values = sorted(scores[i].points for scores in units if scores[i].state == "value")
        if counts[i] != str(len(values)):
            differs("number of values", node.code, counts[i], len(values))
            continue
        if not values or not all(scores[i].exact for scores in units):
            continue
        n, mean = len(values), sum(values) / len(values)
        for what, text, want in (("mean", means[i], mean), ("least", least[i], values[0]), ("greatest", greatest[i], values[-1]), ("median", medians[i], (values[(n - 1) // 2] + values[n // 2]) / 2)):
            got = float(text)
            if abs(Fraction(got) - want) > Fraction(math.ulp(got)) + reach / 10**16:
                differs(f"{what} of a node", node.code, text, want)
        if n > 1:
            want = (sum((v - mean) ** 2 for v in values) / (n - 1))
            root_ = (Decimal(want.numerator) / Decimal(want.denominator)).sqrt()
            if abs(Decimal(deviations_[i]) - root_) > Decimal(math.ulp(float(deviations_[i]))) + to_decimal(Fraction(reach)) / 10**15:
                differs("deviation of a node", node.code, deviations_[i], float(root_))


def compare_node_ranks(tree, units, rows, differs):
    """Ranks at every node are those of the rationals."""
    for i, node in enumerate(tree.nodes):
        if not all(scores[i].exact for scores in units):
            continue
        known = ranks([scores[i].points if scores[i].state == "value" else None for scores in units])
        for unit, row in enumerate(rows):
            if known is not None and row[i] != str(known.get(unit, "NULL")):
                differs("rank at a node", node.code, row[i], known.get(unit))


def batch(seed, n):
    """(counts, differences, the first few of them in words) of n trees."""
    rng = random.Random(seed)
    cases = []
    while len(cases) < n:
        case = random_trees.make_case(rng, FRACTIONS)
        if FAMILY in (None, case[0]):
            cases.append(case)
    trees = [reference.Tree(specs) for _, specs, _ in cases]
    asked = {(t, unit): (rng.choice(trees[t].nodes).code, sorted({node.code for node in rng.choices(trees[t].nodes[1:] or trees[t].nodes, k=rng.randint(1, 4))}), card_grades(rng, rng.choice(trees[t].nodes)))
             for t, (_, _, sheets) in enumerate(cases) for unit in range(len(sheets))}
    got = {(int(row[0]), None if row[1] == "NULL" else int(row[1])): row[2:] for row in sql(tables(cases, asked) + QUERY)}
    seen, wrong, words = Counter(), Counter(), []
    for t, (family, specs, sheets) in enumerate(cases):
        tree, units = trees[t], [reference.roll_up(trees[t], sheet) for sheet in sheets]

        def differs(what, code, text, want):
            wrong[f"{family}: {what}"] += 1
            if len(words) < 5:
                shown = want if want is None or isinstance(want, float) else f"{want} = {double(want)!r}" if len(str(want)) < 60 else repr(double(want))
                words.append(f"{family}, seed {seed!r}, tree {t}, unit {unit}: {what}, node \"{code}\": {text}, expected {shown}")
                if len(specs) < 8:
                    words.append(f"  {random_trees.to_json(specs)} of {sheets[unit]}")

        rows = [got.get((t, unit)) for unit in range(len(sheets))]
        if not any(rows):
            seen["refused"] += 1
            continue
        for unit, (row, scores) in enumerate(zip(rows, units)):
            if row is None:
                differs("no row", "", "", None)
                continue
            seen["units"] += 1
            seen["nodes"] += len(scores)
            for s in scores:
                seen["none" if s.state != "value" else "bits" if s.exact else "near"] += 1
            compare_unit(tree, scores, row, *asked[t, unit], differs)
        if None not in rows:
            compare_ranks(tree, units, rows, seen, differs)
            if (t, None) in got:
                compare_averages(tree, units, got[t, None], differs)
            compare_node_ranks(tree, units, [cells(got[t, -1 - u][0]) for u in range(len(sheets))], differs)
    return seen, wrong, words


def scores():
    cases, wrong = reference.check()
    test(not wrong, f"the reference: {cases} cases worked out by hand or by others", "\n".join(wrong[:5]))
    seen, wrong, words, done = Counter(), Counter(), [], 0
    sizes = [min(BATCH, TREES - begin) for begin in range(0, TREES, BATCH)]
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for n, more in zip(sizes, pool.map(batch, [f"{SEED}/{i}" for i in range(len(sizes))], sizes)):
            done += n
            seen += more[0]
            wrong += more[1]
            words += more[2][: max(0, 10 - len(words))]
            if wrong and not COUNT:
                pool.shutdown(cancel_futures=True)
                break
    test(not wrong and seen["bits"] and seen["near"] and seen["none"] and seen["pairs"] and seen["refused"] <= done / 100000,
         f"scores: {done:,} trees, {seen['units']:,} sheets, {seen['nodes']:,} nodes, seed {SEED}: {seen['bits']:,} bit for bit, {seen['near']:,} to half a unit in the last place, "
         f"{seen['none']:,} without a value; {seen['pairs']:,} pairs of equal units, {seen['refused']} trees refused", "\n".join(words + [f"{count:,} x {what}" for what, count in wrong.most_common()]))


# ---------------- two periods ----------------

# What the change of each unit is made of, and its strengths by ranks that are given.
EXPLAINED = """
CREATE FUNCTION pg_temp.change_of(old_tree dx.tree, old_card dx.card, new_tree dx.tree, new_card dx.card) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    RETURN (SELECT coalesce(string_agg(c.code::text || '/' || c.cause || '/' || c.change, ' ' ORDER BY n), '') FROM dx.explain_change(old_tree, old_card, new_tree, new_card) WITH ORDINALITY AS c(code, name, cause, change, old_result, old_state, new_result, new_state, n));
EXCEPTION WHEN numeric_value_out_of_range THEN
    IF SQLERRM <> 'points are out of range' THEN
        RAISE;
    END IF;
    RETURN NULL;
END $$;
CREATE TEMP TABLE card AS SELECT t, unit, dx.card(tree, code, value, state) FROM answer JOIN tree USING (t) GROUP BY t, unit, tree;
ANALYZE card;
SELECT o.t / 2, o.unit, pg_temp.change_of(a.tree, o.card, b.tree, n.card), (SELECT points_exact FROM dx.breakdown(a.tree, o.card) LIMIT 1), (SELECT points_exact FROM dx.breakdown(b.tree, n.card) LIMIT 1),
    (SELECT string_agg(s.is_strength || ' ' || s.place || ' ' || s.ordinal || ' ' || s.rank, ',' ORDER BY s.is_strength DESC, s.place) FROM dx.strengths(a.tree, o.card, k.codes::int[], k.grades::int) AS s)
FROM card AS o JOIN card AS n ON n.t = o.t + 1 AND n.unit = o.unit JOIN tree AS a ON a.t = o.t JOIN tree AS b ON b.t = n.t JOIN asked AS k ON k.t = o.t AND k.unit = o.unit WHERE o.t % 2 = 0;
"""


def compare_change(old, new, row, seen, differs):
    """Amounts are those of the rationals, each off by less than a unit, and as largest remainders leave them; they add up to the difference as it is written."""
    text, before, after = row[:3]
    if text == "NULL":
        seen["too large"] += 1
        return
    wanted = reference.explained(old, new)
    if wanted is None:
        if text:
            differs("change without points", "", text, None)
        return
    digits = 15 if old.tree.root.max < 1 and new.tree.root.max < 1 else 12
    exact = old.scores[0].exact and new.scores[0].exact
    got = {}
    for item in text.split():
        code, cause, change = item.rsplit("/", 2)
        got[code, cause] = in_units(change, digits)
        seen[cause] += 1
    if (old.tree.digits, new.tree.digits) == (digits, digits):
        total = in_units(after, digits) - in_units(before, digits)
    elif exact:
        total = half_away(new.scores[0].points, digits, whole=True) - half_away(old.scores[0].points, digits, whole=True)
    else:
        return
    if None in got.values() or sum(got.values()) != total:
        differs("sum of changes", "", text, Fraction(total, 10**digits))
        return
    # Contributions are computed with 16 bits beyond the unit.
    wanted, coarser = wanted
    fine = Fraction(1, 2**13)
    if not exact:
        fine += Fraction(1, 2**60) * (abs(old.scores[0].points) + abs(new.scores[0].points)) * 10**digits
    off, least = [], Fraction(0)
    for code, cause in {**got, **wanted}:
        have, want, near = got.get((code, cause), 0), wanted.get((code, cause), Fraction(0)) * 10**digits, fine * coarser.get(code, 1)
        off.append(have - want)
        least = max(least, near)
        if abs(have - want) > 1 + near:
            differs(f"change by {cause}", code, str(have / 10**digits), double(want / 10**digits))
            return
    if off and max(off) - min(off) > 1 + 2 * least:
        differs("remainders of changes", "", text, double(max(off) - min(off)))
    seen["amounts"] += len(off)
    seen["fine"] += least < Fraction(1, 8)


def compare_strengths(side, ranks_given, k, text, differs):
    """The best and the worst of the criteria that have a rank."""
    standing = sorted((rank, side.scores[node.index].ratio is None, -double(side.scores[node.index].ratio or Fraction(0)), node.index) for node, rank in zip(side.tree.nodes, ranks_given)
                      if node.is_criterion and rank and side.scores[node.index].state == "value")
    n = len(standing)
    best, worst = standing[:min(k, n - n // 2)], standing[::-1][:min(k, n // 2)]
    want = ",".join(f"{said} {place} {index + 1} {rank}" for said, some in (("true", best), ("false", worst)) for place, (rank, _, _, index) in enumerate(some, 1))
    if text != (want or "NULL"):
        differs("strengths", "", text, want)


def change_batch(seed, n):
    """Like batch, of n pairs of trees."""
    rng = random.Random(seed)
    pairs = [random_trees.make_pair(rng, FRACTIONS) for _ in range(n)]
    cases, asked, trees = [], {}, []
    for at, (family, old, new, sheets) in enumerate(pairs):
        cases += [(family, old, [a for a, _ in sheets]), (family, new, [b for _, b in sheets])]
        trees.append(reference.Tree(old))
        for unit in range(len(sheets)):
            asked[2 * at, unit] = ("", [rng.choice(("1", "2", "2", "3", "17", "NULL")) for _ in trees[at].nodes], rng.choice((1, 2, 5, 100)))
    made = tables(cases, {}).replace("RETURN spec::dx.tree;\nEXCEPTION WHEN", "RETURN spec::dx.tree;\nEXCEPTION WHEN data_exception OR program_limit_exceeded OR syntax_error OR invalid_parameter_value THEN RETURN NULL; WHEN")
    copied = "COPY asked FROM stdin (NULL 'NULL', DELIMITER '|');\n" + "".join(f"{t}|{unit}||{{{','.join(ranks_given)}}}|{k}\n" for (t, unit), (_, ranks_given, k) in asked.items()) + "\\.\n"
    got = {(int(row[0]), int(row[1])): row[2:] for row in sql(made + "\n" + copied + EXPLAINED)}
    seen, wrong, words = Counter(), Counter(), []
    for at, (family, old, new, sheets) in enumerate(pairs):
        if not any((at, unit) in got for unit in range(len(sheets))):
            seen["refused"] += 1
            continue
        tree = reference.Tree(new)
        for unit, (a, b) in enumerate(sheets):
            before, after = reference.Side(trees[at], a), reference.Side(tree, b)

            def differs(what, code, text, want):
                wrong[f"{family}: {what}"] += 1
                if len(words) < 5:
                    words.append(f"{family}, seed {seed!r}, pair {at}, unit {unit}: {what}, node \"{code}\": {text}, expected {want}")
                    if len(old) < 12:
                        words.append(f"  {random_trees.to_json(old)} of {a}, {random_trees.to_json(new)} of {b}")

            _, ranks_given, k = asked[2 * at, unit]
            row = got[at, unit]
            compare_change(before, after, row, seen, differs)
            compare_strengths(before, [int(x) if x != "NULL" else 0 for x in ranks_given], k, row[3], differs)
            seen["units"] += 1
    return seen, wrong, words


def changes():
    seen, wrong, words, n = Counter(), Counter(), [], max(1000, TREES // 10)
    sizes = [min(BATCH // 4, n - begin) for begin in range(0, n, BATCH // 4)]
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for more in pool.map(change_batch, [f"change {SEED}/{i}" for i in range(len(sizes))], sizes):
            seen += more[0]
            wrong += more[1]
            words += more[2][: max(0, 10 - len(words))]
    causes = ("result", "rule", "weight", "na", "set", "beneath")
    test(not wrong and all(seen[c] for c in causes) and seen["refused"] < n / 2 and seen["fine"] > seen["units"] / 2 and seen["too large"] < seen["units"] / 20,
         f"changes: {n:,} pairs of trees, {seen['units']:,} units, seed {SEED}: {seen['amounts']:,} amounts, each less than a unit from the exact one and together the whole; "
         + ", ".join(f"{c} {seen[c]:,}" for c in causes) + f"; {seen['refused']} pairs refused; strengths are those of the rationals", "\n".join(words + [f"{count:,} x {what}" for what, count in wrong.most_common()]))


# ---------------- statistics ----------------


def random_rows(rng):
    """One to twelve pairs of a value and its weight."""
    kind = rng.randint(0, 3)
    group = []
    for _ in range(rng.randint(1, 12)):
        x = (rng.uniform(-100, 100), round(rng.uniform(-100, 100), 2), rng.uniform(-1, 1) * 10.0 ** rng.randint(-30, 30), float(rng.randint(-5, 5)))[kind]
        w = rng.choice((1.0, 0.0, rng.random(), round(rng.random() * 10, 1), 10.0 ** rng.randint(-20, 20)))
        group.append((x, w))
    return group


def statistics(rng, n_groups, calls, expected, positive=False):
    """Groups of rows: what calls answer and what expected(group) says, one value a call: a Fraction is met exactly, a Decimal to its last place."""
    names = [call.partition("(")[0] for call in calls]
    wrong, done, known = [], 0, 0
    while done < n_groups:
        groups = [random_rows(rng) for _ in range(min(5000, n_groups - done))]
        if positive:
            groups = [[(abs(x), w) for x, w in group] for group in groups]
        rows = [f"{g}|{x!r}|{w!r}" for g, group in enumerate(groups) for x, w in group]
        got = sql("CREATE TEMP TABLE v (g int, x float8, w float8);\nCOPY v FROM stdin (DELIMITER '|');\n" + "\n".join(rows) + f"\n\\.\nSELECT g, {', '.join('dx.' + call for call in calls)} FROM v GROUP BY g;")
        for row in got:
            group = [(Fraction(x), Fraction(w)) for x, w in groups[int(row[0])]]
            for call, text, goal in zip(calls, row[1:], expected(group), strict=True):
                known += goal is not None
                if goal is None or text == "NULL":
                    good = goal is None and text == "NULL"
                elif isinstance(goal, Decimal):
                    good = abs(Decimal(float(text)) - goal) <= Decimal(math.ulp(float(text))) * (Decimal("0.5") + Decimal(2) ** -28)
                else:
                    good = float(text) == goal.numerator / goal.denominator
                if not good and len(wrong) < 5:
                    wrong.append(f"{call}: {text}, expected {goal if goal is None else float(goal)!r} of {groups[int(row[0])]}")
        done += len(got)
        if len(got) != len(groups):
            wrong.append(f"{len(groups) - len(got)} groups did not come back")
            break
    test(not wrong and known > n_groups, f"statistics {' '.join(names)}: {done:,} groups, seed {SEED}", "\n".join(wrong))


def moments(group):
    """(weight, mean, variance of the population, variance of the sample), None where there is none."""
    weight = sum(w for _, w in group)
    if not weight:
        return weight, None, None, None
    wx = sum(x * w for x, w in group)
    squares = sum(w * x * x for x, w in group) - wx * wx / weight
    free = weight - sum(w * w for _, w in group) / weight
    return weight, wx / weight, squares / weight, squares / free if free else None


def sums(group):
    weight, mean, population, sample = moments(group)
    return sum(x for x, _ in group), None if mean is None else mean * weight, mean, population, sample


def root(x):
    return None if x is None else to_decimal(x).sqrt()


def quantile(group, q):
    """What is exactly the share q is judged to 2^-50 of it."""
    xs = sorted((x, w) for x, w in group if w)
    goal, below = q * sum(w for _, w in xs), Fraction(0)
    for i, (x, w) in enumerate(xs):
        below += w
        if abs(below - goal) <= goal / 2**50 and i + 1 < len(xs):
            if xs[i + 1][0] == x:
                continue
            return (x + xs[i + 1][0]) / 2
        if below > goal:
            return x
    return xs[-1][0] if xs else None


def power_mean(group, p):
    weight = sum(w for _, w in group)
    if not weight:
        return None
    if p <= 0 and any(w and not x for x, w in group):
        return Fraction(0)
    terms = [(to_decimal(x), to_decimal(w)) for x, w in group if w and x]
    if not terms:
        return Fraction(0)
    if p == 0:
        return (sum(w * x.ln() for x, w in terms) / to_decimal(weight)).exp()
    return ((sum(w * (p * x.ln()).exp() for x, w in terms) / to_decimal(weight)).ln() / p).exp()


def others(group):
    """Of values that are not negative."""
    weight, mean, population, sample = moments(group)
    if not weight:
        return (None,) * 9
    zero = any(w and not x for x, w in group)
    harmonic = Fraction(0) if zero else weight / sum(w / x for x, w in group if w)
    mpi = mean - population / mean if mean else Fraction(0)
    return (quantile(group, Fraction(1, 2)), quantile(group, Fraction(1, 4)), mpi, harmonic if len({x for x, w in group if w}) == 1 or zero else to_decimal(harmonic),
            root(population), root(sample), power_mean(group, Decimal(0)), power_mean(group, Decimal("-0.75")), power_mean(group, Decimal(2)))


def deviations(group):
    """(W^2 / sum w^2, m2, m3, m4) of values, about their weighted mean."""
    weight = sum(w for _, w in group)
    if not weight:
        return 0, None, None, None
    mean = sum(x * w for x, w in group) / weight
    return weight * weight / sum(w * w for _, w in group), *(sum(w * (x - mean) ** k for x, w in group) / weight for k in (2, 3, 4))


def signed_root(square, sign):
    return root(square) * (1 if sign >= 0 else -1)


def shape(group):
    n, m2, m3, m4 = deviations(group)
    skew = m2 and n > 2 and signed_root(m3 * m3 / m2**3 * n * (n - 1) / (n - 2) ** 2, m3)
    kurt = m2 and n > 3 and ((n + 1) * m4 / m2**2 - 3 * (n - 1)) * (n - 1) / ((n - 2) * (n - 3))
    return skew if m2 and n > 2 else None, kurt if m2 and n > 3 else None


def lines(group):
    """Of x (the weights) and y (the values), by weight, then the shape of the values with and without weights."""
    weight = sum(w for _, w in group)
    shapes = *shape(group), *shape([(x, Fraction(1)) for x, _ in group])
    if not weight:
        return (None,) * 5 + shapes
    x, y = sum(w * w for _, w in group) / weight, sum(v * w for v, w in group) / weight
    xx, yy, xy = (sum(w * f(v, w) for v, w in group) for f in (lambda v, w: (w - x) ** 2, lambda v, w: (v - y) ** 2, lambda v, w: (v - y) * (w - x)))
    free = weight - sum(w * w for _, w in group) / weight
    slope = xy / xx if xx else None
    return (signed_root(xy * xy / (xx * yy), xy) if xx and yy else None, xy / weight, xy / free if free else None, slope, y - slope * x if xx else None, *shapes)


scores()
changes()
statistics(random.Random(SEED), max(2000, GROUPS // 10), ("wcorr(x, w, w)", "wcovar_pop(x, w, w)", "wcovar_samp(w, x, w)", "wslope(x, w, w)", "wintercept(x, w, w)",
                                      "skewness(x, w)", "kurtosis(x, w)", "skewness(x)", "kurtosis(x)"), lines)
statistics(random.Random(SEED), GROUPS, ("exact_sum(x)", "wsum(x, w)", "wavg(x, w)", "wvar_pop(x, w)", "wvar_samp(x, w)"), sums)
statistics(random.Random(SEED), max(2000, GROUPS // 10), ("wmedian(x, w)", "wquantile(x, w, 0.25)", "mpi(x, w, 1)", "wharmean(x, w)", "wstddev_pop(x, w)", "wstddev_samp(x, w)",
                                      "wgeomean(x, w)", "wpowmean(x, w, -0.75)", "wpowmean(x, w, 2)"), others, positive=True)
print(f"1..{number}")
