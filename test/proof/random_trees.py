# SPDX-License-Identifier: PostgreSQL
# Random trees and sheets for 05_exact.py, of several families: each is made to
# find what arithmetic gets wrong. A case is (family, nodes as the JSON of a
# tree has them, one dict of answers a unit: code -> (state, value)).
import re
from fractions import Fraction

RULES = ("percent", "percent", "ratio", "yesno", "points", "linear", "linear", "target", "checklist", "steps", "curve", "curve", "choice", "choice", "log")
EXACT = ("min", "max", "median", "alternatives", "alternatives", "best(1)", "best(2)", "best(3)")
OF_POINTS = ("sum", "alternatives")
ALIKE = ("min", "max")  # what is taken of children whose own maxima are equal
OTHERS = ("geomean", "harmean", "mpi_down", "mpi_up", "power(2)", "power(-0.5)", "power(0)", "power(3)", "power(1)")
CUTS = ("1/3", "0.4", "0.5", "0.65", "2/3", "0.8", "0.35", "0.9")
GRADES = "g0:-1e9, g1:0.0001, g2:1/3, g3:0.35, g4:0.4, g5:0.5, g6:0.65, g7:2/3, g8:0.8, g9:0.9, g10:1"


def decimal(mant, exponent):
    """mant x 10^exponent as text."""
    if exponent >= 0:
        return str(mant * 10**exponent)
    digits = str(abs(mant)).rjust(1 - exponent, "0")
    text = (digits[:exponent] + "." + digits[exponent:]).rstrip("0").rstrip(".")
    return "-" + text if mant < 0 else text


def number(text):
    """A number in JSON: a decimal stands bare, a fraction is text."""
    return text if "/" in text else Bare(text)


class Bare(str):
    """Digits that go into JSON without quotes."""


def to_json(specs):
    def value(v):
        if v is None or v is True or v is False:
            return {None: "null", True: "true", False: "false"}[v]
        if isinstance(v, dict):
            return "{" + ", ".join(f'"{k}": {value(x)}' for k, x in v.items()) + "}"
        return '"' + v + '"' if isinstance(v, str) and not isinstance(v, Bare) else str(v)

    return "[" + ", ".join("{" + ", ".join(f'"{k}": {value(v)}' for k, v in spec.items()) + "}" for spec in specs) + "]"


def share(rng):
    """A part of 1: a fraction, mostly, with a denominator up to 1,000."""
    if rng.random() < 0.3:
        return rng.choice(("0", "1", "0.5", "0.25", "0.7", "0.125"))
    q = rng.choice((3, 7, 9, 11, 12, 13, 49, 922, 965, 997, rng.randint(2, 1000)))
    return f"{rng.randint(0, q)}/{q}"


def make_rule(rng):
    """A rule; one in five whose bounds can carry % has them so, one in eight that can take whole numbers only does."""
    rule = make_bounds(rng)
    return rule + " whole" if rng.random() < 0.12 and rule.startswith(("points", "percent", "linear", "target", "steps", "curve", "log")) else rule


def make_bounds(rng):
    rule = make_plain_rule(rng)
    if rule.startswith(("linear", "target")) and rng.random() < 0.2:
        return re.sub(r"(-?[\d.]+)", r"\1%", rule)
    if rule.startswith(("steps", "curve")) and rng.random() < 0.2:
        return rule.replace(":", "%:")
    return rule


