#!/usr/bin/env python3
"""Learn how much each shell indicator weighs, on simulated worlds, and judge it on others.

    python3 bench/shells/learn.py [--seeds 0-39] [--judge 1000-1039] [--orders 20000] [--write]

Worlds come from `tidewaiter simulate` at its default difficulty, without any change. Weights are learnt on seeds below
1000 only; nothing is chosen on the others. Prints the table of lifts, then precision at recall 70 % of the sum beside
the best indicator alone on the judging seeds. `--write` writes data/shells/lift.toml. Needs Python's own library only.
"""
import argparse, collections, csv, math, os, pathlib, re, subprocess, sys, tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
TOML = ROOT / "data" / "shells" / "lift.toml"
RECALL = 0.7
LARGEST = 3.0  # of a weight: a twenty-fold. What a simulator never lets honest companies do tells more about it than about them
RIDGE = 1.0  # on each weight, in observations: keeps bands that were hardly seen near nothing


def seeds(text):
    first, _, last = text.partition("-")
    return range(int(first), int(last or first) + 1)


def cargo():
    return os.environ.get("CARGO", "cargo")


def build():
    subprocess.run([cargo(), "build", "--release", "-q", "-p", "tidewaiter-cli"], cwd=ROOT, check=True)
    subprocess.run([cargo(), "build", "--release", "-q", "-p", "tidewaiter-officer", "--example", "shell_marks"],
                   cwd=ROOT, check=True)


def world(seed, args, folder):
    out = folder / f"{seed}"
    if not (out / "truth" / "parties.csv").exists():
        command = [ROOT / "target/release/tidewaiter", "simulate", "--seed", str(seed), "--orders", str(args.orders),
                   "--out", out] + args.simulate
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return out


def marks(which, args, folder):
    """Rows of (shell, pattern, {indicator: band}) of every buyer of accelerators of the worlds."""
    worlds = [str(world(seed, args, folder)) for seed in which]
    run = subprocess.run([ROOT / "target/release/examples/shell_marks", *worlds], check=True, capture_output=True,
                         text=True)
    if args.verbose:
        sys.stderr.write(run.stderr)
    lines = run.stdout.split("\n")
    header = lines[0].split("\t")
    rows = []
    for line in filter(None, lines[1:]):
        cells = line.split("\t")
        bands = {code: band for code, band in zip(header[4:], cells[4:]) if band != "?"}
        rows.append((cells[2] == "yes", cells[3], bands))
    return header[4:], rows


