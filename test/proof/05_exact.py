# Scores and statistics against exact rational arithmetic (Python's fractions):
# random trees of sums and means, random results with every state. Sums must be
# the double nearest to the exact decimal, bit for bit; means within
# 1e-12. Of statistics, what is rational must be the nearest double; roots and
# logarithms, here with 60 digits, as near as the README says. The rules are
# written here once more, from the README.
import csv
import io
import math
import os
import random
import subprocess
from decimal import Decimal, getcontext
from fractions import Fraction

getcontext().prec = 60
SOAK = float(os.environ.get("DX_SOAK") or 0)
SEED = int(os.environ.get("DX_SEED") or 1)
GROUPS = max(10000, int(1000000 * SOAK))
UNITS = 50  # a tree
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


def half_away(x, digits):
    scaled = abs(x) * 10**digits
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return (-1 if x < 0 else 1) * Fraction(whole, 10**digits)


def written(x):
    """The decimal that a double is written as."""
    return Fraction(repr(x))


def attainment(rule, r, maximum):
    name, _, rest = rule.partition("(")
    args = rest.rstrip(")").split(",")
    if name == "percent":
        return r / 100
    if name in ("ratio", "yesno"):
        return r
    if name == "points":
        return r / maximum
    if name == "checklist":
        return r / int(args[0])
    if name == "choice":
        return Fraction(args[int(r) - 1].partition(":")[2])
    if name == "linear":
        lo, hi = (Fraction(a.strip()) for a in args)
        return min(max((r - lo) / (hi - lo), Fraction(0)), Fraction(1))
    pairs = [tuple(a.strip().split(":")) for a in args]
    if name == "steps":
        got = Fraction(0)
        for bound, share in pairs:
            if r > Fraction(bound.lstrip(">")) or (r == Fraction(bound.lstrip(">")) and not bound.startswith(">")):
                got = Fraction(share)
        return got
    points = [(Fraction(x), Fraction(a)) for x, a in pairs]  # curve
    if r <= points[0][0]:
        return points[0][1]
    for (x0, a0), (x1, a1) in zip(points, points[1:]):
        if r <= x1:
            return a0 + (a1 - a0) * (r - x0) / (x1 - x0)
    return points[-1][1]


def random_result(rng, rule, maximum):
    digits = rng.choice((0, 1, 2, 5, 12))
    if rule == "percent":
        return round(rng.uniform(0, 100), digits)
    if rule == "ratio":
        return round(rng.uniform(0, 1), digits)
    if rule == "yesno":
        return float(rng.randint(0, 1))
    if rule.startswith("checklist"):
        return float(rng.randint(0, 7))
    if rule.startswith("choice"):
        return float(rng.randint(1, 3))
    if rule == "points":
        return min(round(rng.uniform(0, float(maximum)), digits), float(maximum))
    return rng.choice((round(rng.uniform(-10, 110), digits), 30.0, 50.0, 80.0))


RULES = ("percent", "ratio", "yesno", "points", "linear(10, 90)", "linear(90, -10)", "steps(30:1/3, >50:0.7, 80:1)", "curve(0:0, 30:1/3, 100:1)", "checklist(7)", "choice(Tốt:1, Đạt:0.5, Chưa:0)")
MEANS = ("mean", "harmean", "geomean", "median", "min", "max")


class Node:
    def __init__(self, code, **options):
        self.code, self.children = code, []
        self.rule = self.max = None
        self.method, self.missing, self.weight, self.bonus = "sum", "zero", Fraction(1), False
        self.__dict__.update(options)


def make_tree(rng):
    """A root over two to four pillars of criteria; the root a sum (mostly) or a mean."""
    root = Node("", method=rng.choice(("sum",) * 6 + MEANS), decimals=rng.choice((None, None, None, 2, 0)))
    root.missing = "zero" if root.method == "sum" else rng.choice(("skip", "zero", "strict"))
    for p in range(1, rng.randint(2, 4) + 1):
        pillar = Node(str(p), weight=Fraction(rng.randint(1, 40), 10))
        pillar.missing = rng.choice(("zero", "zero", "zero", "skip", "strict"))
        for c in range(1, rng.randint(1, 6) + 1):
            maximum = Fraction(rng.choice((1, 5, 10, rng.randint(1, 400))), rng.choice((1, 1, 2, 4, 10, 1000)))
            leaf = Node(f"{p}.{c}", max=maximum, rule=rng.choice(RULES))
            if c > 1 and root.method == "sum" and rng.random() < 0.1:
                leaf.bonus = True
            pillar.children.append(leaf)
        root.children.append(pillar)
    return root