def make_plain_rule(rng):
    kind = rng.choice(RULES)
    if kind == "linear":
        unit = rng.choice((1, 1, 10, 100))
        lo = rng.choice((0, 0, 0, rng.randint(-200, 200)))
        hi = lo + rng.choice((-1, 1, 1, 1)) * rng.choice((3, 7, 9, 49, rng.randint(1, 1000)))
        return f"linear({decimal(lo, -len(str(unit)) + 1)}, {decimal(hi, -len(str(unit)) + 1)})"
    if kind == "target":
        return f"target({rng.choice((3, 6, 7, 30, 49, rng.randint(1, 1000)))})"
    if kind == "checklist":
        return f"checklist({rng.choice((3, 7, 11, 49, rng.randint(1, 1000)))})"
    if kind == "steps":
        return f"steps({rng.randint(0, 40)}:{share(rng)}, >50:{share(rng)}, 80:{share(rng)})"
    if kind == "log":
        lo, hi = rng.choice((("1", "100"), ("100", "75000"), ("2", "32"), ("0.5", "1e9"), ("5", "0.5"), ("0.001", "7"), (str(rng.randint(1, 99)), str(rng.randint(100, 999)))))
        return f"log({lo}, {hi})"
    if kind == "curve" and rng.random() < 0.4:
        x = rng.randint(1, 60)
        return f"curve(0:{share(rng)}, {x}:{share(rng)}, {rng.choice(('>', ''))}{x}:{share(rng)}, 100:{share(rng)})"
    if kind == "curve":
        return f"curve(0:{share(rng)}, {rng.randint(1, 60)}:{share(rng)}, {rng.choice((61, 90, 100))}:{share(rng)})"
    if kind == "choice":
        return f"choice(Tốt:{share(rng)}, Đạt:{share(rng)}, Chưa:{share(rng)})"
    return kind


def make_result(rng, rule, maximum):
    """A result that the rule takes, of a criterion with that maximum."""
    if rule.endswith(" whole"):
        result = make_result(rng, rule.removesuffix(" whole"), maximum)
        return 1.0 if rule.startswith("log") and result < 1 else float(int(result))
    name, _, rest = rule.replace("%", "").partition("(")
    digits = rng.choice((0, 0, 1, 2, 5, 9))
    if name == "percent":
        return rng.choice((float(5 * rng.randint(0, 20)), round(rng.uniform(0, 100), digits)))
    if name == "ratio":
        return round(rng.random(), rng.choice((1, 2, 4, 12)))
    if name == "yesno":
        return float(rng.randint(0, 1))
    if name == "points":
        return awarded(rng, maximum)
    if name == "choice":
        return float(rng.randint(1, rest.count(":")))
    if name == "checklist":
        return float(rng.randint(0, int(rest.rstrip(")"))))
    if name == "log":
        lo, hi = (float(x) for x in rest.rstrip(")").split(","))
        return rng.choice((lo, hi, 10.0, 3.0, 1.5 * hi, float(f"{lo * (hi / lo) ** rng.random():.{rng.choice((2, 4, 16))}g}")))
    if name in ("linear", "target"):
        bounds = [float(x) for x in rest.rstrip(")").split(",")]
        lo, hi = min(bounds[0], 0.0) if name == "target" else bounds[0], bounds[-1]
        if rng.random() < 0.7:
            return float(round(lo + (hi - lo) * rng.randint(0, 12) / 12))
        return round(lo + (hi - lo) * rng.uniform(-0.1, 1.1), digits)
    return rng.choice((0.0, 30.0, 50.0, 80.0, 100.0, float(rng.randint(-5, 105)), round(rng.uniform(-10, 110), digits)))


def awarded(rng, maximum):
    """Points from 0 to the maximum, of at most 12 decimals and 15 digits."""
    maximum = Fraction(maximum)
    most, exponent = int(abs(maximum) * 10**12), -12
    while most >= 10**15 or (most >= 10 and rng.random() < 0.8):
        most, exponent = most // 10, exponent + 1
    return float(decimal(rng.randint(0, most) * (1 if maximum > 0 else -1), exponent))


def answer(rng, spec, holes, na):
    """(state, value) of a criterion, or None where nothing is entered."""
    maximum = spec.get("max", "100")
    draw = rng.random()
    if draw < holes:
        return rng.choice((None, (None, None)))
    if draw < holes + na:
        return "na", None
    if spec["rule"] is None or (draw > 0.93 and spec["rule"] != "unscored"):
        return "points", awarded(rng, maximum)
    if spec["rule"] == "unscored":
        return None, round(rng.uniform(-9, 9), 1)
    return None, make_result(rng, spec["rule"], maximum)


