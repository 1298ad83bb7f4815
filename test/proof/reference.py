# SPDX-License-Identifier: PostgreSQL
# Scores worked out once more, from the manual, in rational arithmetic: what
# 05_exact.py compares the extension with. Nothing is rounded here but what
# `decimals` and `round_to` round; geometric, harmonic and power means and Mazziotta-Pareto
# have 60 digits, and whatever comes of one is marked so (Score.exact).
#
# check() holds it against cases worked out by hand, and against
# test/data/rollup_cases.csv, which others have worked out.
import csv
import json
import os
from decimal import Decimal, getcontext
from fractions import Fraction
from functools import lru_cache

getcontext().prec = 60
ZERO, ONE, HUNDRED = Fraction(0), Fraction(1), Fraction(100)


def written(x):
    """The number that is written: a decimal or a fraction as text, or the digits of a double."""
    if isinstance(x, float):
        return Fraction(int(x)) if x.is_integer() and abs(x) < 1e15 else Fraction(*Decimal(repr(x)).as_integer_ratio())
    return Fraction(x)


def half_away(x, digits, whole=False):
    """Rounded to so many decimals; whole: as a number of 10^-digits."""
    unit = 10**digits
    n = (2 * abs(x.numerator) * unit + x.denominator) // (2 * x.denominator)
    n = -n if x.numerator < 0 else n
    return n if whole else Fraction(n, unit)


def double(x):
    """The nearest double, ties to even."""
    return x.numerator / x.denominator


def reached(x, bound):
    return x >= bound - abs(bound) / 10**12


# ---------------- rules ----------------


@lru_cache(maxsize=10000)
def parsed(rule):
    """(name, arguments): items are (bound, does it count itself?, share), a share a Fraction or ('p', points)."""
    name, _, rest = rule.removesuffix(" whole").partition("(")
    name, args = name.strip(), [a.strip() for a in rest.rstrip(") ").split(",")] if rest else []
    if name in ("steps", "curve", "choice"):
        items = []
        for arg in args:
            bound, _, share = arg.rpartition(":")
            share = share.strip()
            share = ("p", Fraction(share[:-1])) if share.endswith("p") else Fraction(share)
            items.append((None if name == "choice" else Fraction(bound.lstrip(">").rstrip("%")), not bound.startswith(">"), share))
        return name, items
    args = [Fraction(a.rstrip("%")) for a in args]
    return ("linear", [ZERO] + args) if name == "target" else (name, args)


def logarithm(x):
    return (Decimal(x.numerator) / Decimal(x.denominator)).ln()


def log_share(r, lo, hi):
    """ln(r / lo) / ln(hi / lo) to 27 significant digits, at most 37 decimals."""
    if (r <= lo) if lo < hi else (r >= lo):
        return ZERO
    if (r >= hi) if lo < hi else (r <= hi):
        return ONE
    share = Fraction(logarithm(r / lo) / logarithm(hi / lo))
    digits = 27
    while digits < 37 and share * 10 ** (digits - 26) < 1:
        digits += 1
    return half_away(share, digits)


def share_of(share, maximum):
    return share if isinstance(share, Fraction) else share[1] / maximum if share[1] else ZERO


def attainment(rule, r, maximum):
    name, args = parsed(rule)
    if name == "percent":
        return r / 100
    if name in ("ratio", "yesno"):
        return r
    if name == "points":
        return r / maximum if r else ZERO
    if name == "checklist":
        return r / args[0]
    if name == "log":
        return log_share(r, *args)
    if name == "linear":
        return min(max((r - args[0]) / (args[1] - args[0]), ZERO), ONE)
    if name == "choice":
        return share_of(args[int(r) - 1][2], maximum)
    if name == "steps":
        got = ZERO
        for bound, included, share in args:
            if r > bound or (included and r == bound):
                got = share_of(share, maximum)
        return got
    # curve: the point that holds at r itself, else the line between its neighbours
    here = [share for bound, included, share in args if bound == r and (included or not any(b == r and i for b, i, _ in args))]
    if here:
        return share_of(here[-1], maximum)
    before, after = [item for item in args if item[0] < r], [item for item in args if item[0] > r]
    if not before or not after:
        return share_of(before[-1][2] if before else after[0][2], maximum)
    (x0, _, a0), (x1, _, a1) = before[-1], after[0]
    a0, a1 = share_of(a0, maximum), share_of(a1, maximum)
    return a0 + (a1 - a0) * (r - x0) / (x1 - x0)


# ---------------- trees ----------------


def natural(code):
    return [(0, int(x), x) if x.isdigit() else (2, 0, x) for x in code.split(".")] if code else []


# Methods by which points make a node's points; the others average ratios.
OF_POINTS = ("sum", "alternatives")
# Methods by which a child brings in proportion to what it has, or nothing.
LINEAR = OF_POINTS + ("mean", "best")


def bound_of(value):
    """('points', x) or ('ratio', x) of a threshold or need."""
    if isinstance(value, str) and value.endswith("p"):
        return "points", Fraction(value[:-1])
    if isinstance(value, str) and value.endswith("%"):
        return "ratio", Fraction(value[:-1]) / 100
    return "ratio", written(value)


INHERITED = ("method", "missing", "min_coverage", "min_count")