def leaf_score(leaf, state, value, decimals):
    """(state, points, maximum): state 'missing', 'na' or 'value'."""
    if state == "na":
        return "na", Fraction(0), Fraction(0)
    if value is None:
        return "missing", Fraction(0), leaf.max
    points = written(value) if state == "points" else leaf.max * attainment(leaf.rule, written(value), leaf.max)
    points = half_away(points, 12)
    return "value", half_away(points, decimals) if decimals is not None else points, leaf.max


def sum_score(node, scores):
    """Points are carried with 12 digits; what is scaled up is rounded there."""
    regular = [(s, c) for s, c in zip(scores, node.children) if not c.bonus]
    applicable = [s for s, c in regular if s[0] != "na"]
    bonuses = [s for s, c in zip(scores, node.children) if c.bonus and s[0] != "na"]
    extra = sum((s[1] for s in bonuses), Fraction(0))
    if not applicable:
        return "value" if bonuses else "na", extra, Fraction(0)
    maximum = sum(s[2] for s in applicable)
    have = [s for s in applicable if s[0] == "value"]
    if len(have) < len(applicable):
        if node.missing == "strict":
            return "missing", Fraction(0), maximum
        if node.missing == "skip":
            if not have:
                return "missing", Fraction(0), maximum
            return "value", half_away(maximum * sum(s[1] for s in have) / sum(s[2] for s in have), 12) + extra, maximum
    return "value", sum((s[1] for s in have), Fraction(0)) + extra, maximum


def to_decimal(x):
    return Decimal(x.numerator) / Decimal(x.denominator)


def mean_score(node, scores):
    terms, total = [], 0
    for (state, points, maximum), child in zip(scores, node.children):
        if state == "na":
            continue
        total += 1
        if state == "missing":
            if node.missing == "strict":
                return None
            if node.missing == "zero":
                terms.append((Fraction(0), child.weight))
            continue
        terms.append((points / maximum, child.weight))
    if not terms:
        return None
    weight = sum(w for _, w in terms)
    xs = sorted(terms)
    if node.method == "mean":
        return sum(x * w for x, w in terms) / weight
    if node.method == "min":
        return xs[0][0]
    if node.method == "max":
        return xs[-1][0]
    if node.method == "median":
        below = Fraction(0)
        for i, (x, w) in enumerate(xs):
            below += w
            if 2 * below == weight:
                return (x + xs[i + 1][0]) / 2
            if 2 * below > weight:
                return x
    if any(x == 0 for x, _ in terms):
        return Fraction(0)
    if node.method == "harmean":
        return weight / sum(w / x for x, w in terms)
    return Fraction((sum(to_decimal(w) * to_decimal(x).ln() for x, w in terms) / to_decimal(weight)).exp())


def near(got, want):
    return abs(Fraction(got) - want) <= max(abs(want), Fraction(1)) * Fraction(1, 10**12)


def number_text(x):
    return repr(x.numerator / x.denominator)