class Maker:
    """Of one tree: how large its maxima are, what its inner nodes may be."""

    def __init__(self, rng, fractions, exponent, spread, methods, extras, most=40):
        self.rng, self.specs, self.exponent, self.spread, self.methods, self.extras, self.left = rng, [], exponent, spread, methods, extras, most
        self.decimals = self.unit = None
        # A tree has one denominator of maxima: their sum must be a number that can be held.
        self.parts = rng.choice((3, 7, 12, 49)) if fractions and rng.random() < 0.3 else None

    def maximum(self):
        rng = self.rng
        mant = rng.choice((1, 2, 5, 10, 25, rng.randint(1, 30), rng.randint(1, 9999)))
        exponent = min(max(self.exponent + rng.randint(-self.spread, self.spread), -12), 12 - len(str(mant)))
        if self.decimals is not None:
            exponent = max(exponent, -self.decimals)
        elif self.parts and rng.random() < 0.5:
            return f"{mant}/{self.parts}"
        return decimal(mant, exponent)

    def weight(self):
        rng = self.rng
        draw = rng.random()
        if draw < 0.35:
            return None
        if draw < 0.4:
            return "0"
        if self.parts and draw < 0.6:
            return f"{rng.randint(1, 12)}/{self.parts}"
        return rng.choice((decimal(rng.randint(1, 40), -1), decimal(rng.randint(1, 9999), rng.randint(-6, 2)), "0.1", "0.2", "0.7", "2"))

    def criterion(self, code, method, extra, alike):
        """extra: may it be a bonus or a penalty? alike: the maximum under least and greatest, which want one."""
        rng = self.rng
        spec = {"code": code, "rule": make_rule(rng)}
        if rng.random() < 0.03:
            spec["rule"] = None
        if method in OF_POINTS or (method not in ALIKE and rng.random() < 0.4):
            spec["max"] = number(self.maximum())
        elif alike is not None:
            spec["max"] = number(alike)
        if method.startswith("best("):
            pass
        elif method not in OF_POINTS:
            weight = self.weight()
            if weight is not None:
                spec["weight"] = number(weight)
        elif extra and rng.random() < 0.15:
            if rng.random() < 0.5 or "/" in spec["max"]:
                spec["bonus"] = True
            else:
                spec["max"] = Bare("-" + spec["max"])
        elif rng.random() < 0.02:
            spec["rule"] = "unscored"
            del spec["max"]
        elif rng.random() < 0.02:
            spec["max"] = Bare("0")
            if spec["rule"] in ("points", "points whole"):
                spec["rule"] = "percent"
        self.specs.append(spec)
        self.left -= 1

    def inner(self, code, depth, parent, linear, alike):
        """linear: sums and plain means all the way up, so that there may be bonuses beneath."""
        rng = self.rng
        method = rng.choice(self.methods)
        children = rng.randint(1, 5) if code else rng.randint(2, 6)
        if method.startswith("best("):
            children = max(children, int(method[5:-1]))
        linear = linear and method in ("sum", "mean")
        spec = {"code": code, "method": method}
        self.specs.append(spec)
        if code == "" and self.decimals is not None:
            spec["decimals"] = self.decimals
        elif code == "" and self.unit is not None:
            spec["round_to"] = Bare(self.unit)
        spec["missing"] = rng.choice(("zero", "zero", "skip", "skip", "skip", "strict"))
        if rng.random() < 0.1:
            spec["min_coverage"] = rng.choice(("1/2", "2/3", Bare("0.34"), Bare("0.6"), Bare("0")))
        if rng.random() < 0.05:
            spec["min_count"] = rng.randint(0, 2)
        if method not in OF_POINTS and parent not in ALIKE and rng.random() < 0.5:
            spec["max"] = number(self.maximum())
        elif method not in OF_POINTS and alike is not None:
            spec["max"] = number(alike)
        if parent not in (None,) + OF_POINTS and not parent.startswith("best("):
            weight = self.weight()
            if weight is not None:
                spec["weight"] = number(weight)
        # A node with a sum under a mean needs something that counts.
        alike = self.maximum() if method in ALIKE and rng.random() < 0.5 else None
        for i in range(1, children + 1):
            name = f"{code}.{i}" if code else str(i)
            if depth < 6 and self.left > 0 and rng.random() < (0.6 if depth < 3 else 0.4):
                self.inner(name, depth + 1, method, linear, alike)
            else:
                self.criterion(name, method, linear and method == "sum" and i > 1 and self.extras, alike)