class Node:
    """A place in a tree: what was stated, and what follows."""

    __slots__ = ("code", "options", "rule", "parent", "children", "index", "end", "is_criterion", "method", "power", "missing", "min_coverage", "min_count",
                 "weight", "bonus", "max", "regular", "counted", "effective", "sums", "cap", "floor", "threshold", "needs")

    def __init__(self, code, rule, options):
        self.code, self.rule, self.options, self.children = code, rule, options, []


class Tree:
    """Of specs, objects as the JSON of a tree has them: nodes in order, the root first."""

    def __init__(self, specs):
        given = {spec.get("code", ""): spec for spec in specs}
        for code in list(given):
            while code:
                code = code.rpartition(".")[0]
                given.setdefault(code, {})
        self.nodes, self.by_code = [], {}
        for code in sorted(given, key=natural):
            spec = given[code]
            node = Node(code, spec.get("rule") or None, spec)
            node.index = len(self.nodes)
            node.parent = self.by_code[code.rpartition(".")[0]] if code else None
            if code:
                node.parent.children.append(node)
            self.nodes.append(node)
            self.by_code[code] = node
        self.root = self.nodes[0]
        # Points of criteria are multiples of this; None: as they come.
        self.unit = self.root.options.get("round_to")
        if self.unit is not None:
            self.unit = written(self.unit)
        elif self.root.options.get("decimals") is not None:
            self.unit = Fraction(1, 10 ** self.root.options["decimals"])
        for node in self.nodes:
            self.inherit(node)
        for node in reversed(self.nodes):
            self.measure(node)
        for node in self.nodes:
            self.place(node)
        # Where a written sum is below 1 points have three more digits.
        self.digits = 15 if self.root.max < 1 else 12

    def inherit(self, node):
        node.is_criterion = not node.children
        node.effective = dict(node.parent.effective) if node.parent else {}
        for name in INHERITED:
            if node.options.get(name) is not None:
                node.effective[name] = node.options[name]
        method = node.effective.get("method", "sum")
        node.power = None
        if method.startswith("power("):
            node.power, method = Decimal(method[6:-1]), "power"
        elif method.startswith("best("):
            node.power, method = int(method[5:-1]), "best"
        node.method = method
        node.missing = node.effective.get("missing", "zero" if method in OF_POINTS + ("best",) else "skip")
        node.min_coverage = node.effective.get("min_coverage", 0)
        if isinstance(node.min_coverage, str):
            node.min_coverage = Fraction(node.min_coverage) if "/" in node.min_coverage else float(node.min_coverage)
        node.min_count = node.effective.get("min_count", 0)
        node.weight = written(node.options.get("weight", 1))
        node.bonus = bool(node.options.get("bonus"))
        node.cap, node.floor = (None if node.options.get(name) in (None, True) else written(node.options[name]) for name in ("cap", "floor"))
        node.threshold = bound_of(node.options["threshold"]) if node.options.get("threshold") is not None else None
        node.needs = {code: bound_of(value) for code, value in (node.options.get("needs") or {}).items()}

    def measure(self, node):
        """The maximum, from the criteria up."""
        stated = node.options.get("max")
        if node.rule == "unscored":
            node.max = ZERO
        elif not node.is_criterion and node.method == "sum":
            node.max = sum((c.max for c in node.children if c.max > 0 and not c.bonus), ZERO)
            if node.options.get("cap") is True:
                node.cap = written(stated)
            if node.cap is not None:
                node.max = min(node.cap, node.max)
        elif not node.is_criterion and node.method == "alternatives":
            node.max = max(c.max for c in node.children)
        else:
            node.max = HUNDRED if stated is None else written(stated)

    def place(self, node):
        """Does it count in its parent's maximum, limits and policy? In coverage? Are its points rounded by `decimals`?"""
        in_sum = node.parent is None or node.parent.method in OF_POINTS
        node.sums = in_sum
        if node.parent is None:
            node.regular = True
        elif in_sum:
            node.regular = not node.bonus and node.max > 0
        else:
            node.regular = node.weight > 0
        node.counted = node.is_criterion and node.rule != "unscored" and \
            (node.parent is None or (node.max != 0 if in_sum else node.weight > 0))
        node.end = node.index + 1
        for other in self.nodes[node.index + 1:]:
            if not (node.code == "" or other.code.startswith(node.code + ".")):
                break
            node.end += 1


class Score:
    """Of a node: state 'value', 'missing' or 'na'; points and applicable maximum; ratio of a value, None where there is none."""

    __slots__ = ("state", "points", "max", "ratio", "answered", "applicable", "exact", "have", "weights", "whole", "bound", "unmet")

    def __init__(self):
        self.state, self.points, self.max, self.ratio = "missing", ZERO, ZERO, None
        self.answered = self.applicable = 0
        self.exact = True
        self.have = self.weights = None
        self.whole = ZERO  # of a sum: its maximum before a cap
        self.bound = False  # have its terms changed its points?
        self.unmet = False  # has a sibling not what it needs?


def enough(node, have, applicable):
    if not applicable:
        return True
    if have < node.min_count:
        return False
    if isinstance(node.min_coverage, Fraction):
        return have >= node.min_coverage * applicable
    return have >= (node.min_coverage - 1e-9) * applicable


def meets(bound, points, ratio):
    kind, limit = bound
    figure = points if kind == "points" else ratio
    return figure is None or reached(figure, limit)


def nothing(score):
    """Points above 0 become 0."""
    if score.points > 0:
        score.points, score.bound = ZERO, True
        score.ratio = score.ratio if score.ratio is None else ZERO


