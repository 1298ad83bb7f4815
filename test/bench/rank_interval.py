# SPDX-License-Identifier: PostgreSQL
"""rank_interval.py NODES UNITS DRAWS: NumPy as the peer of dx.rank_interval.

Ranks units under random factors, a level of the tree at a time: sums that skip
missing results, the same draws as ours (src/robust/noise.h), which are made beforehand
and not timed. Some units and all draws are computed side by side: of several
ways to say this in NumPy the fastest, six times faster than a draw at a time.

Requests are lines: version, interval, proof. Answers: "ok" and values.
"""
import os
import sys

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[name] = "1"
import numpy as np  # noqa: E402

NOISE, LEVEL, SEED = 0.25, 0.9, 1
BLOCK = 16  # units: what one node has in all draws stays in the cache


def siphash(seed, draws, text):
    """First 8 bytes of SipHash-2-4-128 of the text, key (seed, draw), for all draws."""
    def rotate(x, by):
        return (x << np.uint64(by)) | (x >> np.uint64(64 - by))

    def rounds(v, n):
        for _ in range(n):
            v[0] = v[0] + v[1]
            v[1] = rotate(v[1], 13) ^ v[0]
            v[0] = rotate(v[0], 32)
            v[2] = v[2] + v[3]
            v[3] = rotate(v[3], 16) ^ v[2]
            v[0] = v[0] + v[3]
            v[3] = rotate(v[3], 21) ^ v[0]
            v[2] = v[2] + v[1]
            v[1] = rotate(v[1], 17) ^ v[2]
            v[2] = rotate(v[2], 32)

    data = text.encode()
    k0 = np.full_like(draws, seed)
    k1 = draws
    v = [k0 ^ np.uint64(0x736F6D6570736575), k1 ^ np.uint64(0x646F72616E646F6D ^ 0xEE),
         k0 ^ np.uint64(0x6C7967656E657261), k1 ^ np.uint64(0x7465646279746573)]
    last = len(data) // 8 * 8
    words = [int.from_bytes(data[i:i + 8], "little") for i in range(0, last, 8)]
    words.append(int.from_bytes(data[last:], "little") | (len(data) & 255) << 56)
    for word in words:
        v[3] = v[3] ^ np.uint64(word)
        rounds(v, 2)
        v[0] = v[0] ^ np.uint64(word)
    v[2] = v[2] ^ np.uint64(0xEE)
    rounds(v, 4)
    return v[0] ^ v[1] ^ v[2] ^ v[3]


def factors_of(codes, n_draws):
    """One row a node, one column a draw."""
    draws = np.arange(1, n_draws + 1, dtype=np.uint64)
    z = np.stack([siphash(SEED, draws, code) for code in codes])
    uniform = (2 * (z >> np.uint64(12)) + 1).astype(np.float64) * 2.0 ** -52 - 1
    return 1 + NOISE * uniform


def read(nodes_file, units_file):
    with open(nodes_file, encoding="utf-8") as lines:
        next(lines)
        rows = [line.rstrip("\n").split(",") for line in lines]
    ordinal = [int(row[0]) for row in rows]
    parent = [int(row[1] or 0) for row in rows]
    depth = np.array([int(row[2]) for row in rows])
    maxima = np.array([float(row[3]) for row in rows])
    codes = [row[4] for row in rows]
    place = {node: i for i, node in enumerate(ordinal)}
    levels = []  # from the criteria up: the children of each node
    for d in range(depth.max(), 0, -1):
        children = np.flatnonzero(depth == d)
        of = np.array([parent[i] for i in children])
        levels.append(np.split(children, np.flatnonzero(of[1:] != of[:-1]) + 1))
    leaves = np.concatenate(levels[0])
    row_of = np.full(max(ordinal) + 1, -1)
    for i, leaf in enumerate(leaves):
        row_of[ordinal[leaf]] = i
    long = np.loadtxt(units_file, delimiter=",", skiprows=1)
    units = long[:, 0].astype(int)
    results = np.full((len(leaves), units.max()), np.nan)
    results[row_of[long[:, 1].astype(int)], units - 1] = long[:, 2]
    points = results / 100 * maxima[leaves, None]
    return codes, levels, maxima, points


def scale_up(value, whole, rows, have):
    """What is missing in some rows is left out and the rest scaled up; rows without anything are returned."""
    value[rows] *= np.divide(whole, have, out=np.zeros_like(have), where=have > 0)
    return rows[~have.any(axis=1)]


def root_ratios(levels, maxima, points, factors):
    """The root's ratio, a row a draw, a column a unit."""
    n_units = points.shape[1]
    out = np.empty((n_units, factors.shape[1]))
    leaves = np.concatenate(levels[0])
    nothing = np.array([], dtype=int)
    for begin in range(0, n_units, BLOCK):
        block = points[:, begin:begin + BLOCK].T
        present = np.where(np.isnan(block), 0.0, maxima[leaves])
        block = np.nan_to_num(block)
        values, wholes, missing = [], [], []
        at = 0
        for group in levels[0]:
            factor = factors[group]
            mine = slice(at, at + len(group))
            value = block[:, mine] @ factor
            whole = maxima[group] @ factor
            rows = np.flatnonzero((present[:, mine] == 0).any(axis=1))
            values.append(value)
            wholes.append(whole)
            missing.append(scale_up(value, whole, rows, present[rows, mine] @ factor) if rows.size else nothing)
            at += len(group)
        for level in levels[1:]:
            above = [], [], []
            at = 0
            for group in level:
                mine = range(at, at + len(group))
                parts = [wholes[i] * factors[node] for i, node in zip(mine, group)]
                value = values[at] * factors[group[0]]
                for i, node in zip(mine[1:], group[1:]):
                    value += values[i] * factors[node]
                whole = sum(parts)
                rows = np.unique(np.concatenate([missing[i] for i in mine]))
                if rows.size:
                    have = sum(np.isin(rows, missing[i], invert=True)[:, None] * part for i, part in zip(mine, parts))
                    rows = scale_up(value, whole, rows, have)
                for kept, new in zip(above, (value, whole, rows)):
                    kept.append(new)
                at += len(group)
            values, wholes, missing = above
        out[begin:begin + BLOCK] = values[0] / wholes[0]
    return out.T


def intervals(ratios):
    """Quantiles of each unit's ranks; ties do not occur among such numbers."""
    ranks = np.empty(ratios.shape, dtype=np.int32)
    places = np.arange(1, ratios.shape[1] + 1, dtype=np.int32)
    for d in range(ratios.shape[0]):
        ranks[d, np.argsort(-ratios[d])] = places
    return np.quantile(ranks, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0, method="linear", overwrite_input=True)


def main():
    nodes_file, units_file, draws = sys.argv[1], sys.argv[2], int(sys.argv[3])
    codes, levels, maxima, points = read(nodes_file, units_file)
    factors = factors_of(codes, draws)
    for line in sys.stdin:
        request = line.strip()
        if request == "version":
            answer = [np.__version__]
        elif request in ("interval", "proof"):
            low, high = intervals(root_ratios(levels, maxima, points, factors))
            weight = np.arange(1, low.size + 1) % 997 if request == "proof" else 1
            answer = [repr(float((low * weight).sum())), repr(float((high * weight).sum()))]
        else:
            print("error\tunknown request " + request, flush=True)
            continue
        print("\t".join(["ok", *answer]), flush=True)


if __name__ == "__main__":
    main()