def units(rng, specs, n):
    """Sheets of n units; one that answers nothing has no rows, so something is there."""
    criteria = [s for s in specs if "rule" in s]
    sheets = []
    for _ in range(n):
        holes, na = rng.choice((0, 0, 0.1, 0.4, 0.8)), rng.choice((0, 0, 0.05, 0.3))
        sheet = {s["code"]: answer(rng, s, holes, na) for s in criteria}
        sheet = {code: given for code, given in sheet.items() if given is not None}
        sheets.append(sheet or {criteria[0]["code"]: (None, None)})
    return sheets


def general(rng, fractions, methods=("sum",) * 6 + ("mean",) * 4 + EXACT, most=None):
    maker = Maker(rng, fractions, rng.choice((0, 0, 0, 1, 2, -2)), rng.choice((0, 1, 2)), methods, True, most or rng.choice((3, 4, 6, 10, 10, 30)))
    if rng.random() < 0.15:
        maker.decimals = rng.choice((0, 1, 2, 4))
    elif rng.random() < 0.1:
        maker.unit = rng.choice(("0.25", "0.5", "0.05", "2", "0.3", "0.000001"))
    maker.inner("", 0, None, True, None)
    return maker.specs, units(rng, maker.specs, rng.choice((1, 1, 2)))


class Terms:
    """What decisions add to sums, given to the nodes of a tree that is there: parts and maxima are worked out from the criteria up."""

    def __init__(self, rng, specs):
        self.rng, self.specs = rng, {spec["code"]: spec for spec in specs}
        self.most, self.negative = {}, {}
        self.children = {code: [] for code in self.specs}
        for code in self.specs:
            if code:
                self.children[code.rpartition(".")[0]].append(code)

    def is_sum(self, code):
        return bool(self.children[code]) and self.specs[code].get("method", "sum") == "sum"

    def part(self, whole, shares):
        """A share of a maximum, with not too many digits."""
        share = Fraction(self.rng.choice(shares))
        text = str(whole * share)
        return text if self.rng.random() < 0.3 or "/" not in text else decimal(int(whole * share * 10**6), -6)

    def add(self, code):
        for child in self.children[code]:
            self.add(child)
        spec, children, rng = self.specs[code], self.children[code], self.rng
        if not children:
            self.most[code] = Fraction(0) if spec["rule"] == "unscored" else Fraction(spec.get("max", "100"))
            self.negative[code] = self.most[code] < 0
        elif spec.get("method") == "alternatives":
            self.most[code] = max(self.most[c] for c in children)
            self.negative[code] = any(self.negative[c] for c in children)
        elif not self.is_sum(code):
            self.most[code] = Fraction(spec.get("max", "100"))
            self.negative[code] = any(self.negative[c] for c in children)
        else:
            whole = sum((self.most[c] for c in children if self.most[c] > 0 and not self.specs[c].get("bonus")), Fraction(0))
            self.most[code], self.negative[code] = whole, any(self.negative[c] for c in children)
            if rng.random() < 0.35:
                spec["cap"] = number(self.part(whole, ("1/2", "2/3", "4/5", "9/10", "1", "6/5")))
                self.most[code] = min(whole, Fraction(spec["cap"]))
                if self.most[code] == Fraction(spec["cap"]) and rng.random() < 0.5:
                    spec["cap"], spec["max"] = True, spec["cap"]
            below = self.negative[code]
            if rng.random() < (0.5 if below else 0.1):
                spec["floor"] = number(rng.choice(("0", "0", "-0.5", "-2", "-1/3")))
                self.negative[code] = below and Fraction(spec["floor"]) < 0
            if not below and whole > 0:
                self.threshold(spec, whole)
        self.conditions(code)

    def threshold(self, spec, whole):
        if self.rng.random() < 0.2:
            spec["threshold"] = self.rng.choice(("50%", "80%", "2/3", "0.65", Bare("0.5"), Bare("0.9"), self.part(whole, ("1/2", "1/3", "4/5", "1")) + "p"))
            if Fraction(spec["threshold"].rstrip("p%")) == 0:
                del spec["threshold"]

    def conditions(self, parent):
        """Of the children: thresholds where the parent is a sum, and needs."""
        rng, family = self.rng, list(self.children[parent])
        rng.shuffle(family)
        for i, code in enumerate(family):
            spec = self.specs[code]
            below = self.negative[code] or (self.is_sum(code) and any(self.negative[c] for c in self.children[code]))
            if below or spec.get("rule") == "unscored":
                continue
            if self.is_sum(parent) and not self.is_sum(code) and self.most[code] > 0:
                self.threshold(spec, self.most[code])
            if not (self.is_sum(parent) or self.is_sum(code)) or rng.random() > 0.3:
                continue
            # Only of those before it in this order: no circles.
            needs = {sibling: self.need(sibling) for sibling in rng.sample(family[:i], min(i, rng.choice((1, 1, 2))))}
            spec["needs"] = {sibling: need for sibling, need in needs.items() if need is not None}

    def need(self, sibling):
        most, rng = self.most[sibling], self.rng
        if self.specs[sibling].get("rule") == "unscored":
            return None
        if most < 0:
            return rng.choice(("0p", "-0.25p"))
        if most == 0 and self.children[sibling]:
            return "0p"
        if most == 0 or rng.random() < 0.6:
            return rng.choice(("60%", "1/3", "100%", Bare("0.5"), Bare("0.8")))
        return self.part(most, ("1/2", "1/3", "4/5", "1")) + "p"


