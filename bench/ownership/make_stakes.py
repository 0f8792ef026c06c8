"""Write a table of N invented stakes, the same for the same seed.

    python3 bench/ownership/make_stakes.py 10000000 --seed 1 --out stakes.csv

Half as many companies as stakes, one to four owners each: people, and companies with a bias to a few holders of many.
Exact shares, bands as registers give them, unknown ones; dated, some ended; cycles come by themselves. Beside the
table, one listed name a line: every thousandth person, and the first holders of many.
"""

import argparse
import random
from pathlib import Path

BANDS = [">25-50", ">50-<75", ">=75"]


def main() -> None:
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("stakes", type=int)
    args.add_argument("--seed", type=int, default=1)
    args.add_argument("--out", type=Path, required=True)
    args = args.parse_args()
    draw = random.Random(args.seed)
    companies = max(1, args.stakes // 2)
    people = max(1, args.stakes // 3)
    rows = 0
    with args.out.open("w", encoding="utf-8") as out:
        out.write("owner,owned,share,from,to,source\n")
        while rows < args.stakes:
            company = int(draw.random() * companies) if rows > companies * 2 else rows // 2 % companies
            left = 100
            lines = []
            for _ in range(1 + int(draw.random() * 4)):
                kind = draw.random()
                if kind < 0.5:
                    owner = f"Person {int(draw.random() * people)}"
                elif kind < 0.8:
                    owner = f"Company {int(draw.random() * companies)} Ltd"
                else:
                    owner = f"Company {int(draw.random() ** 4 * companies)} Ltd"
                kind = draw.random()
                if kind < 0.7:
                    whole = int(draw.random() * left)
                    left -= whole
                    share = f"{whole}.{int(draw.random() * 100):02d}" if kind < 0.2 and left > 1 else str(whole)
                elif kind < 0.95:
                    share = BANDS[int(draw.random() ** 2 * 3)]
                else:
                    share = ""
                kind = draw.random()
                start = f"20{int(draw.random() * 25):02d}-0{1 + int(draw.random() * 9)}-15" if kind < 0.5 else ""
                end = "2025-06-30" if kind < 0.05 else ""
                lines.append(f"{owner},Company {company} Ltd,{share},{start},{end},register {int(draw.random() * 9)}\n")
            lines = lines[: args.stakes - rows]
            rows += len(lines)
            out.writelines(lines)
    with args.out.with_suffix(".listed.txt").open("w", encoding="utf-8") as out:
        out.writelines(f"Person {n}\n" for n in range(0, people, 1000))
        out.writelines(f"Company {n} Ltd\n" for n in range(0, min(companies, 20)))


if __name__ == "__main__":
    main()