def judge(node, scores):
    """What a node needs of its siblings, all of which are scored."""
    score, unknown = scores[node.index], False
    met = True
    for sibling in node.parent.children:
        if sibling.code not in node.needs:
            continue
        s = scores[sibling.index]
        if s.state == "missing":
            unknown |= node.parent.missing != "zero"
            met &= node.parent.missing != "zero"
        elif s.state == "value":
            met &= meets(node.needs[sibling.code], s.points, s.ratio)
    if score.state == "na":
        return
    if unknown:
        score.state, score.ratio = "missing", None
    score.unmet = not met
    if not met and score.state == "value":
        nothing(score)


def judged(nodes):
    """Those that need siblings, after those that they need."""
    order, left = [], [n for n in nodes if n.needs]
    while left:
        ready = [n for n in left if not any(m.code in n.needs for m in left)]
        order += ready
        left = [n for n in left if n not in ready]
    return order


def score_criterion(tree, node, state, value):
    score = Score()
    if node.rule == "unscored" or state == "na":
        score.state = "na"
        return score
    score.max = node.max
    score.applicable = int(node.counted)
    if value is None:
        return score
    score.answered = score.applicable
    score.state = "value"
    r = written(value)
    if state == "points":
        score.points = r
        share = r / node.max if node.max else ZERO
    else:
        share = attainment(node.rule, r, node.max)
        score.points = node.max * share
    if tree.unit is not None and node.sums:
        score.points = half_away(score.points / tree.unit, 0) * tree.unit
        if abs(score.points) > abs(node.max):
            score.points = node.max
        if node.max:
            share = score.points / node.max
    score.ratio = share
    if node.threshold and node.max > 0 and not meets(node.threshold, score.points, share):
        nothing(score)
    return score


def bounded(node, score):
    """Threshold, floor and cap of a sum."""
    if node.threshold and not meets(node.threshold, score.points, score.points / score.whole if score.whole > 0 else None):
        nothing(score)
    for limit, beyond in ((node.floor, -1), (node.cap, 1)):
        if limit is not None and (score.points - limit) * beyond > 0:
            score.points, score.bound = limit, True


def score_sum(node, scores):
    """Bonuses, penalties and what is worth 0 are added afterwards, missing ones as 0."""
    score = Score()
    points = extra = have = ZERO
    applicable = values = answered = 0
    any_extra = False
    for child in node.children:
        c = scores[child.index]
        score.answered += c.answered
        score.applicable += c.applicable
        score.exact &= c.exact
        if c.state == "na":
            continue
        if not child.regular:
            any_extra = True
            extra += c.points if c.state == "value" else 0
            continue
        applicable += 1
        score.whole += c.max
        if c.state == "value":
            values += 1
            answered += c.answered > 0
            have += c.max
            points += c.points
    score.max = score.whole if node.cap is None else min(node.cap, score.whole)
    if not applicable:
        if any_extra:
            score.state, score.points = "value", extra
            bounded(node, score)
        else:
            score.state = "na"
        return score
    if not enough(node, answered, applicable) or (values < applicable and node.missing == "strict") or \
            (values == 0 and node.missing == "skip"):
        return score
    score.state = "value"
    if node.missing == "skip":
        score.have = have
        if have > 0 and have != score.whole:
            points = points * score.whole / have
    score.points = points + extra
    bounded(node, score)
    if score.max > 0:
        score.ratio = score.points / score.max
    return score


def to_decimal(x):
    return Decimal(x.numerator) / Decimal(x.denominator)


def average(node, terms):
    """(mean of (ratio, weight) pairs, is it exact?)"""
    total = sum(w for _, w in terms)
    xs = sorted(terms)
    if node.method == "mean":
        return sum(x * w for x, w in terms) / total, True
    if node.method == "min":
        return xs[0][0], True
    if node.method == "max":
        return xs[-1][0], True
    if node.method == "median":
        below = ZERO
        for i, (x, w) in enumerate(xs):
            below += w
            if 2 * below == total:
                return (x + xs[i + 1][0]) / 2, True
            if 2 * below > total:
                return x, True
    if node.method in ("mpi_down", "mpi_up"):
        mean = sum(x * w for x, w in terms) / total
        if mean == 0:
            return ZERO, True
        penalty = sum(w * (x - mean) ** 2 for x, w in terms) / total / mean
        return (mean + penalty if node.method == "mpi_up" else max(mean - penalty, ZERO)), False
    power = {"geomean": Decimal(0), "harmean": Decimal(-1)}.get(node.method, node.power)
    if power <= 0 and any(x <= 0 for x, _ in terms):
        return ZERO, True
    if node.method == "harmean":
        return total / sum(w / x for x, w in terms), False
    if power == 1:
        return sum(x * w for x, w in terms) / total, False
    logs = [(to_decimal(x).ln(), to_decimal(w)) for x, w in terms if x > 0]
    if not logs:
        return ZERO, True
    if power == 0:
        return Fraction((sum(w * x for x, w in logs) / to_decimal(total)).exp()), False
    return Fraction(((sum(w * (power * x).exp() for x, w in logs) / to_decimal(total)).ln() / power).exp()), False


def begun(c):
    """Has it a value, and is anything beneath it answered?"""
    return c.state == "value" and c.answered > 0