def terms(rng, fractions):
    """Caps, floors, thresholds and needs."""
    specs, _ = general(rng, fractions, ("sum",) * 9 + ("mean",) * 3 + EXACT, rng.choice((4, 6, 10, 20)))
    Terms(rng, specs).add("")
    return specs, units(rng, specs, rng.choice((1, 2, 3)))


def magnitudes(rng, fractions):
    """Maxima from 10^-9 to 10^12."""
    small = rng.random() < 0.5
    maker = Maker(rng, fractions, rng.randint(-9, -4) if small else rng.randint(-9, 12), rng.choice((0, 3, 9)), ("sum",) * 3 + ("mean",) * 2 + EXACT[:rng.randint(0, 8)], False, 20)
    maker.inner("", 0, None, True, None)
    return maker.specs, units(rng, maker.specs, rng.choice((1, 1, 2)))


def others(rng, fractions):
    return general(rng, fractions, ("sum", "sum", "mean", "median") + OTHERS, rng.choice((6, 12, 20)))


def large(rng, fractions):
    """Up to 500 criteria, depth 6."""
    specs, sheets = [], []
    while len(specs) < 150:
        specs, sheets = general(rng, fractions, ("sum",) * 4 + ("mean",) * 3, 500)
    return specs, sheets[:1]


def shares(rng, n, whole):
    """n numbers from 0 up that add up to whole."""
    cuts = sorted(rng.randint(0, whole) for _ in range(n - 1))
    return [b - a for a, b in zip([0] + cuts, cuts + [whole])]


def whole_block(rng, code, maximum, n):
    """n criteria of one maximum whose attainments have one denominator and add up to 1: (specs, answers)."""
    q = rng.choice((3, 7, 49, 922, 965, rng.randint(n, 1000)))
    specs = [{"code": f"{code}.{i}", "rule": f"linear(0, {q})", "max": number(maximum)} for i in range(1, n + 1)]
    return specs, {s["code"]: (None, float(p)) for s, p in zip(specs, shares(rng, n, q))}


