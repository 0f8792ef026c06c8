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


def learn(rows):
    """Logistic regression with a ridge, by Newton's method, over the bands as yes/no."""
    names = sorted({item for _, _, bands in rows for item in bands.items()})
    place = {name: i + 1 for i, name in enumerate(names)}
    counts = collections.Counter((tuple(sorted(place[item] for item in bands.items())), shell)
                                 for shell, _, bands in rows)
    n = len(names) + 1
    weights = [0.0] * n
    for _ in range(30):
        gradient = [0.0] + [-RIDGE * w for w in weights[1:]]
        hessian = [[0.0] * n for _ in range(n)]
        for i in range(1, n):
            hessian[i][i] = RIDGE
        for (active, shell), count in counts.items():
            active = (0,) + active
            p = 1 / (1 + math.exp(-sum(weights[i] for i in active)))
            for i in active:
                gradient[i] += count * (shell - p)
                for j in active:
                    hessian[i][j] += count * p * (1 - p)
        step = solve(hessian, gradient)
        weights = [w + s for w, s in zip(weights, step)]
        if max(map(abs, step)) < 1e-8:
            break
    return weights[0], {name: weights[i] for name, i in place.items()}


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


def judge(codes, rows, begin, weights, table, raising, bar):
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
        raised = [(shell, bands.get(code) in raising[code]) for shell, _, bands in rows]
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
    patterns = collections.defaultdict(lambda: [0, 0])
    for (score_, shell), (_, pattern, _) in zip(scored, rows):
        if shell:
            patterns[pattern][1] += 1
            patterns[pattern][0] += score_ >= bar
    print("\n| pattern | shells | at or above the bar |\n|---|---:|---:|")
    for pattern, (reached, count) in sorted(patterns.items()):
        print(f"| {pattern} | {count} | {reached / count:.0%} |")
    return hits / max(1, all_shells), hits / max(1, hits + false)


def raising_bands():
    """The bands that raise each indicator: read from the program's own source, so that nothing is said twice."""
    raising = collections.defaultdict(set)
    for path in (ROOT / "crates/redflags/src/shells").glob("*.rs"):
        text = path.read_text().split("#[cfg(test)]")[0]
        words = dict(re.findall(r'const (\w+): &str = "([^"]*)";', text))
        shared = re.search(r"const BANDS[^=]*= \(&\[([^\]]*)\], (\d+)\)", text)
        for about in re.findall(r"static \w+: About = About \{(.*?)\n\};", text, re.S):
            code = re.search(r'code: "([^"]*)"', about).group(1)
            own = re.search(r"bands: \(&\[([^\]]*)\], (\d+)\)", about) or shared
            names = [name.strip() for name in own.group(1).split(",") if name.strip()]
            raising[code] = {words[name] for name in names[: int(own.group(2))]}
    return raising


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
    parser.add_argument("--verbose", action="store_true")
    args = parser.parse_args()
    if max(seeds(args.seeds)) >= 1000 or min(seeds(args.judge)) < 1000:
        parser.error("learn on seeds below 1000, judge on seeds from 1000 on")
    build()
    with tempfile.TemporaryDirectory() as temporary:
        folder = args.worlds or pathlib.Path(temporary)
        codes, rows = marks(seeds(args.seeds), args, folder)
        shells = sum(shell for shell, _, _ in rows)
        print(f"learnt on seeds {args.seeds}: {len(rows)} buyers of accelerators, {shells} of them shells")
        begin, weights = learn(rows)
        table = lifts(rows)
        raising = raising_bands()
        print("\n| indicator | band | raised | lift | 95 % | shells | others | weight |")
        print("|---|---|---|---:|---|---:|---:|---:|")
        for code in codes:
            for (other, band), (lift, low, high, a, b) in table.items():
                if other == code:
                    up = "yes" if band in raising[code] else ""
                    print(f"| {code} | {band} | {up} | {lift:.1f} | {low:.1f}-{high:.1f} | {a} | {b} | "
                          f"{weights.get((code, band), 0):+.2f} |")
        scored = [(begin + sum(weights.get(item, 0.0) for item in bands.items()), shell) for shell, _, bands in rows]
        _, bar = at_recall(scored, RECALL)
        recall, precision = judge(codes, marks(seeds(args.judge), args, folder)[1], begin, weights, table, raising, bar)
        if args.write:
            write(args, codes, rows, begin, weights, table, bar, recall, precision)


if __name__ == "__main__":
    main()