def score_alternatives(node, scores):
    """The most points, of the greatest maximum that applies. Once a child is answered, those that are not do not count."""
    score = Score()
    regular = [c for c in node.children if c.regular]
    applicable = [scores[c.index] for c in regular if scores[c.index].state != "na"]
    values = [c for c in applicable if c.state == "value"]
    counted = [c for c in applicable if begun(c)] or applicable
    gone = [scores[c.index] for c in node.children if not c.regular or scores[c.index].state == "na"]
    score.answered = sum(c.answered for c in counted + gone)
    score.applicable = sum(c.applicable for c in counted + gone)
    if not applicable:
        score.state = "value" if any(scores[c.index].state != "na" for c in node.children) else "na"
        return score
    score.max = max(c.max for c in applicable)
    if not enough(node, sum(begun(c) for c in counted), len(counted)) or not (values or node.missing == "zero"):
        return score
    score.state = "value"
    # A ratio that is no exact number may be the most: what is near is told apart by nobody.
    score.exact = all(c.exact for c in values)
    score.points = max((c.points for c in values), default=ZERO)
    score.ratio = score.points / score.max if score.max > 0 else None
    if node.threshold and not meets(node.threshold, score.points, score.ratio):
        nothing(score)
    return score


def score_best(node, scores):
    """The mean of the n greatest ratios."""
    score = Score()
    those = [c for c in node.children if averaged(c, scores[c.index])]
    wanted = min(node.power, len(those))
    left = wanted - sum(begun(scores[c.index]) for c in those)
    counted = 0
    for child in node.children:
        c = scores[child.index]
        if child in those and not begun(c):
            left -= 1
            if left < 0:
                continue
        counted += child in those
        score.answered += c.answered
        score.applicable += c.applicable
    if not those:
        score.state = "na"
        return score
    score.max = node.max
    values = [scores[c.index] for c in those if scores[c.index].state == "value"]
    if not enough(node, sum(map(begun, values)), counted) or (len(values) < wanted and node.missing != "zero"):
        return score
    score.state = "value"
    score.exact = all(c.exact for c in values)
    score.weights = Fraction(wanted)
    ratios = sorted((c.ratio for c in values), reverse=True)
    score.ratio = sum(ratios[:wanted], ZERO) / wanted
    score.points = score.ratio * node.max
    if node.threshold and not meets(node.threshold, score.points, score.ratio):
        nothing(score)
    if node.max <= 0:
        score.ratio = None
    return score


def chosen(node, scores):
    """Of alternatives and the best n: the children that make the node's value, of equal ones the first."""
    if node.method == "alternatives":
        those = [c for c in node.children if c.regular and scores[c.index].state == "value"]
        return sorted(those, key=lambda c: -scores[c.index].points)[:1]
    those = [c for c in node.children if averaged(c, scores[c.index]) and (scores[c.index].state == "value" or node.missing == "zero")]
    return sorted(those, key=lambda c: -(scores[c.index].ratio if scores[c.index].state == "value" else ZERO))[:int(scores[node.index].weights)]


def averaged(child, c):
    """Does a child take part in the mean above it? (What is worth nothing has no ratio; a criterion has its attainment.)"""
    return child.regular and c.state != "na" and (child.is_criterion or c.max > 0)


def score_mean(node, scores):
    score = Score()
    terms = []
    applicable = answered = missing = 0
    for child in node.children:
        c = scores[child.index]
        score.answered += c.answered
        score.applicable += c.applicable
        if not averaged(child, c):
            continue
        applicable += 1
        if c.state == "value":
            answered += c.answered > 0
            score.exact &= c.exact
            terms.append((c.ratio, child.weight))
        else:
            missing += 1
            if node.missing != "skip":
                terms.append((ZERO, child.weight))
    if not applicable:
        score.state = "na"
        return score
    score.max = node.max
    if not terms or not enough(node, answered, applicable) or (missing and node.missing == "strict"):
        return score
    score.state = "value"
    score.weights = sum(w for _, w in terms)
    score.ratio, exact = average(node, terms)
    score.exact &= exact
    score.points = score.ratio * node.max
    if node.threshold and not meets(node.threshold, score.points, score.ratio):
        nothing(score)
    if node.max <= 0:
        score.ratio = None
    return score


def roll_up(tree, answers):
    """Scores of all nodes; answers: code -> (state, value)."""
    scores = [None] * len(tree.nodes)
    gone = {code for code, (state, _) in answers.items() if state == "na" and not tree.by_code[code].is_criterion}
    for node in reversed(tree.nodes):
        for child in judged(node.children):
            judge(child, scores)
        if node.is_criterion:
            state, value = answers.get(node.code, (None, None))
            if gone and any(a in gone for a in ancestors(node.code)):
                state, value = "na", None
            score = score_criterion(tree, node, state, value)
            if score.max < 0:
                score.ratio = None
        elif node.method == "sum":
            score = score_sum(node, scores)
        elif node.method == "alternatives":
            score = score_alternatives(node, scores)
        elif node.method == "best":
            score = score_best(node, scores)
        else:
            score = score_mean(node, scores)
        scores[node.index] = score
    return scores


def ancestors(code):
    while code:
        code = code.rpartition(".")[0]
        yield code


def coverage(score):
    return score.answered / score.applicable if score.applicable else None


def lost(score):
    """Points still to be had."""
    if score.state == "na":
        return ZERO
    best = score.max if score.max.numerator > 0 else ZERO
    return best - score.points if score.state == "value" and score.points.numerator else best