def cut_off(rng, fractions):
    """Whose ratio is exactly a cut-off: thirds, sevenths and the like that add up, and a criterion that fills up."""
    if rng.random() < 0.4:
        # a plain mean of percentages in steps of 5
        n = rng.choice((3, 3, 3, 6, 7))
        specs = [{"code": "", "method": "mean", "missing": "skip"}] + [{"code": str(i), "rule": "percent"} for i in range(1, n + 1)]
        sheets = []
        while len(sheets) < 2:
            goal = Fraction(rng.choice(CUTS))
            values = [5 * rng.randint(0, 20) for _ in range(n - 1)]
            rest = goal * n * 100 - sum(values)
            if 0 <= rest <= 100 and Fraction(repr(float(rest))) == rest:
                sheets.append({str(i): (None, float(v)) for i, v in enumerate(values + [rest], 1)})
        return specs, sheets
    specs, base, total, have = [{"code": "", "method": "sum", "missing": rng.choice(("zero", "skip"))}], {}, Fraction(0), Fraction(0)
    scale = rng.choice((0, 0, 1, -2, -8))
    for block in range(1, rng.randint(1, 4) + 1):
        n = rng.randint(2, 5)
        maximum = decimal(rng.choice((1, 5, 10, 25, rng.randint(1, 60))), scale)
        more, given = whole_block(rng, str(block), maximum, n)
        specs += [{"code": str(block), "method": "sum", "missing": "zero"}] + more
        base.update(given)
        total += n * Fraction(maximum)
        have += Fraction(maximum)
    filler = total * 3
    specs.append({"code": "90", "rule": "points", "max": number(decimal(int(filler / Fraction(f"1e{scale}")), scale))})
    if specs[0]["missing"] == "skip":
        specs.append({"code": "91", "rule": "percent", "max": number(decimal(rng.randint(1, 99), scale))})
    sheets = []
    for cut in rng.sample(CUTS, 2):
        rest = Fraction(cut) * (total + filler) - have
        if 0 <= rest <= filler and rest * 10**12 == int(rest * 10**12) and Fraction(repr(float(rest))) == rest:
            sheets.append(dict(base, **{"90": ("points", float(rest))}))
    return specs, sheets or [dict(base, **{"90": (None, 0.0)})]


def ties(rng, _):
    """Whose points, and sometimes ratio, lie exactly between two doubles, or a hair beside."""
    k = rng.randint(41, 48)
    step = Fraction(2) ** (k - 52)
    whole = 2**k + rng.randint(0, 2**k - 1)
    beside = int(step) * rng.randint(0, 3) if step >= 1 else step * rng.randint(0, 3)
    half = step / 2 + beside % 1
    digits = max(0, 53 - k)
    maximum = decimal(int(half * 10**digits), -digits)
    n = rng.randint(2, 4)
    more, given = whole_block(rng, "2", maximum, n)
    specs = [{"code": "", "method": "sum"}, {"code": "1", "rule": "yesno", "max": number(str(whole))}, {"code": "2", "method": "sum"}] + more
    given["1"] = (None, 1.0)
    if rng.random() < 0.5:
        # to a maximum that is a power of two: the ratio is a tie as well
        if n * Fraction(maximum) < 1:
            specs.append({"code": "3", "rule": "yesno", "max": number(decimal(int((1 - n * Fraction(maximum)) * 10**digits), -digits))})
        specs.append({"code": "4", "rule": "yesno", "max": number(str(2 ** (k + 1) - whole - 1))})
    sheets = [given]
    # a hair above
    specs.append({"code": "5", "rule": f"choice(a:1/{rng.choice((3, 997))}, b:0)", "max": Bare("0.000000001"), "bonus": True})
    sheets.append(dict(given, **{"5": (None, 1.0)}))
    # a hair below, and as much again
    specs.append({"code": "6", "rule": "linear(0, 965)", "max": Bare("-0.000000001")})
    sheets.append(dict(given, **{"6": (None, float(rng.randint(1, 965)))}))
    if k < 48 and rng.random() < 0.3:
        # twice the points of the half that is answered
        specs = [{"code": "", "method": "sum", "missing": "skip"}] + [dict(s, code="1" + ("." + s["code"] if s["code"] else "")) for s in specs if s.get("code") not in ("5", "6")]
        specs.append({"code": "2", "method": "sum", "missing": "zero"})
        specs += [dict(s, code="2" + s["code"][1:]) for s in specs if s["code"].startswith("1.")]
        sheets = [{"1." + code: v for code, v in given.items()}]
    return specs, sheets