def scores(rng, n_groups):
    exact = close = nulls = 0
    wrong = []
    while exact + close + nulls < n_groups:
        trees = [make_tree(rng) for _ in range(min(100, max(1, (n_groups - exact - close - nulls) // UNITS)))]
        nodes, rows, want = [], [], {}
        for t, root in enumerate(trees):
            options = [f'"method": "{root.method}"', f'"missing": "{root.missing}"']
            if root.decimals is not None:
                options.append(f'"decimals": {root.decimals}')
            nodes.append((t, "", None, None, "{" + ", ".join(options) + "}"))
            for pillar in root.children:
                nodes.append((t, pillar.code, None, None, f'{{"method": "sum", "missing": "{pillar.missing}", "weight": {number_text(pillar.weight)}}}'))
                for leaf in pillar.children:
                    nodes.append((t, leaf.code, number_text(leaf.max), leaf.rule, '{"bonus": true}' if leaf.bonus else None))
            for unit in range(UNITS):
                parts = []
                holes = rng.choice((0, 0.1, 0.5))
                for pillar in root.children:
                    found = []
                    for leaf in pillar.children:
                        state, value = None, random_result(rng, leaf.rule, leaf.max)
                        draw = rng.random()
                        if draw < holes:
                            state, value = rng.choice(((None, None), ("na", None)))
                        elif draw < holes + 0.05:
                            state, value = "points", min(round(rng.uniform(0, float(leaf.max)), 3), float(leaf.max))
                        rows.append((t, unit, leaf.code, None if value is None else repr(value), state))
                        found.append(leaf_score(leaf, state, value, root.decimals))
                    parts.append(sum_score(pillar, found))
                if root.method == "sum":
                    state, points, _ = sum_score(root, parts)
                    want[t, unit] = (points if state == "value" else None, True)
                else:
                    ratio = mean_score(root, parts)
                    want[t, unit] = (None if ratio is None else ratio * 100, False)
        script = ["CREATE TEMP TABLE node (t int, code text, max float8, rule text, options jsonb); CREATE TEMP TABLE answer (t int, unit int, code text, value float8, state text);", "COPY node FROM stdin (FORMAT csv, NULL 'NULL', DELIMITER '|', QUOTE E'\\x01');"]
        script += ["|".join("NULL" if f is None else str(f) for f in row) for row in nodes] + ["\\."]
        script += ["COPY answer FROM stdin (FORMAT csv, NULL 'NULL', DELIMITER '|', QUOTE E'\\x01');"]
        script += ["|".join("NULL" if f is None else str(f) for f in row) for row in rows] + ["\\."]
        script += ["""CREATE TEMP TABLE tree AS SELECT t, dx.tree(code, NULL, max, rule, options) FROM node GROUP BY t; ANALYZE tree; ANALYZE answer;
SELECT t, unit, dx.score(tree, code, value, state), dx.points(tree, dx.card(tree, code, value, state)) FROM answer JOIN tree USING (t) GROUP BY t, unit, tree;"""]
        for t, unit, score, points in sql("\n".join(script)):
            goal, bits = want.pop((int(t), int(unit)))
            if goal is None or score == "NULL":
                good = score == points == "NULL" and goal is None
                nulls += 1
            elif bits:
                good = score == points and float(score) == goal.numerator / goal.denominator
                exact += 1
            else:
                good = score == points and near(float(score), goal)
                close += 1
            if not good and len(wrong) < 5:
                wrong.append(f"tree {t}, unit {unit}: score {score}, points {points}, expected {None if goal is None else float(goal)} ({'bits' if bits else 'near'}), method {trees[int(t)].method}")
        if want:
            wrong.append(f"{len(want)} groups did not come back")
            break
    test(not wrong and exact and close and nulls, f"scores: {exact + close + nulls:,} groups, seed {SEED}: {exact:,} bit for bit, {close:,} within 1e-12, {nulls:,} without a value", "\n".join(wrong))


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
    mpi = max(mean - population / mean, Fraction(0)) if mean else Fraction(0)
    return (quantile(group, Fraction(1, 2)), quantile(group, Fraction(1, 4)), mpi, harmonic if len({x for x, w in group if w}) == 1 or zero else to_decimal(harmonic),
            root(population), root(sample), power_mean(group, Decimal(0)), power_mean(group, Decimal("-0.75")), power_mean(group, Decimal(2)))


scores(random.Random(SEED), GROUPS)
statistics(random.Random(SEED), GROUPS, ("exact_sum(x)", "wsum(x, w)", "wavg(x, w)", "wvar_pop(x, w)", "wvar_samp(x, w)"), sums)
statistics(random.Random(SEED), max(2000, GROUPS // 10), ("wmedian(x, w)", "wquantile(x, w, 0.25)", "mpi(x, w, 1)", "wharmean(x, w)", "wstddev_pop(x, w)", "wstddev_samp(x, w)",
                                      "wgeomean(x, w)", "wpowmean(x, w, -0.75)", "wpowmean(x, w, 2)"), others, positive=True)
print(f"1..{number}")