def contributions(tree, scores):
    """(what each node brings to the root's points, None where that is not known; the last nodes for which it is)."""
    brings, factor = [None] * len(tree.nodes), [None] * len(tree.nodes)
    taken = {n.index: {c.index for c in chosen(n, scores)} for n in tree.nodes if n.children and n.method in ("alternatives", "best") and scores[n.index].state == "value"}
    last = []
    for node in tree.nodes:
        score = scores[node.index]
        if node.parent is None:
            if score.state == "value":
                factor[0] = ONE
        elif factor[node.parent.index] is not None and node.parent.method in LINEAR and score.state == "value" and not scores[node.parent.index].bound:
            above, parent = scores[node.parent.index], factor[node.parent.index]
            if node.index not in taken.get(node.parent.index, (node.index,)):
                factor[node.index] = ZERO
            elif node.parent.method == "alternatives":
                factor[node.index] = parent
            elif node.parent.method == "sum":
                scaled = node.regular and above.have is not None and above.have > 0
                factor[node.index] = parent * above.whole / above.have if scaled and above.whole != above.have else parent
            elif not averaged(node, score):
                factor[node.index] = ZERO
            else:
                ratio = parent * (ONE if node.parent.method == "best" else node.weight) / above.weights * above.max
                factor[node.index] = ratio / score.max if score.max else ratio * score.ratio
        if factor[node.index] is None:
            continue
        if node.parent is not None and node.parent.method in ("mean", "best") and score.max == 0:
            brings[node.index] = factor[node.index]  # it has a ratio and no points
        else:
            brings[node.index] = factor[node.index] * score.points
        if node.is_criterion or node.method not in LINEAR or score.bound:
            last.append(node.index)
    return brings, last


def of_set(tree, scores, codes):
    """(points, ratio, max, coverage, exact) of a set of nodes; None where there is none."""
    points = most = ZERO
    answered = applicable = 0
    complete, any_value, exact = True, False, True
    i = 0
    while i < len(tree.nodes):
        node, score = tree.nodes[i], scores[i]
        if node.code not in codes:
            i += 1
            continue
        answered += score.answered
        applicable += score.applicable
        if not node.bonus and score.max > 0:
            most += score.max
        complete &= score.state != "missing"
        if score.state == "value":
            any_value = True
            points += score.points
            exact &= score.exact
        i = node.end
    known = complete and any_value
    return (points if known else None, points / most if known and most > 0 else None, most,
            answered / applicable if applicable else None, exact)


# ---------------- why points changed ----------------


class Side:
    """One of two periods: a tree, what was answered, the scores; of each node whether it is there ('here'), what it
    brings to the root's points, what it would bring at a ratio of 1, and whether it is one part."""

    def __init__(self, tree, sheet):
        self.tree, self.sheet = tree, sheet
        self.scores = roll_up(tree, sheet)
        n = len(tree.nodes)
        self.known, self.brings, self.whole, self.coarse = ["missing"] * n, [ZERO] * n, [ZERO] * n, [False] * n
        worth = [ZERO] * n  # of a point
        for node in tree.nodes:
            i, score = node.index, self.scores[node.index]
            above = "here" if node.parent is None else self.known[node.parent.index]
            self.known[i] = "na" if "na" in (above, score.state) else "missing" if "missing" in (above, score.state) else "here"
            if self.known[i] != "here":
                continue
            self.coarse[i] = bool(node.children) and (node.method not in ("sum", "mean") or score.bound)
            if node.parent is None:
                self.brings[i], worth[i] = score.points, ONE
                self.whole[i] = node.max
            elif self.coarse[node.parent.index] or (worth[node.parent.index] is None):
                worth[i] = None  # beneath one part
            else:
                self.share(node, score, worth)

    def share(self, node, score, worth):
        """The part of a node under a sum or a mean."""
        i, above = node.index, self.scores[node.parent.index]
        if node.parent.method == "sum":
            worth[i] = worth[node.parent.index]
            if node.regular and above.have:
                worth[i] *= above.whole / above.have
            self.whole[i] = worth[i] * (node.max if node.is_criterion else score.max)
            self.brings[i] = worth[i] * score.points
        elif averaged(node, score):
            self.whole[i] = worth[node.parent.index] * above.max * node.weight / above.weights
            self.brings[i] = self.whole[i] * score.ratio
            worth[i] = self.whole[i] / score.max if score.max else ZERO

    def given(self, node):
        return self.sheet.get(node.code, (None, None))

    def entered(self, node):
        """Are points entered?"""
        return self.given(node)[0] == "points" or (node.rule or "").removesuffix(" whole") == "points"

    def attained(self, node):
        score = self.scores[node.index]
        return ZERO if score.bound else share_at(self.tree, node, *self.given(node))


def share_at(tree, node, state, value):
    """The attainment of a result, of which a criterion's threshold may leave nothing."""
    score = score_criterion(tree, node, state, value)
    return score.ratio


def carried(old, i, new, j):
    """What the result of old node i attains under the rule of new node j; None where it does not say."""
    was, node = old.tree.nodes[i], new.tree.nodes[j]
    if new.scores[j].unmet:
        return ZERO
    state, value = old.given(was)
    value_ = written(value)
    if state == "points":
        if abs(value_) > abs(node.max) or value_ * node.max < 0:
            return None
    else:
        if node.rule is None:
            return None
        name, args = parsed(node.rule)
        if name == "choice" and was.rule and parsed(was.rule)[0] == "choice":
            said = labels(was.rule)[int(value) - 1]
            if said not in labels(node.rule):
                return None
            value = float(labels(node.rule).index(said) + 1)
        elif not takes(node, value_):
            return None
    return share_at(new.tree, node, state, value)