def skipped(rng, _):
    """Sums and means under skip where next to nothing is answered."""
    low, high = rng.randint(-9, -3), rng.randint(0, 6)
    specs = [{"code": "", "method": rng.choice(("sum", "sum", "mean")), "missing": "skip"}]
    for i in range(1, rng.randint(2, 5) + 1):
        specs.append({"code": str(i), "method": "sum", "missing": "skip"})
        if specs[0]["method"] == "mean":
            specs[-1]["weight"] = number(decimal(rng.randint(1, 999), rng.choice((-6, -3, 0))))
        for j in range(1, rng.randint(2, 6) + 1):
            specs.append({"code": f"{i}.{j}", "rule": make_rule(rng), "max": number(decimal(rng.randint(1, 999), low if j < 3 else high))})
    sheets = []
    for _ in range(2):
        sheet = {s["code"]: answer(rng, s, 0.2, 0) for s in specs if "rule" in s and (s["code"].endswith((".1", ".2")) or rng.random() < 0.1)}
        sheet = {code: given for code, given in sheet.items() if given is not None}
        if sheet:
            sheets.append(sheet)
    return specs, sheets or [{"1.1": (None, None)}]


def scaled(rng, fractions):
    """Bonuses and penalties beneath sums that skip, level upon level, where a small part of the maximum applies and is answered."""
    maker = Maker(rng, fractions, rng.randint(-4, 3), rng.choice((1, 2, 3)), ("sum",) * 6 + ("mean",), True, rng.choice((6, 12, 20, 40)))
    maker.inner("", 0, None, True, None)
    sheets = []
    for spec in maker.specs:
        if "missing" in spec and rng.random() < 0.8:
            spec["missing"] = "skip"
    for holes, na in ((0.3, 0.5), (0.1, 0.8)):
        given = {s["code"]: answer(rng, s, holes, na) for s in maker.specs if "rule" in s}
        sheets.append({code: one for code, one in given.items() if one is not None})
    return maker.specs, [sheet for sheet in sheets if sheet] or units(rng, maker.specs, 1)


def equals(rng, _):
    """Units whose totals are equal, most of them, by other answers; small maxima, where a rounding would tell them apart."""
    blocks, n = rng.randint(1, 3), rng.randint(2, 6)
    q = rng.choice((3, 7, 9, 49, 100, rng.randint(2, 1000)))
    maximum = number(decimal(rng.choice((1, 25, rng.randint(1, 99))), rng.choice((0, -1, -2, -6, -9))))
    policy = rng.choice(("zero", "zero", "skip"))
    specs = [{"code": "", "method": rng.choice(("sum", "sum", "mean")), "missing": policy}]
    if rng.random() < 0.3 and specs[0]["method"] == "mean":
        specs[0]["max"] = number(decimal(rng.choice((1, 7, 1000)), rng.choice((0, -3))))
    inner = rng.choice(("sum", "mean"))
    codes = []
    for b in range(1, blocks + 1):
        specs.append({"code": str(b), "method": inner, "missing": policy})
        for i in range(1, n + 1):
            specs.append({"code": f"{b}.{i}", "rule": f"linear(0, {q})", **({"max": maximum} if inner == "sum" else {})})
            codes.append(f"{b}.{i}")
    base = [rng.randint(0, q) for _ in codes]
    sheets = []
    for _ in range(8):
        values = list(base)
        for _ in range(rng.randint(0, 6)):
            a, b = rng.randrange(len(codes)), rng.randrange(len(codes))
            if rng.random() < 0.5:
                values[a], values[b] = values[b], values[a]
            else:
                moved = rng.randint(0, min(values[a], q - values[b]))
                values[a] -= moved
                values[b] += moved
        if rng.random() < 0.2:
            a = rng.randrange(len(codes))
            values[a] = max(0, values[a] - 1)
        sheets.append({code: (None, float(v)) for code, v in zip(codes, values)})
        if policy == "skip" and rng.random() < 0.2:
            sheets[-1][rng.choice(codes)] = (None, None)
    return specs, sheets


