#!/usr/bin/env python3
"""How well does `tidewaiter check` find what is diverted in simulated worlds?

Usage: measure.py [--binary target/release/tidewaiter] [--seeds 1000-1004] [--orders 20000] [--difficulty medium]
                  [--as-of order-date] [--stakes] [--keep DIR] [--markdown]

Makes a world a seed, decides its book, and joins the answers with the truth by order. An order is found where `check`
says hold or review, and diverted where one of its lines is. Seeds below 1000 are for tuning; those printed in
docs/simulator.md are 1000 and above. Intervals are Wilson's, 95 %.
With --stakes the registers' owners are given to `check` as well; with --as-of order-date that asks the 50 % rules anew
for each day, which takes long in large books.
"""
import argparse
import collections
import csv
import json
import pathlib
import subprocess
import sys
import tempfile

from score import share


def seeds(text: str) -> list[int]:
    first, _, last = text.partition("-")
    return list(range(int(first), int(last or first) + 1))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--binary", default="target/release/tidewaiter")
    options.add_argument("--seeds", default="1000-1004")
    options.add_argument("--orders", default="20000")
    options.add_argument("--difficulty", default="medium")
    options.add_argument("--as-of", default="order-date")
    options.add_argument("--stakes", action="store_true")
    options.add_argument("--keep", help="keep the worlds under this folder")
    args = options.parse_args()
    binary = str(pathlib.Path(args.binary).resolve())
    knows = subprocess.run([binary, "check", "--help"], capture_output=True, text=True, check=True).stdout

    # By (pattern or ""): orders, found, found by a hold, found by something else than law, goods and lists.
    tally: dict[str, collections.Counter] = collections.defaultdict(collections.Counter)
    codes: dict[str, collections.Counter] = collections.defaultdict(collections.Counter)
    with tempfile.TemporaryDirectory() as scratch:
        for seed in seeds(args.seeds):
            world = pathlib.Path(args.keep or scratch) / f"{args.difficulty}-{seed}"
            subprocess.run([binary, "simulate", "--seed", str(seed), "--orders", args.orders, "--difficulty", args.difficulty,
                            "--out", str(world), "--force", "--quiet"], check=True)
            command = [binary, "check", str(world / "orders.csv"), "--lists", str(world / "lists.csv"), "--as-of", args.as_of,
                       "--format", "jsonl", "-o", str(world / "answers.jsonl"), "--quiet"]
            if args.stakes:
                command += ["--stakes", str(world / "stakes.csv")]
            for flag, table in (("--companies", "companies.csv"), ("--sites", "sites.csv")):
                if flag in knows and args.stakes:
                    command += [flag, str(world / table)]
            run = subprocess.run(command, stderr=subprocess.PIPE, text=True)
            if run.returncode not in (0, 1):
                sys.exit(run.stderr)
            count(world, tally, codes)
    report(args, tally, codes)


def count(world: pathlib.Path, tally: dict, codes: dict) -> None:
    truth: dict[str, str] = {}
    with open(world / "truth/orders.csv", newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            truth[row["order"]] = row["pattern"] or truth.get(row["order"], "")
    verdict: dict[str, int] = collections.defaultdict(int)
    raised: dict[str, set[str]] = collections.defaultdict(set)
    controlled: set[str] = set()
    with open(world / "answers.jsonl", encoding="utf-8") as file:
        for line in file:
            answer = json.loads(line)
            order = answer["order"]
            verdict[order] = max(verdict[order], ["clear", "review", "hold"].index(answer["verdict"]))
            raised[order] |= {f["code"] for f in answer["findings"] if f["severity"] != "note"}
            if answer["control"] == "controlled":
                controlled.add(order)
    assert verdict.keys() == truth.keys(), "every order is answered"
    for order, pattern in truth.items():
        kinds = [pattern] + ([] if pattern else ["controlled"] if order in controlled else [])
        flags = any(code.startswith(("RF-", "DG-", "DD-", "SHELL", "SITE", "OWNER")) for code in raised[order])
        for kind in kinds:
            tally[kind].update(orders=1, found=verdict[order] > 0, held=verdict[order] == 2, flags=flags)
            codes[kind].update(raised[order])


def report(args: argparse.Namespace, tally: dict, codes: dict) -> None:
    ordinary = tally.pop("")
    controlled = tally.pop("controlled")
    diverted = collections.Counter()
    for counts in tally.values():
        diverted.update(counts)
    stakes = ", with stakes" if args.stakes else ""
    print(f"Seeds {args.seeds}, {args.orders} orders each, {args.difficulty}, as of {args.as_of}{stakes}.\n")
    print("| orders | number | hold or review | of them hold | a flag raised |\n|---|---|---|---|---|")
    rows = sorted(tally.items()) + [("all diverted", diverted), ("ordinary", ordinary), ("ordinary, a controlled item", controlled)]
    for name, counts in rows:
        of = counts["orders"]
        print(f"| {name} | {of} | {share(counts['found'], of)} | {share(counts['held'], of)} | {share(counts['flags'], of)} |")
    print()
    every = ordinary["orders"] + diverted["orders"]
    print(f"Base rate: {share(diverted['orders'], every)} of the orders are diverted.\n")
    print("| an order found by | precision | recall | lift over the base rate |\n|---|---|---|---|")
    for words, key in (("hold or review", "found"), ("hold", "held"), ("a flag raised", "flags")):
        hits, all_found = diverted[key], diverted[key] + ordinary[key]
        lift = hits / all_found / (diverted["orders"] / every) if all_found else 0
        print(f"| {words} | {share(hits, all_found)} | {share(hits, diverted['orders'])} | {lift:.1f} |")
    print("\n| finding | of diverted orders | of ordinary orders | lift |\n|---|---|---|---|")
    by_code = collections.Counter()
    for name, counts in codes.items():
        if name not in ("", "controlled"):
            by_code.update(counts)
    for code, hits in by_code.most_common(14):
        there, here = hits / diverted["orders"], codes[""][code] / ordinary["orders"]
        lift = f"{there / here:.1f}" if here else "-"
        print(f"| {code} | {share(hits, diverted['orders'])} | {share(codes[''][code], ordinary['orders'])} | {lift} |")


if __name__ == "__main__":
    main()