def labels(rule):
    """Those of a choice."""
    return [item.rpartition(":")[0].strip() for item in rule.partition("(")[2].rstrip(") ").split(",")]


def takes(node, r):
    """Does a rule take a result?"""
    name, args = parsed(node.rule)
    if node.rule.endswith(" whole") and r.denominator != 1:
        return False
    if name == "percent":
        return 0 <= r <= 100
    if name == "ratio":
        return 0 <= r <= 1
    if name == "yesno":
        return r in (0, 1)
    if name == "points":
        return 0 <= r <= node.max if node.max >= 0 else node.max <= r <= 0
    if name == "checklist":
        return r.denominator == 1 and 0 <= r <= args[0]
    if name == "choice":
        return r.denominator == 1 and 1 <= r <= len(args)
    if name == "log":
        return r > 0
    return True


def explained(old, new):
    """{(code, cause): exact amount} of the change of the root's points from one Side to another, and by code how many times
    as coarse it is where what is brought is rounded and then multiplied; None: a root has no points."""
    if "missing" in (old.scores[0].state, new.scores[0].state) or "na" in (old.scores[0].state, new.scores[0].state):
        return None
    amounts, coarser = {}, {}

    def apart(code, x, y):
        coarser[code] = 1 + abs(x / y) + abs(y / x)

    def add(code, cause, amount):
        if amount:
            amounts[code, cause] = amounts.get((code, cause), ZERO) + amount

    def part(i, j):
        a, b = None if i is None else old.tree.nodes[i], None if j is None else new.tree.nodes[j]
        code = (b or a).code
        change = (ZERO if b is None else new.brings[j]) - (ZERO if a is None else old.brings[i])
        if a is None or b is None or a.is_criterion != b.is_criterion:
            return add(code, "set", change)
        was, now = old.known[i], new.known[j]
        if was == now == "here":
            return both(a, b, code, change)
        if a.is_criterion and (a.rule == "unscored") != (b.rule == "unscored"):
            return add(code, "rule", change)
        add(code, "na" if "na" in (was, now) else "result" if a.is_criterion else "beneath", change)

    def both(a, b, code, change):
        i, j = a.index, b.index
        w0, w1 = old.whole[i], new.whole[j]
        if not a.is_criterion:
            # its ratio stands for an attainment
            weight = (w1 - w0) * (old.brings[i] / w0 + new.brings[j] / w1) / 2 if w0 > 0 and w1 > 0 else ZERO
            if weight:
                apart(code, w0, w1)
            add(code, "weight", weight)
            return add(code, "beneath", change - weight)
        a0, a1 = old.attained(a), new.attained(b)
        if old.entered(a) and new.entered(b):
            p0, p1 = a0 * a.max, a1 * b.max
            weight = (w1 / b.max - w0 / a.max) * (p0 + p1) / 2 if a.max and b.max else ZERO
            if weight:
                apart(code, a.max, b.max)
            add(code, "weight", weight)
            return add(code, "result", change - weight)
        attain = (a1 - a0) * (w0 + w1) / 2
        middle = carried(old, i, new, j)
        rule = attain if middle is None else (middle - a0) * (w0 + w1) / 2
        add(code, "rule", rule)
        add(code, "result", attain - rule)
        add(code, "weight", change - attain)

    def walk(code):
        a, b = old.tree.by_code.get(code), new.tree.by_code.get(code)
        alone = [(side, node) for side, node in ((old, a), (new, b)) if node is not None]
        if all(node is not None for node in (a, b)) and (old.coarse[a.index] or new.coarse[b.index] or (a.is_criterion and b.is_criterion)):
            return part(a.index, b.index)
        for side, node in alone:
            if node.is_criterion or (len(alone) == 1 and side.coarse[node.index]):
                part(node.index if side is old else None, node.index if side is new else None)
        if len(alone) == 1 and alone[0][0].coarse[alone[0][1].index]:
            return
        for child in sorted({c.code for _, node in alone for c in node.children}, key=natural):
            walk(child)

    walk("")
    return amounts, coarser


# ---------------- is the reference right? ----------------


def thirds(*results):
    return {str(i): (None, r) for i, r in enumerate(results, 1)}


def leaf(code, maximum=None, rule="percent", **options):
    return {"code": code, "rule": rule, **({} if maximum is None else {"max": maximum}), **options}