FAMILIES = ((general, 40), (terms, 20), (magnitudes, 12), (others, 12), (cut_off, 12), (ties, 8), (skipped, 8), (scaled, 8), (equals, 8))
NAMES = [family.__name__ for family, _ in FAMILIES] + ["large"]


def make_case(rng, fractions):
    """(family, specs, sheets)"""
    if rng.random() < 0.002:
        return ("large",) + large(rng, fractions)
    family = rng.choices([f for f, _ in FAMILIES], [w for _, w in FAMILIES])[0]
    return (family.__name__,) + family(rng, fractions)


# ---------------- two periods ----------------


def altered(rng, specs):
    """The tree of the next period: other rules, maxima, weights and policies, criteria that come, go and are divided. Not all of them are trees."""
    new = [dict(s) for s in specs]
    inner = {s["code"].rpartition(".")[0] for s in specs if s["code"]}
    much = rng.choice((0, 0.03, 0.15, 0.4))
    for spec in list(new):
        code, parent = spec["code"], spec["code"].rpartition(".")[0]
        siblings = [s for s in new if s["code"] and s["code"].rpartition(".")[0] == parent and "rule" in s]
        draw = rng.random() / much if much else 1
        if draw > 1:
            continue
        if code in inner or not code:
            spec["missing"] = rng.choice(("zero", "skip", "strict"))
            if draw < 0.2 and spec.get("method") in ("sum", "mean"):
                spec["method"] = rng.choice(("sum", "mean", "median"))
        elif draw < 0.3 and spec["rule"] not in (None, "unscored"):
            spec["rule"] = make_rule(rng)
        elif draw < 0.5 and "max" in spec:
            spec["max"] = rng.choice([s["max"] for s in siblings if "max" in s] + [Bare(str(rng.randint(1, 30)))] * 2)
        elif draw < 0.6:
            spec["rule"] = "unscored" if spec["rule"] != "unscored" else "percent"
            spec.pop("max" if spec["rule"] == "unscored" else "", None)
        elif draw < 0.7 and "weight" in spec:
            spec["weight"] = Bare(str(rng.randint(1, 9)))
        elif draw < 0.8 and len(siblings) > 1:
            new.remove(spec)
        elif draw < 0.9 and "max" in spec and "bonus" not in spec and not spec["max"].startswith("-"):
            del spec["rule"]
            spec["method"] = "sum"
            most = spec.pop("max")
            for i in (1, 2):
                new.append({"code": f"{code}.{i}", "rule": make_rule(rng), "max": most})
        else:
            new.append(dict(spec, code=f"{parent}.77" if parent else "77"))
    return list({s["code"]: s for s in new}.values())


def make_pair(rng, fractions):
    """(family, old specs, new specs, pairs of sheets)"""
    family, specs, sheets = make_case(rng, fractions)
    new = altered(rng, specs)
    before, pairs = {s["code"]: s for s in specs}, []
    for old in sheets[:2]:
        kept, holes, na = rng.choice((0.5, 0.9, 1)), rng.choice((0, 0.1, 0.4)), rng.choice((0, 0, 0.2))
        sheet = {}
        for s in new:
            if "rule" not in s:
                continue
            was = before.get(s["code"], {})
            same = all(was.get(k) == s.get(k) for k in ("rule", "max"))
            sheet[s["code"]] = old.get(s["code"]) if same and rng.random() < kept else answer(rng, s, holes, na)
        sheet = {code: given for code, given in sheet.items() if given is not None}
        pairs.append((old, sheet or {next(s["code"] for s in new if "rule" in s): (None, None)}))
    return family, specs, new, pairs
