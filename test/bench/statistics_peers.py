# SPDX-License-Identifier: PostgreSQL
"""statistics_peers.py RESULTS GAPS PAIRS NODES CARDS DRAWS: pandas, SciPy and NumPy as
peers of dx.correlations, dx.treat, dx.rank_sensitivity, dx.spearman and dx.kendall.

The tables are read beforehand, into the form that each of them likes best, and are not
timed; nor are random factors (src/robust/noise.h), which are the same as ours.

Requests are lines: version, correlations, gaps, treat, treat_log, sensitivity,
spearman, kendall; "each X" weighs the parts of X's answer, for proofs. Answers: "ok"
and values.
"""
import os
import sys

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[name] = "1"
import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402
import scipy.stats  # noqa: E402

from rank_interval import factors_of  # noqa: E402


def wide(file):
    """unit, node, v: a row a unit, a column a node, NaN where there is nothing."""
    long = np.loadtxt(file, delimiter=",", skiprows=1)
    columns = np.unique(long[:, 1], return_inverse=True)[1]
    table = np.full((int(long[:, 0].max()), columns.max() + 1), np.nan)
    table[long[:, 0].astype(int) - 1, columns] = long[:, 2]
    return table


def pairs_sum(r, each):
    """Correlations of every two columns i < j: how many, their sum; for the proof each with a weight."""
    i, j = np.triu_indices(len(r), 1)
    weight = (i + 1) * 1009 + j + 1 if each else 1
    return [int(i.size), float((r.to_numpy()[i, j] * weight).sum())]


def shape(x, n):
    """Skewness and kurtosis (G1, G2) of every column."""
    off = x - x.mean(axis=0)
    square = off * off
    m2 = square.mean(axis=0)
    m3 = (square * off).mean(axis=0)
    m4 = (square * square).mean(axis=0)
    skew = m3 / m2**1.5 * np.sqrt(n * (n - 1)) / (n - 2)
    return skew, ((n + 1) * m4 / m2**2 - 3 * (n - 1)) * (n - 1) / ((n - 2) * (n - 3))


def treat(x, winmax=5, most_skew=2, most_kurt=3.5):
    """As COINr's Treat: winsorise column by column what does not pass, then the logarithm (CT) of what still does not."""
    n = x.shape[0]
    skew, kurt = shape(x, n)
    out = x.copy()
    for c in np.flatnonzero((np.abs(skew) >= most_skew) & (kurt >= most_kurt)):
        y = x[:, c].copy()
        s, k, points = skew[c], kurt[c], 0
        while points < winmax and abs(s) >= most_skew and k >= most_kurt:
            y = np.minimum(y, y[y < y.max()].max()) if s >= 0 else np.maximum(y, y[y > y.min()].min())
            points = int((y != x[:, c]).sum())
            (s,), (k,) = shape(y[:, None], n)
        if abs(s) >= most_skew and k >= most_kurt:
            least, most = x[:, c].min(), x[:, c].max()
            y = np.log(x[:, c] - least + (most - least) / 100)
        out[:, c] = y
    return out


class Sensitivity:
    """51 units x 49 indicators in 8 pillars in 2 halves, all means of equal weights; pillars' weights vary."""

    def __init__(self, nodes_file, cards_file, draws):
        with open(nodes_file, encoding="utf-8") as lines:
            next(lines)
            rows = [line.rstrip("\n").split(",") for line in lines]
        depth = np.array([int(row[2]) for row in rows])
        parent = np.array([int(row[1] or 0) for row in rows]) - 1
        values = wide(cards_file)
        at = np.flatnonzero(depth == 3)
        pillars = np.flatnonzero(depth == 2)
        factors = factors_of([rows[i][3] for i in pillars], 2 * draws)
        a, b = factors[:, :draws], factors[:, draws:]
        self.draws, self.n = draws, len(pillars)
        self.values = values / 100
        self.of_pillar = np.stack([parent[at] == p for p in pillars]).astype(float)
        self.of_half = np.stack([parent[pillars] == h for h in np.flatnonzero(depth == 1)]).astype(float)
        # as it is, A, B, A with each of B: a column a run
        self.runs = [np.ones((self.n, 1)), a, b]
        for k in range(self.n):
            mixed = a.copy()
            mixed[k] = b[k]
            self.runs.append(mixed)
        self.runs = np.hstack(self.runs)

    def indices(self):
        """Of ways to rank in NumPy the fastest: ties do not occur among such numbers."""
        pillars = self.values @ self.of_pillar.T / self.of_pillar.sum(axis=1)
        score = 0
        for half in self.of_half:
            weights = self.runs * half[:, None]
            score = score + (weights.T @ pillars.T) / weights.sum(axis=0)[:, None]
        order = np.argsort(-score, axis=1)
        ranks = np.empty(order.shape, dtype=np.int64)
        np.put_along_axis(ranks, order, np.arange(1, order.shape[1] + 1)[None, :], axis=1)
        moved = np.abs(ranks[1:] - ranks[:1]).sum(axis=1).reshape(self.n + 2, self.draws)
        spread = moved[:2].var(ddof=1)
        first = 1 - ((moved[1] - moved[2:]) ** 2).sum(axis=1) / (2 * self.draws * spread)
        total = ((moved[0] - moved[2:]) ** 2).sum(axis=1) / (2 * self.draws * spread)
        return first, total


def main():
    results, gaps, pairs, nodes, cards, draws = sys.argv[1:]
    complete = wide(results)
    tables = {"correlations": pd.DataFrame(complete), "gaps": pd.DataFrame(wide(gaps))}
    x, y = np.loadtxt(pairs, delimiter=",", skiprows=1).T.copy()
    model = Sensitivity(nodes, cards, int(draws))
    for line in sys.stdin:
        request = line.strip()
        each = request.startswith("each ")
        what = request.removeprefix("each ")
        if what == "version":
            answer = [f"{np.__version__}, pandas {pd.__version__}, SciPy {scipy.__version__}"]
        elif what in tables:
            answer = pairs_sum(tables[what].corr(), each)
        elif what in ("treat", "treat_log"):
            treated = treat(complete if what == "treat" else (complete / 100) ** 10)
            answer = [treated.size, int(np.isfinite(treated).sum()), float(treated.sum())]
        elif what == "sensitivity":
            first, total = model.indices()
            weight = np.arange(1, model.n + 1)
            answer = [float((first * weight).sum()), float((total * weight).sum())]
        elif what == "spearman":
            answer = [float(scipy.stats.spearmanr(x, y).statistic)]
        elif what == "kendall":
            answer = [float(scipy.stats.kendalltau(x, y).statistic)]
        else:
            print("error\tunknown request " + request, flush=True)
            continue
        print("\t".join(["ok", *map(repr, answer)]) if what != "version" else "ok\t" + answer[0], flush=True)


if __name__ == "__main__":
    main()