# Worked out by hand: nodes, answers, and of some nodes (points, ratio, maximum, what they bring to the root).
BY_HAND = [
    ("a mean of 30, 60, 30 %", [{"code": "", "method": "mean"}, leaf("1"), leaf("2"), leaf("3")], thirds(30.0, 60.0, 30.0),
     {"": ("40", "2/5", "100", "40"), "2": ("60", "3/5", "100", "20")}),
    ("three thirds of 10 and 70", [leaf("1", 10, "linear(0, 3)"), leaf("2", 10, "linear(0, 3)"), leaf("3", 10, "linear(0, 3)"), leaf("4", 70)],
     thirds(1.0, 1.0, 1.0, 100.0), {"": ("80", "4/5", "100", "80"), "1": ("10/3", "1/3", "10", "10/3")}),
    ("the same as on a score sheet", [{"code": "", "decimals": 2}, leaf("1", 10, "linear(0, 3)"), leaf("2", 10, "linear(0, 3)"), leaf("3", 10, "linear(0, 3)"), leaf("4", 70)],
     thirds(1.0, 1.0, 1.0, 100.0), {"": ("79.99", "0.7999", "100", "79.99"), "1": ("3.33", "0.333", "10", "3.33")}),
    ("the same in quarters", [{"code": "", "round_to": 0.25}, leaf("1", 10, "linear(0, 3)"), leaf("2", "0.3"), leaf("3", -5, "points")], {"1": (None, 1.0), "2": (None, 50.0), "3": (None, -2.125)},
     {"": ("1.25", "25/206", "10.3", "1.25"), "1": ("3.25", "0.325", "10", "3.25"), "2": ("0.25", "5/6", "0.3", "0.25"), "3": ("-2.25", None, "-5", "-2.25")}),
    ("no more than the maximum", [{"code": "", "decimals": 0}, leaf("1", "0.5"), leaf("2", "0.5"), leaf("3", "-1.5", "linear(0, 1)")], {"1": (None, 100.0), "2": (None, 60.0), "3": (None, 1.0)},
     {"": ("-1", "-1", "1", "-1"), "1": ("0.5", "1", "0.5", "0.5"), "2": ("0", "0", "0.5", "0"), "3": ("-1.5", None, "-1.5", "-1.5")}),
    ("half away from zero", [{"code": "", "decimals": 2}, leaf("1", 5, "points"), leaf("2", -5, "points")], thirds(2.675, -2.675),
     {"": ("0", "0", "5", "0"), "1": ("2.68", "0.536", "5", "2.68"), "2": ("-2.68", None, "-5", "-2.68")}),
    ("the rest scaled up, then a bonus and a penalty", [{"code": "", "missing": "skip"}, leaf("1", 60), leaf("2", 40), leaf("3", 5, "points", bonus=True), leaf("4", -4, "linear(0, 2)"), leaf("5", 20)],
     {"1": (None, 80.0), "3": ("points", 1.5), "4": (None, 1.0), "5": ("na", None)}, {"": ("79.5", "0.795", "100", "79.5"), "1": ("48", "4/5", "60", "80"), "4": ("-2", None, "-4", "-2")}),
    ("a mean of sums by weight", [{"code": "", "method": "mean"}, {"code": "1", "method": "sum", "weight": 0.1}, leaf("1.1", 3, "checklist(7)"), leaf("1.2", 4, "ratio"), {"code": "2", "method": "sum", "weight": 0.2}, leaf("2.1", 1, "yesno")],
     {"1.1": (None, 2.0), "1.2": (None, 0.5), "2.1": (None, 1.0)}, {"1": ("20/7", "20/49", "7", "2000/147"), "": ("11800/147", "118/147", "100", "11800/147"), "1.1": ("6/7", "2/7", "3", "200/49")}),
    ("a sum of a mean, whose missing child is 0", [{"code": "1", "method": "mean", "missing": "zero", "max": 30}, leaf("1.1", weight=2), leaf("1.2"), leaf("2", 70)],
     {"1.1": (None, 75.0), "2": (None, 10.0)}, {"": ("22", "0.22", "100", "22"), "1": ("15", "1/2", "30", "15"), "1.1": ("75", "3/4", "100", "15"), "1.2": (None, None, "100", None)}),
    ("beneath a minimum nothing is known", [{"code": "1", "method": "min", "max": 10}, leaf("1.1"), leaf("1.2"), leaf("2", 10)], {"1.1": (None, 25.0), "1.2": (None, 75.0), "2": (None, 100.0)},
     {"": ("12.5", "0.625", "20", "12.5"), "1": ("2.5", "1/4", "10", "2.5"), "1.1": ("25", "1/4", "100", None)}),
    ("alternatives: the most points, of the greatest maximum", [{"code": "1", "method": "alternatives"}, leaf("1.1", 10), leaf("1.2", 6), leaf("2", 90)], {"1.1": (None, 50.0), "1.2": (None, 100.0), "2": (None, 100.0)},
     {"": ("96", "0.96", "100", "96"), "1": ("6", "3/5", "10", "6"), "1.1": ("5", "1/2", "10", "0"), "1.2": ("6", "1", "6", "6")}),
    ("of equal ones the first, thirds or not", [{"code": "1", "method": "alternatives"}, leaf("1.1", 6, "linear(0, 3)"), leaf("1.2", 4), leaf("1.3", 2)], {"1.1": (None, 1.0), "1.2": (None, 50.0)},
     {"": ("2", "1/3", "6", "2"), "1.1": ("2", "1/3", "6", "2"), "1.2": ("2", "1/2", "4", "0"), "1.3": (None, None, "2", None)}),
    ("the greatest does not apply", [{"code": "1", "method": "alternatives"}, leaf("1.1", 10), leaf("1.2", 6), leaf("2", 4)], {"1.1": ("na", None), "1.2": (None, 50.0), "2": (None, 100.0)},
     {"": ("7", "0.7", "10", "7"), "1": ("3", "1/2", "6", "3"), "1.2": ("3", "1/2", "6", "3")}),
    ("the two best of four, of which one is missing", [{"code": "", "method": "best(2)"}, leaf("1"), leaf("2"), leaf("3"), leaf("4")], {"1": (None, 40.0), "2": (None, 70.0), "4": (None, 20.0)},
     {"": ("55", "11/20", "100", "55"), "1": ("40", "2/5", "100", "20"), "2": ("70", "7/10", "100", "35"), "3": (None, None, "100", None), "4": ("20", "1/5", "100", "0")}),
    ("one of the two best is missing", [{"code": "", "method": "best(2)", "max": 10}, leaf("1"), leaf("2"), leaf("3")], thirds(None, 70.0), {"": ("3.5", "7/20", "10", "3.5"), "2": ("70", "7/10", "100", "3.5")}),
    ("and nothing is there", [{"code": "", "method": "best(2)", "missing": "skip"}, leaf("1"), leaf("2"), leaf("3")], thirds(None, 70.0), {"": (None, None, "100", None), "2": ("70", "7/10", "100", None)}),
    ("but of one that applies it is the best", [{"code": "", "method": "best(2)", "missing": "strict"}, leaf("1"), leaf("2"), leaf("3")], {"1": ("na", None), "2": (None, 70.0), "3": ("na", None)},
     {"": ("70", "7/10", "100", "70"), "2": ("70", "7/10", "100", "70")}),
    ("of equal ones the first two", [{"code": "", "method": "best(2)"}, leaf("1"), leaf("2"), leaf("3")], thirds(70.0, 70.0, 70.0), {"": ("70", "7/10", "100", "70"), "2": ("70", "7/10", "100", "35"), "3": ("70", "7/10", "100", "0")}),
    ("a median at half the weight", [{"code": "", "method": "median"}, leaf("1", weight=0.1), leaf("2", weight=0.2), leaf("3", weight=0.3)], thirds(10.0, 20.0, 50.0),
     {"": ("35", "7/20", "100", "35")}),
    ("two of three are two thirds", [{"code": "", "min_coverage": "2/3"}, leaf("1", 1), leaf("2", 1), leaf("3", 1)], thirds(100.0, 50.0), {"": ("1.5", "1/2", "3", "1.5")}),
    ("and less than 0.67", [{"code": "", "min_coverage": 0.67}, leaf("1", 1), leaf("2", 1), leaf("3", 1)], thirds(100.0, 50.0), {"": (None, None, "3", None), "1": ("1", "1", "1", None)}),
    ("one missing and nothing is there", [{"code": "", "missing": "strict"}, leaf("1", 1), leaf("2", 1)], thirds(100.0), {"": (None, None, "2", None)}),
    ("a maximum and weights as fractions", [{"code": "", "method": "mean"}, {"code": "1", "method": "sum", "weight": "1/3"}, leaf("1.1", "1/3", "choice(a:2/3, b:0)"), leaf("2", None, "curve(0:0, 3:1/2, 6:1)", weight="2/3")],
     {"1.1": (None, 1.0), "2": (None, 4.0)}, {"1": ("2/9", "2/3", "1/3", "200/9"), "": ("200/3", "2/3", "100", "200/3")}),
    ("bounds and awarded points", [leaf("1", 8, "steps(50:2p, >80:1)"), leaf("2", 8, "steps(50:2p, >80:1)"), leaf("3", 2, "linear(90, -10)")], {"1": (None, 80.0), "2": (None, 80.5), "3": ("points", 0.125)},
     {"": ("10.125", "0.5625", "18", "10.125"), "1": ("2", "1/4", "8", "2"), "3": ("0.125", "1/16", "2", "0.125")}),
]


