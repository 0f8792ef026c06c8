"""The 50 percent rule over ten million stakes, beside networkx and igraph doing the same work on the same file.

    python3 bench/ownership/run.py [--sizes 10000,100000,1000000,10000000] [--peers-up-to 1000000] [--work /tmp]

Builds and runs `cargo run --release -p tidewaiter-ownership --example decide`, prints read, build, decide and peak
memory at each size, and how they grow. The peers have no such rule: each gets the same fixpoint over its own graph, in
Python, reading the file with the csv module. Their answers are compared with ours: the numbers of companies that are in
for sure and possibly must be equal, or the run fails.
"""

import argparse
import csv
import json
import resource
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
DAY = "2025-10-15"
ABOVE = 1e-9


def share(text: str) -> tuple[float, float]:
    """Lower and upper bound; an excluded end is moved by a little."""
    if not text:
        return 0.0, 100.0
    if text.startswith(">="):
        return float(text[2:]), 100.0
    low, _, high = text.partition("-")
    lower = float(low.lstrip(">")) + (ABOVE if low.startswith(">") else 0.0)
    if not high:
        return lower, 100.0 if low.startswith(">") else lower
    return lower, float(high.lstrip("<")) - (ABOVE if high.startswith("<") else 0.0)


def stakes(path: Path, listed: set[str]) -> tuple[dict[tuple[str, str], tuple[float, float]], int]:
    """In force on the day, the widest interval a pair; one without a share is silent beside one with. And how many
    listed names the table has, but in no stake in force."""
    named: set[str] = set()
    found: dict[tuple[str, str], tuple[float, float, bool]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            named.update({row["owner"].lower(), row["owned"].lower()} & listed)
            if (row["from"] and row["from"] > DAY) or (row["to"] and row["to"] < DAY):
                continue
            pair = (row["owner"].lower(), row["owned"].lower())
            lower, upper = share(row["share"])
            known = bool(row["share"])
            before = found.get(pair)
            if before is None or (known and not before[2]):
                found[pair] = (lower, upper, known)
            elif known:
                found[pair] = (min(lower, before[0]), max(upper, before[1]), True)
    idle = len(named - {name for pair in found for name in pair})
    return {pair: (lower, upper) for pair, (lower, upper, _) in found.items()}, idle


def fixpoint(seeds: set, held, total: dict, upper_side: bool) -> int:
    """`held(node)` gives what a node holds: (company, lower, upper)."""
    inside, queue = set(seeds), list(seeds)
    low: dict = {}
    high: dict = {}
    for owner in queue:
        for company, lower, upper in held(owner):
            low[company] = low.get(company, 0.0) + lower
            have = low[company]
            if upper_side:
                high[company] = high.get(company, 0.0) + upper
                have = high[company]
                if total[company] <= 100 + ABOVE / 2:
                    have = min(have, 100 - (total[company] - low[company]))
            if have >= 50 - ABOVE / 2 and company not in inside:
                inside.add(company)
                queue.append(company)
    return len(inside)


def peer(name: str, path: Path, listed: set[str]) -> dict:
    start = time.perf_counter()
    pairs, idle = stakes(path, listed)
    read = time.perf_counter() - start
    start = time.perf_counter()
    total: dict = {}
    if name == "networkx":
        import networkx

        graph = networkx.DiGraph()
        graph.add_edges_from((a, b, {"l": l, "u": u}) for (a, b), (l, u) in pairs.items())
        seeds = {n for n in listed if n in graph}
        for (_, b), (l, _) in pairs.items():
            total[b] = total.get(b, 0.0) + l

        def held(node):
            return ((b, d["l"], d["u"]) for b, d in graph.adj[node].items())
    else:
        import igraph

        number: dict[str, int] = {}
        edges = [(number.setdefault(a, len(number)), number.setdefault(b, len(number))) for a, b in pairs]
        graph = igraph.Graph(n=len(number), edges=edges, directed=True)
        graph.es["l"] = [l for l, _ in pairs.values()]
        graph.es["u"] = [u for _, u in pairs.values()]
        lows, highs = graph.es["l"], graph.es["u"]
        seeds = {number[n] for n in listed if n in number}
        for (_, b), l in zip(edges, lows):
            total[b] = total.get(b, 0.0) + l

        def held(node):
            return ((edges[e][1], lows[e], highs[e]) for e in graph.incident(node))

    build = time.perf_counter() - start
    start = time.perf_counter()
    sure = fixpoint(seeds, held, total, False)
    possible = fixpoint(seeds, held, total, True)
    decide = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"read_s": read, "build_s": build, "decide_s": decide, "peak_mb": peak, "yes": sure + idle, "yes_or_possible": possible + idle}


def line(who: str, size: int, found: dict) -> None:
    print(
        f"{who:10} {size:>10,} read {found['read_s']:8.2f} s  build {found['build_s']:7.2f} s  decide {found['decide_s']:8.4f} s"
        f"  peak {found['peak_mb']:>6,} MB  yes {found['yes']:,}  possible {found['yes_or_possible'] - found['yes']:,}",
        flush=True,
    )


def main() -> None:
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("--sizes", default="10000,100000,1000000,10000000")
    args.add_argument("--peers-up-to", type=int, default=1_000_000)
    args.add_argument("--work", type=Path, default=Path("/tmp"))
    args.add_argument("--seed", type=int, default=1)
    args.add_argument("--peer", help=argparse.SUPPRESS)
    args.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    args = args.parse_args()
    if args.peer:
        listed = {name.lower() for name in args.file.with_suffix(".listed.txt").read_text().splitlines()}
        print(json.dumps(peer(args.peer, args.file, listed)))
        return
    subprocess.run(["cargo", "build", "--release", "-q", "-p", "tidewaiter-ownership", "--example", "decide"], cwd=ROOT, check=True)
    ours, failed = {}, False
    for size in (int(size) for size in args.sizes.split(",")):
        path = args.work / f"stakes-{size}-{args.seed}.csv"
        if not path.exists():
            subprocess.run([sys.executable, HERE / "make_stakes.py", str(size), "--seed", str(args.seed), "--out", path], check=True)
        decide = [ROOT / "target/release/examples/decide", path, path.with_suffix(".listed.txt")]
        runs = [json.loads(subprocess.run(decide, capture_output=True, check=True, text=True).stdout) for _ in range(3)]
        ours[size] = min(runs, key=lambda run: run["decide_s"])
        line("tidewaiter", size, ours[size])
        for name in ["networkx", "igraph"] if size <= args.peers_up_to else []:
            try:
                __import__(name)
            except ImportError:
                print(f"{name:10} is not installed: pip install {name}")
                continue
            run = subprocess.run([sys.executable, __file__, "--peer", name, "--file", path], capture_output=True, check=True, text=True)
            found = json.loads(run.stdout)
            line(name, size, found)
            same = all(found[key] == ours[size][key] for key in ("yes", "yes_or_possible"))
            failed |= not same
            if ours[size]["decide_s"] >= 0.001:
                print(f"{'':21} takes {found['decide_s'] / ours[size]['decide_s']:,.0f} times as long to decide", end="; ")
            else:
                print(f"{'':21}", end=" ")
            print("the same answers" if same else "OTHER ANSWERS")
    sizes = sorted(ours)
    for small, large in zip(sizes, sizes[1:]):
        growth = ours[large]["decide_s"] / max(ours[small]["decide_s"], 1e-9)
        print(f"from {small:,} to {large:,} stakes ({large / small:.0f} times): decide takes {growth:.1f} times as long")
    if failed:
        sys.exit(1)


if __name__ == "__main__":
    main()