def solve(matrix, right):
    """Gauss with the largest pivot."""
    n = len(right)
    rows = [list(row) + [r] for row, r in zip(matrix, right)]
    for i in range(n):
        pivot = max(range(i, n), key=lambda k: abs(rows[k][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        for k in range(i + 1, n):
            factor = rows[k][i] / rows[i][i]
            if factor:
                for j in range(i, n + 1):
                    rows[k][j] -= factor * rows[i][j]
    x = [0.0] * n
    for i in reversed(range(n)):
        x[i] = (rows[i][n] - sum(rows[i][j] * x[j] for j in range(i + 1, n))) / rows[i][i]
    return x


def fit(rows, begin):
    """Logistic regression with a ridge, by Newton's method, over the bands as yes/no."""
    names = sorted({item for _, _, bands in rows for item in bands.items()})
    place = {name: i for i, name in enumerate(names)}
    counts = collections.Counter((tuple(sorted(place[item] for item in bands.items())), shell)
                                 for shell, _, bands in rows)
    n = len(names)
    weights = [0.0] * n
    for _ in range(40):
        gradient = [-RIDGE * w for w in weights]
        hessian = [[0.0] * n for _ in range(n)]
        for i in range(n):
            hessian[i][i] = RIDGE
        for (active, shell), count in counts.items():
            p = 1 / (1 + math.exp(-begin - sum(weights[i] for i in active)))
            for i in active:
                gradient[i] += count * (shell - p)
                for j in active:
                    hessian[i][j] += count * p * (1 - p)
        step = solve(hessian, gradient)
        largest = max(map(abs, step), default=0.0)
        scale = min(1.0, 2.0 / largest) if largest else 1.0  # no leap beyond where the curve is known
        weights = [w + scale * s for w, s in zip(weights, step)]
        if largest < 1e-6:
            break
    return {name: weights[i] for name, i in place.items()}


CLEAN = "looked for and not found"


def joined(rows, kinds, hidden=frozenset()):
    """Every clean band of an indicator as one; indicators in `hidden` and the bands in it left out."""
    def word(code, band):
        return CLEAN if kinds[code][band] == "clean" else band

    return [(shell, pattern, {code: word(code, band) for code, band in bands.items()
                              if code not in hidden and (code, word(code, band)) not in hidden})
            for shell, pattern, bands in rows]


def learn(rows, kinds, without=()):
    """The beginning, and the weight of each band.

    The sum begins with the odds of the base rate, so that a company of which nothing is known has those. A mark may only
    add and its absence only take away: a band that comes out with the other sign in these worlds is left out, the
    largest first, and an indicator without a mark left is left out whole. So a quirk of the simulator cannot turn an
    innocent fact into a mark."""
    shells = sum(shell for shell, _, _ in rows)
    begin = math.log(shells / (len(rows) - shells))
    hidden = set(without)
    while True:
        weights = fit(joined(rows, kinds, hidden), begin)
        wrong = [(abs(w), item) for item, w in weights.items() if (w > 0 if item[1] == CLEAN else w < 0)]
        marked = {code for (code, band) in weights if band != CLEAN}
        empty = {code for code, _ in weights} - marked
        if empty:
            hidden |= empty
        elif wrong:
            hidden.add(max(wrong)[1])
        else:
            break
    spread = {}
    for code, bands in kinds.items():
        for band, kind in bands.items():
            weight = weights.get((code, CLEAN if kind == "clean" else band), 0.0)
            spread[code, band] = max(-LARGEST, min(LARGEST, weight))
    return begin, spread


def lifts(rows):
    """For each band: how many times as common among shells as among others that could be assessed, with 95 %.

    The interval is that of the logarithm of a ratio of two shares (Katz and others, 1978), half a case added to each
    cell, so that an empty one gives a wide interval and not an infinite one."""
    total = collections.Counter()
    inside = collections.Counter()
    for shell, _, bands in rows:
        for code, band in bands.items():
            total[code, shell] += 1
            inside[code, band, shell] += 1
    out = {}
    for code, band in sorted({(code, band) for code, band, _ in inside}):
        a, b = inside[code, band, True], inside[code, band, False]
        n, m = total[code, True], total[code, False]
        lift = ((a + .5) / (n + .5)) / ((b + .5) / (m + .5))
        spread = 1.96 * math.sqrt(max(0.0, 1 / (a + .5) - 1 / (n + .5) + 1 / (b + .5) - 1 / (m + .5)))
        out[code, band] = (lift, lift * math.exp(-spread), lift * math.exp(spread), a, b)
    return out


def wilson(k, n):
    if not n:
        return 0.0, 1.0
    z, p = 1.96, k / n
    centre, half = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return (centre - half) / (1 + z * z / n), (centre + half) / (1 + z * z / n)


def at_recall(scored, recall):
    """Precision where the share `recall` of the shells is reached; of equal scores as many as are needed, by chance."""
    by_score = collections.defaultdict(lambda: [0, 0])
    for score, shell in scored:
        by_score[score][0 if shell else 1] += 1
    wanted = recall * sum(1 for _, shell in scored if shell)
    hits = misses = 0.0
    for score in sorted(by_score, reverse=True):
        shells, others = by_score[score]
        if hits + shells >= wanted:
            share = (wanted - hits) / shells
            return wanted / (wanted + misses + share * others), score
        hits, misses = hits + shells, misses + others
    return 0.0, float("-inf")


def above(scored, bar):
    """Shells and others at or above the bar, and shells in all."""
    hits = sum(1 for score, shell in scored if shell and score >= bar)
    false = sum(1 for score, shell in scored if not shell and score >= bar)
    return hits, false, sum(1 for _, shell in scored if shell)


def judge(codes, rows, begin, weights, table, kinds, bar):
    def score(bands):
        return begin + sum(weights.get(item, 0.0) for item in bands.items())

    scored = [(score(bands), shell) for shell, _, bands in rows]
    shells = sum(shell for _, shell in scored)
    print(f"\njudged on {len(rows)} buyers of accelerators, {shells} of them shells ({shells / len(rows):.2%})")
    whole, _ = at_recall(scored, RECALL)
    print(f"sum of weights at recall {RECALL:.0%}: precision {whole:.3f}")
    print("\n| indicator alone | recall where raised | precision where raised | precision at recall 70 % |")
    print("|---|---:|---:|---:|")
    best_own = best_at = 0.0
    for code in codes:
        alone = [(table[code, bands[code]][0] if code in bands and (code, bands[code]) in table else 1.0, shell)
                 for shell, _, bands in rows]
        raised = [(shell, kinds[code].get(bands.get(code)) == "raised") for shell, _, bands in rows]
        hit = sum(1 for shell, up in raised if shell and up)
        false = sum(1 for shell, up in raised if not shell and up)
        own = hit / (hit + false) if hit + false else 0.0
        at, _ = at_recall(alone, RECALL)
        best_own, best_at = max(best_own, own), max(best_at, at)
        print(f"| {code} | {hit / max(1, shells):.2f} | {own:.3f} | {at:.3f} |")
    print(f"\nsum {whole:.3f} against the best alone at the same recall {best_at:.3f}: {whole / max(best_at, 1e-9):.1f} times")
    print(f"sum {whole:.3f} against the best alone at whatever recall it has {best_own:.3f}: "
          f"{whole / max(best_own, 1e-9):.1f} times")
    hits, false, all_shells = above(scored, bar)
    low, high = wilson(hits, hits + false)
    print(f"at the bar {bar:+.2f}: recall {hits / max(1, all_shells):.3f}, precision {hits / max(1, hits + false):.3f} "
          f"(95 % {low:.3f} to {high:.3f}), {false} of {len(rows) - shells} others")
    recall, alarm = hits / max(1, all_shells), max(false, 1) / (len(rows) - shells)
    for base in (0.05, 0.01, 0.001):
        print(f"  were {base:.1%} of the buyers shells, the precision would be about "
              f"{recall * base / (recall * base + alarm * (1 - base)):.2f}")
    patterns = collections.defaultdict(lambda: [0, 0])
    for (score_, shell), (_, pattern, _) in zip(scored, rows):
        if shell:
            patterns[pattern][1] += 1
            patterns[pattern][0] += score_ >= bar
    print("\n| pattern | shells | at or above the bar |\n|---|---:|---:|")
    for pattern, (reached, count) in sorted(patterns.items()):
        print(f"| {pattern} | {count} | {reached / count:.0%} |")
    return hits / max(1, all_shells), hits / max(1, hits + false)


def band_kinds():
    """Which bands of each indicator raise it, which are part of a mark, which are clean: read from the program's own
    source, so that nothing is said twice."""
    kinds = {}
    for path in sorted((ROOT / "crates/redflags/src/shells").glob("*.rs")):
        text = path.read_text().split("#[cfg(test)]")[0]
        words = dict(re.findall(r'const (\w+): &str = "([^"]*)";', text))
        pattern = r"\(\s*&\[([^\]]*)\],\s*(\d+),\s*(\d+),?\s*\)"
        shared = re.search(r"const BANDS[^=]*= " + pattern, text)
        for about in re.findall(r"static \w+: About = About \{(.*?)\n\};", text, re.S):
            code = re.search(r'code: "([^"]*)"', about).group(1)
            own = re.search(r"bands: " + pattern, about) or shared
            names = [words[name.strip()] for name in own.group(1).split(",") if name.strip()]
            raising, clean = int(own.group(2)), int(own.group(3))
            kinds[code] = {name: "raised" if at < raising else "part" if at < clean else "clean"
                           for at, name in enumerate(names)}
    return kinds


def write(args, codes, rows, begin, weights, table, bar, recall, precision):
    version = subprocess.run([ROOT / "target/release/tidewaiter", "--version"], capture_output=True, text=True,
                             check=True).stdout.split()[-1]
    simulator = " ".join(["tidewaiter simulate", version, *args.simulate])
    shells = sum(shell for shell, _, _ in rows)
    lines = [
        "# Written by bench/shells/learn.py; not to be changed by hand.",
        f'simulator = "{simulator}"', f'seeds = "{args.seeds}"', f"orders = {args.orders}",
        f"parties = {len(rows)}", f"shells = {shells}", f"begin = {begin:.4f}", f"bar = {bar:.4f}",
        f"recall = {recall:.4f}", f"precision = {precision:.4f}", f'judged_on = "{args.judge}"',
    ]
    for code in codes:
        for (other, band), (lift, low, high, a, b) in table.items():
            if other == code:
                lines += ["", "[[band]]", f'indicator = "{code}"', f'band = "{band}"', f"lift = {lift:.3f}",
                          f"low = {low:.3f}", f"high = {high:.3f}", f"shells = {a}", f"others = {b}",
                          f"weight = {weights.get((code, band), 0.0):.4f}"]
    TOML.write_text("\n".join(lines) + "\n")
    print(f"\nwritten: {TOML.relative_to(ROOT)}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", default="0-39", help="worlds to learn on, all below 1000")
    parser.add_argument("--judge", default="1000-1039", help="worlds to judge on, from 1000 on")
    parser.add_argument("--orders", type=int, default=20000)
    parser.add_argument("--worlds", type=pathlib.Path, help="where worlds are kept; a temporary folder otherwise")
    parser.add_argument("--simulate", nargs=argparse.REMAINDER, default=[], help="further flags of `simulate`; last")
    parser.add_argument("--write", action="store_true", help="write data/shells/lift.toml")
    parser.add_argument("--no-build", action="store_true", help="the programs were built before")
    parser.add_argument("--verbose", action="store_true")
    args = parser.parse_args()
    if max(seeds(args.seeds)) >= 1000 or min(seeds(args.judge)) < 1000:
        parser.error("learn on seeds below 1000, judge on seeds from 1000 on")
    if not args.no_build:
        build()
    with tempfile.TemporaryDirectory() as temporary:
        folder = args.worlds or pathlib.Path(temporary)
        codes, rows = marks(seeds(args.seeds), args, folder)
        shells = sum(shell for shell, _, _ in rows)
        print(f"learnt on seeds {args.seeds}: {len(rows)} buyers of accelerators, {shells} of them shells")
        kinds = band_kinds()
        begin, weights = learn(rows, kinds)
        table = lifts(rows)
        print("\n| indicator | band | mark | lift | 95 % | shells | others | weight |")
        print("|---|---|---|---:|---|---:|---:|---:|")
        for code in codes:
            for (other, band), (lift, low, high, a, b) in table.items():
                if other == code:
                    up = kinds[code][band]
                    print(f"| {code} | {band} | {up} | {lift:.1f} | {low:.1f}-{high:.1f} | {a} | {b} | "
                          f"{weights.get((code, band), 0):+.2f} |")
        scored = [(begin + sum(weights.get(item, 0.0) for item in bands.items()), shell) for shell, _, bands in rows]
        _, bar = at_recall(scored, RECALL)
        judged = marks(seeds(args.judge), args, folder)[1]
        recall, precision = judge(codes, judged, begin, weights, table, kinds, bar)
        later = ("SHELL-12", "SHELL-13")
        begin_then, then = learn(rows, kinds, later)
        scored = [(begin_then + sum(then.get(item, 0.0) for item in bands.items()), shell) for shell, _, bands in judged]
        print(f"\nwithout what only time shows ({' and '.join(later)}): precision {at_recall(scored, RECALL)[0]:.3f} at recall "
              f"{RECALL:.0%}")
        if args.write:
            write(args, codes, rows, begin, weights, table, bar, recall, precision)


if __name__ == "__main__":
    main()