def check():
    """(how many cases, what is wrong)"""
    wrong, n = [], 0
    for name, specs, answers, want in BY_HAND:
        tree = Tree(specs)
        scores = roll_up(tree, answers)
        brings, _ = contributions(tree, scores)
        n += 1
        for code, goals in want.items():
            i = tree.by_code[code].index
            s = scores[i]
            got = (s.points if s.state == "value" else None, s.ratio, s.max, brings[i])
            if got != tuple(None if g is None else Fraction(g) for g in goals):
                wrong.append(f"{name}, node \"{code}\": {[str(g) for g in got]}, by hand {goals}")
    cases = {}
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "data", "rollup_cases.csv"), encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            cases.setdefault(row["id"], []).append(dict(row, code="" if row["code"] == "/" else row["code"]))
    for case, rows in cases.items():
        n += 1
        specs = [{"code": r["code"], "rule": r["rule"], **({"max": r["max_points"]} if r["max_points"] else {}), **json.loads(r["options"] or "{}")} for r in rows if r["listed"] == "t"]
        tree = Tree(specs)
        scores = roll_up(tree, {r["code"]: (r["state"] or None, float(r["value"]) if r["value"] else None) for r in rows if r["state"] or r["value"]})
        brings, _ = contributions(tree, scores)
        for r in rows:
            i = tree.by_code[r["code"]].index
            s = scores[i]
            got = (s.points if s.state == "value" else None, s.ratio, brings[i], s.max, lost(s), s.answered, s.applicable)
            for name, value in zip(("points", "ratio", "contribution", "max", "lost", "answered", "applicable"), got, strict=True):
                text = r[name]
                if (text == "") != (value is None) or (text and abs(Fraction(text) - value) > Fraction(1, 10**12) * max(1, abs(value))):
                    wrong.append(f"case {case}, node \"{r['code']}\": {name} {value if value is None else float(value)}, not {text}")
    return n, wrong


if __name__ == "__main__":
    print(check())
