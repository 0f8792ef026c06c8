#!/usr/bin/env python3
"""Score any tool's answers about simulated worlds against their truth.

Usage: score.py WORLD ANSWERS.csv [WORLD ANSWERS.csv]... [--json]

WORLD is a folder of `tidewaiter simulate`. ANSWERS.csv has a row an order, by header: `order` (as in orders.csv), `flagged`
(yes or no: would a person look at it?) and, where the tool has one, `score` (a number, the greater the more likely
diverted). An order that is missing counts as not flagged, one that is named twice or not in the world is an error. An
order is diverted where one of its lines is (`truth/orders.csv`).

Prints precision, recall and lift over the base rate of what is flagged, recall by pattern, and where there are scores
precision at recall 50, 70 and 90 % and the average precision; intervals are Wilson's, 95 %. Scores of several worlds are
taken as comparable. Python's own library only.
"""
import argparse
import collections
import csv
import json
import math
import pathlib
import sys

YES = {"yes": True, "no": False, "true": True, "false": False, "1": True, "0": False}


def wilson(hits: int, of: int, z: float = 1.96) -> tuple[float, float]:
    if of == 0:
        return (0.0, 1.0)
    p, zz = hits / of, z * z / of
    middle, half = (p + zz / 2) / (1 + zz), z * math.sqrt(p * (1 - p) / of + zz / (4 * of)) / (1 + zz)
    return (max(0.0, middle - half), min(1.0, middle + half))


def share(hits: int, of: int) -> str:
    if of == 0:
        return "-"
    low, high = wilson(hits, of)
    return f"{100 * hits / of:.1f} % ({100 * low:.1f} to {100 * high:.1f})"


def truth_of(world: pathlib.Path) -> dict[str, str]:
    """The pattern of each order; empty where none of its lines is diverted."""
    patterns: dict[str, str] = {}
    with open(world / "truth/orders.csv", newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found = row["pattern"] if row["diverted"] == "yes" else ""
            patterns[row["order"]] = found or patterns.get(row["order"], "")
    return patterns


def answers_of(path: pathlib.Path, known: dict[str, str]) -> dict[str, tuple[bool, float | None]]:
    answers: dict[str, tuple[bool, float | None]] = {}
    with open(path, newline="", encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            order, flagged = row.get("order", ""), YES.get((row.get("flagged") or "").strip().lower())
            where = f"{path}: order {order!r}"
            if order not in known or order in answers:
                sys.exit(f"{where} is {'named twice' if order in answers else 'not in the world'}")
            if flagged is None:
                sys.exit(f"{where}: flagged is {row.get('flagged')!r}; write yes or no")
            score = (row.get("score") or "").strip()
            answers[order] = (flagged, float(score) if score else None)
    return answers


def ranked(scored: list[tuple[float, bool]], diverted: int) -> list[tuple[str, str]]:
    """Precision at some recalls, and the average precision. Orders of one score are taken together."""
    if not diverted:
        return []
    groups: dict[float, list[int]] = collections.defaultdict(lambda: [0, 0])
    for score, is_diverted in scored:
        groups[score][0] += is_diverted
        groups[score][1] += 1
    hits = found = 0
    average, at = 0.0, {}
    for score in sorted(groups, reverse=True):
        more, of = groups[score]
        hits, found = hits + more, found + of
        average += more / diverted * hits / found
        for recall in (0.5, 0.7, 0.9):
            if hits >= recall * diverted:
                at.setdefault(recall, share(hits, found))
    rows = [(f"precision at recall {100 * recall:.0f} %", at.get(recall, "not reached")) for recall in (0.5, 0.7, 0.9)]
    return [*rows, ("average precision", f"{average:.3f}")]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("pairs", nargs="+", type=pathlib.Path, metavar="WORLD ANSWERS.csv")
    options.add_argument("--json", action="store_true", help="print the counts as JSON")
    args = options.parse_args()
    if len(args.pairs) % 2:
        options.error("give a world and its answers, one after the other")
    orders, flagged = collections.Counter(), collections.Counter()
    scored: list[tuple[float, bool]] = []
    unscored = 0
    for world, path in zip(args.pairs[::2], args.pairs[1::2]):
        patterns = truth_of(world)
        answers = answers_of(path, patterns)
        for order, pattern in patterns.items():
            is_flagged, score = answers.get(order, (False, None))
            orders[pattern] += 1
            flagged[pattern] += is_flagged
            if score is None:
                unscored += 1
            scored.append((-math.inf if score is None else score, bool(pattern)))
    diverted = sum(count for pattern, count in orders.items() if pattern)
    hits = sum(count for pattern, count in flagged.items() if pattern)
    found, every = sum(flagged.values()), sum(orders.values())
    if args.json:
        print(json.dumps({"orders": dict(orders), "flagged": dict(flagged)}, indent=1, sort_keys=True))
        return
    print(f"{every} orders, {diverted} diverted: base rate {share(diverted, every)}; {found} flagged\n")
    print("| measure | value |\n|---|---|")
    print(f"| precision | {share(hits, found)} |\n| recall | {share(hits, diverted)} |")
    print(f"| ordinary orders flagged | {share(flagged[''], orders[''])} |")
    if found and diverted:
        print(f"| lift over the base rate | {hits / found / (diverted / every):.1f} |")
    for name, value in ranked(scored, diverted) if unscored < every else []:
        print(f"| {name} | {value} |")
    print("\n| pattern | orders | recall |\n|---|---|---|")
    for pattern in sorted(filter(None, orders)):
        print(f"| {pattern} | {orders[pattern]} | {share(flagged[pattern], orders[pattern])} |")


if __name__ == "__main__":
    main()
