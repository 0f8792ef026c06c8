#!/usr/bin/env python3
"""Name matching against its demands, beside nomenklatura's logic-v2 in the same run.

    pip install nomenklatura zhconv
    python3 bench/screening/demands.py ../shared/data [--peer 200] [--no-peer] [--errors SET]

Builds the release example `ask`, makes each set of cases (seeded, so the same in every run), asks both engines and prints
one table. What each row means:

- name_bench: F1 on judged pairs at the default bar, 0.70 for both engines; companies are the schemas Company,
  Organization and LegalEntity.
- left-out alias: of entries of the Consolidated Screening List that are companies, persons or of no said kind and have
  at least two names that differ in more than case, one is taken out (seeded) and asked. The bar is the lowest at which at
  most 1 % of the companies listed on Asian exchanges (asia_listed_companies.csv, by name alone) are alerted, those left
  aside that stand on the list under the same words (case, accents, signs, Co., Ltd. and the like apart): they are
  listed by right. Recall is the share of left-out names whose own entry scores at or above that bar. The peer is asked
  a sample, each name against every entry.
- hanzi and English: organisations with both names, each name asked against all names of the other script; top-1 is right
  where the own entry has the highest score, above zero and alone at it.
- simplified = traditional: each Chinese name of three and more characters against its other form; found at the bar.
- OFAC Search's scores: the share of the scores collected from OFAC's Sanctions List Search that the comparison `ofac`
  meets within five points. Six names were not shown, at a bar that is not told: right is at most 55 there, as 50 is the
  lowest score collected. The two halves are queries apart; constants chosen on either are the same, so each is the
  held-out check of the other. Not asked of the peer.
- probes: recall at the lowest bar (0.70 or above) with at most two of the 16 negatives found.
- synthetic errors: 80 entries; recall at the lowest bar whose false-positive rate on the negatives is at most 0.20.
- tied: of the queries of the left-out aliases and listed companies that have a match, the share in which two or more
  entries share the highest score.
"""

import argparse
import csv
import gzip
import json
import random
import re
import subprocess
import sys
import tempfile
import time
import unicodedata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BAR = 0.70
COMPANY = ("Company", "Organization", "LegalEntity")
REGION = {"CN", "HK", "TW", "SG", "MY"}


def ask(mode, cases):
    """The engine's answers, one a case."""
    lines = "\n".join(json.dumps(case, ensure_ascii=False) for case in cases) + "\n"
    run = subprocess.run([BINARY, *mode], input=lines, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in run.stdout.splitlines()]


class Peer:
    """logic-v2 over names alone."""

    def __init__(self):
        from followthemoney import model
        from nomenklatura.matching import get_algorithm

        self.algorithm = get_algorithm("logic-v2")
        self.config = self.algorithm.default_config()
        self.model = model
        self.proxies = {}

    def entity(self, names, schema):
        key = (tuple(names), schema)
        if key not in self.proxies:
            self.proxies[key] = self.model.get_proxy(
                {"id": str(len(self.proxies)), "schema": schema, "properties": {"name": list(names)}}
            )
        return self.proxies[key]

    def score(self, query, names, schema="LegalEntity"):
        left, right = self.entity([query], schema), self.entity(names, schema)
        return self.algorithm.compare(left, right, self.config).score


def f1(scored, bar=BAR):
    hit = sum(s >= bar and truth for s, truth in scored)
    alarm = sum(s >= bar and not truth for s, truth in scored)
    miss = sum(s < bar and truth for s, truth in scored)
    return 2 * hit / max(1, 2 * hit + alarm + miss)


def recall_at(scored, most_false, least=0.0):
    """Recall at the lowest bar with at most so many false, and the bar."""
    bars = sorted({s for s, _ in scored if s >= least} | {least})
    for bar in bars:
        if sum(s >= bar and s > 0 and not truth for s, truth in scored) <= most_false:
            found = sum(s >= bar and s > 0 and truth for s, truth in scored)
            return found / max(1, sum(truth for _, truth in scored)), bar
    return 0.0, 1.0


def plain(name):
    """Without case, accents, signs and the commonest company words."""
    text = unicodedata.normalize("NFKD", name).casefold()
    words = re.findall(r"\w+", "".join(c for c in text if not unicodedata.combining(c)))
    return " ".join(w for w in words if w not in ("co", "ltd", "limited", "company", "inc", "corp", "corporation", "and"))


def rows(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def judged_pairs(data, table, peer):
    cases = rows(data / "names/name_bench_cases.csv")
    truth = [case["is_match"] == "true" for case in cases]
    ours = ask(["pairs"], [{"query": c["name1"], "names": [c["name2"]]} for c in cases])
    theirs = [peer.score(c["name1"], [c["name2"]], c["schema"]) for c in cases] if peer else []
    for label, keep in (("all", lambda c: True), ("companies", lambda c: c["schema"] in COMPANY)):
        mine = [(s, t) for c, s, t in zip(cases, ours, truth) if keep(c)]
        other = [(s, t) for c, s, t in zip(cases, theirs, truth) if keep(c)]
        table(f"name_bench, {label}, {len(mine)} pairs, F1", f1(mine), f1(other) if peer else None)
    wrong(cases, ours, truth, "name_bench", lambda c: (c["name1"], c["name2"]))


def ofac(data, table, peer):
    cases = rows(data / "names/ofac_search_scores.csv")
    ours = ask(["ofac"], [{"query": c["query_name"], "names": [c["result_name"]]} for c in cases])
    right = {True: [], False: []}
    for case, score in zip(cases, ours):
        theirs, score = float(case["ofac_score"]), 100 * score
        good = score <= 55 if theirs < 0 else abs(score - theirs) <= 5
        right[sum(case["query_name"].encode()) % 2 == 0].append(good)
        if not good and "ofac" in ERRORS:
            print(f"   {theirs:.0f} ours {score:.1f} {case['query_name']} | {case['result_name']}")
    one, other = (f"{sum(half)}/{len(half)}" for half in right.values())
    both = right[True] + right[False]
    table(f"OFAC Search's scores within 5 points, {len(both)} (halves {one}, {other})", sum(both) / len(both), None)


def probes(data, table, peer):
    cases = rows(data / "names/zh_company_probe_cases.csv")
    truth = [case["truth"] == "1" for case in cases]
    ours = ask(["pairs"], [{"query": c["query"], "names": [c["candidate"]]} for c in cases])
    mine, bar = recall_at(list(zip(ours, truth)), 2, BAR)
    theirs = [(peer.score(c["query"], [c["candidate"]], "Company"), t) for c, t in zip(cases, truth)] if peer else []
    table(
        f"68 probes: recall at ≤ 2 false of {truth.count(False)} (bar {bar:.2f})",
        mine,
        recall_at(theirs, 2, BAR)[0] if peer else None,
    )
    wrong(cases, ours, truth, "probes", lambda c: (c["query"], c["candidate"]))


def scripts(data, table, peer):
    pairs = [(r["Name"], r["Chinese name"]) for r in rows(data / "names/cn_mofcom_bilingual.csv") if r["Type"] != "Person"]
    pairs += [(r["name"], r["zh"]) for r in json.loads((data / "names/china_univ_bilingual.json").read_text())]
    pairs = [(e, z) for e, z in pairs if e and z and re.search(r"[\u4e00-\u9fff]", z)]
    pairs = list(dict(pairs).items())
    shares, theirs = [], []
    for side in (0, 1):
        name = [("LIST", "id,name")] + [(str(i), pair[1 - side]) for i, pair in enumerate(pairs)]
        path = TEMP / f"script{side}.csv"
        with path.open("w", newline="") as file:
            out = csv.writer(file)
            out.writerow(["id", "name"])
            out.writerows(name[1:])
        answers = ask(["list", str(path), "5"], [{"query": pair[side]} for pair in pairs])
        right = 0
        for i, (answer, pair) in enumerate(zip(answers, pairs)):
            hits = answer["hits"]
            good = bool(hits) and hits[0][0] == str(i) and (len(hits) < 2 or hits[1][1] < hits[0][1])
            right += good
            if not good and "scripts" in ERRORS:
                print("  ", pair[side], "|", pair[1 - side], "|", [(pairs[int(h[0])][1 - side], h[1]) for h in hits[:2]])
        shares.append(right / len(pairs))
        if peer:
            sample = random.Random(7).sample(range(len(pairs)), min(60, len(pairs)))
            found = 0
            for i in sample:
                scores = [peer.score(pairs[i][side], [pair[1 - side]], "Company") for pair in pairs]
                found += scores[i] > 0 and scores[i] == max(scores) and scores.count(scores[i]) == 1
            theirs.append(found / len(sample))
    table(
        f"hanzi ↔ English organisations, {len(pairs)} both ways, top-1 ({shares[0]:.2f} from English, {shares[1]:.2f} from hanzi)",
        sum(shares) / 2,
        sum(theirs) / 2 if peer else None,
    )
    import zhconv

    chinese = sorted({z for _, z in pairs if len(z) >= 3})
    chinese += [r["candidate"] for r in rows(data / "names/zh_company_probe_cases.csv") if re.search(r"[\u4e00-\u9fff]{3}", r["candidate"])]
    both = [(z, zhconv.convert(z, "zh-hant")) for z in chinese]
    both = [(a, b) for a, b in both if a != b]
    ours = ask(["pairs"], [{"query": b, "names": [a]} for a, b in both])
    other = [peer.score(b, [a], "Company") for a, b in both] if peer else []
    for (a, b), score in zip(both, ours):
        if score < BAR and "traditional" in ERRORS:
            print("  ", score, a, b)
    share = lambda scores: sum(s >= BAR for s in scores) / max(1, len(scores))
    table(f"simplified = traditional, {len(both)} names", share(ours), share(other) if peer else None)


def synthetic(data, table, peer):
    for kind, schema in (("entity", "Company"), ("individual", "Person")):
        with gzip.open(data / f"names/ssb_ofac_{kind}_80.json.gz") as file:
            made = json.load(file)
        path = TEMP / f"{kind}.csv"
        with path.open("w", newline="") as file:
            out = csv.writer(file)
            out.writerow(["id", "name", "aliases", "type"])
            for id_, names in made["candidates"].items():
                out.writerow([id_, names[0], "; ".join(names[1:]), schema])
        cases = made["cases"]
        answers = ask(["list", str(path), "80"], [{"query": c["query"]} for c in cases])
        scored = []
        for case, answer in zip(cases, answers):
            own = case["expected_entity_id"]
            hits = dict(map(tuple, answer["hits"]))
            scored.append((hits.get(own, 0.0) if own else max(hits.values(), default=0.0), bool(own)))
        negatives = sum(not truth for _, truth in scored)
        mine, bar = recall_at(scored, int(0.20 * negatives))
        at_bar = sum(s >= BAR and t for s, t in scored) / sum(t for _, t in scored)
        false = sum(s >= BAR and not t for s, t in scored) / negatives
        other = None
        if peer:
            some = random.Random(5).sample(range(len(cases)), min(len(cases), PEER * 2))
            theirs = []
            for i in some:
                own = cases[i]["expected_entity_id"]
                scores = {k: peer.score(cases[i]["query"], names, schema) for k, names in made["candidates"].items()}
                theirs.append((scores[own] if own else max(scores.values()), bool(own)))
            other = recall_at(theirs, int(0.20 * sum(not t for _, t in theirs)))[0]
        table(
            f"synthetic errors, {kind}: recall at false-positive rate ≤ .20 (bar {bar:.2f}; at {BAR}: {at_bar:.3f} at {false:.2f})",
            mine,
            other,
        )
        if f"synthetic-{kind}" in ERRORS:
            tally = {}
            for case, (score, truth) in zip(cases, scored):
                key = case["perturbation"]
                found, count = tally.get(key, (0, 0))
                tally[key] = (found + (score >= bar), count + 1)
                if (score >= bar) != truth:
                    print(f"   {score:.2f} {key}: {case['query']} | {case['source_name']}")
            print("  ", {k: f"{a}/{b}" for k, (a, b) in sorted(tally.items())})


def left_out(data, table, peer):
    with gzip.open(data / "lists/us_csl_2026-07-31.json.gz") as file:
        results = json.load(file)["results"]
    random_ = random.Random(11)
    asked, entries = [], []
    for number, entry in enumerate(results):
        names = [n.strip() for n in [entry["name"], *(entry.get("alt_names") or [])] if n and n.strip()]
        countries = {a.get("country") for a in entry.get("addresses") or []}
        differing = [n for n in names if sum(n.casefold() == m.casefold() for m in names) == 1]
        kept = names
        if (entry.get("type") or "") not in ("Vessel", "Aircraft") and len(differing) >= 2 and random_.random() < 0.30:
            out = random_.choice(differing)
            kept = [n for n in names if n != out]
            asked.append((str(number), out, bool(countries & REGION), entry.get("type") or ""))
        entries.append((str(number), kept, entry.get("type") or ""))
    path = TEMP / "left_out.csv"
    with path.open("w", newline="") as file:
        out = csv.writer(file)
        out.writerow(["id", "name", "aliases", "type"])
        for number, names, kind in entries:
            out.writerow([number, names[0], "; ".join(n.replace(";", ",") for n in names[1:]), kind])
    by_right = {plain(n) for _, names, _ in entries for n in names} | {plain(name) for _, name, *_ in asked}
    listed = [r["name"] for r in rows(data / "names/asia_listed_companies.csv")]
    listed = [name for name in listed if plain(name) not in by_right]
    ordinary = ask(["list", str(path), "20"], [{"query": name} for name in listed])
    top = sorted((a["hits"][0][1] if a["hits"] else 0.0 for a in ordinary), reverse=True)
    allowed = int(0.01 * len(top))
    bar = top[allowed] + 1e-9 if len(top) > allowed else 0.0
    answers = ask(["list", str(path), "100"], [{"query": name} for _, name, _, _ in asked])
    scores = [dict(map(tuple, a["hits"])).get(number, 0.0) for a, (number, *_) in zip(answers, asked)]
    region = [s for s, case in zip(scores, asked) if case[2]]
    organisations = [s for s, case in zip(scores, asked) if case[3] != "Individual"]
    share = lambda values, at: sum(s >= at for s in values) / max(1, len(values))
    other = other_region = None
    if peer:
        some = random.Random(3)
        sample = some.sample(asked, PEER // 2) + some.sample([a for a in asked if a[2]], PEER // 2)
        companies = some.sample(listed, PEER)
        best = lambda name: max(peer.score(name, names) for _, names, _ in entries)
        theirs = sorted((best(name) for name in companies), reverse=True)
        their_bar = theirs[int(0.01 * len(theirs))] + 1e-9
        by_number = {number: names for number, names, _ in entries}
        got = [(peer.score(name, by_number[number]), r) for number, name, r, _ in sample]
        other = share([s for s, _ in got[: PEER // 2]], their_bar)
        other_region = share([s for s, r in got if r], their_bar)
    table(f"left-out aliases, {len(asked)}, at ≤ 1 % alerts (bar {bar:.3f})", share(scores, bar), other)
    table(f"left-out aliases, {len(region)} of CN, HK, TW, SG, MY", share(region, bar), other_region)
    table(f"left-out aliases, {len(organisations)} of organisations (no demand)", share(organisations, bar), None)
    table("left-out alias among the first 100 at the default floor", share(scores, 1e-9), None)
    compared = [number in a["candidates"] for a, (number, *_) in zip(answers, asked)]
    table("candidate recall, left-out aliases", sum(compared) / len(compared), None)
    sizes = sorted(len(a["candidates"]) for a in answers)
    table("entries compared, mean", sum(sizes) / len(sizes), None, "{:.0f}")
    table("entries compared, p99", sizes[int(0.99 * len(sizes))], None, "{:.0f}")
    table("answers that say they were cut", sum(a["truncated"] for a in answers + ordinary), None, "{:.0f}")
    if "candidates-left-out" in ERRORS:
        names_of = {number: names for number, names, _ in entries}
        for found, (number, name, *_) in zip(compared, asked):
            if not found:
                print("  ", name, "|", names_of[number])
    if "left-out" in ERRORS:
        names_of = {number: names for number, names, _ in entries}
        for score, (number, name, region_, _) in zip(scores, asked):
            if score < bar and region_:
                print(f"   {score:.2f} {name} | {names_of[number][:3]}")
        for a, name in zip(ordinary, listed):
            if a["hits"] and a["hits"][0][1] >= bar:
                print(f"   ALERT {a['hits'][0][1]:.3f} {name} | {names_of[a['hits'][0][0]][:2]}")
    matched = [a["hits"] for a in answers + ordinary if a["hits"] and a["hits"][0][1] >= BAR]
    tied = sum(len(h) > 1 and h[1][1] == h[0][1] for h in matched)
    table(f"queries with a match tied at their top score, of {len(matched)}", tied / max(1, len(matched)), None)
    random_ = random.Random(13)
    some = random_.sample(entries, 2000)
    exact = [names[random_.randrange(len(names))] for _, names, _ in some]
    bent = [perturbed(name, random_) for name in exact]
    for label, queries in (("exact", exact), ("perturbed (a letter dropped, doubled, swapped or changed)", bent)):
        found = ask(["list", str(path), "100"], [{"query": q} for q in queries])
        hit = sum(number in a["candidates"] for a, (number, *_) in zip(found, some))
        table(f"candidate recall, {label}", hit / len(some), None)
        if f"candidates-{label.split()[0]}" in ERRORS:
            for a, (number, names, _), q in zip(found, some, queries):
                if number not in a["candidates"]:
                    print("  ", q, "|", names)
    times = sorted(a["seconds"] for a in ordinary)
    table("queries a second, one at a time (listed companies)", len(times) / sum(times), None, "{:.0f}")
    table("p99 of a query, ms", times[int(0.99 * len(times))] * 1000, None, "{:.2f}")
    if peer:
        start = time.perf_counter()
        for _, names, _ in entries[:4000]:
            peer.score("Inspur Electronic Information", names)
        rate = 4000 / (time.perf_counter() - start) / len(entries)
        print(f"peer: {rate:.2f} queries a second against all {len(entries)} entries")


def perturbed(name, random_):
    """One letter of the longest word dropped, doubled, swapped with the next or changed."""
    words = name.split()
    at = max(range(len(words)), key=lambda i: len(words[i]))
    word = words[at]
    if len(word) < 4:
        return name
    i = random_.randrange(1, len(word) - 1)
    kind = random_.randrange(4)
    if kind == 0:
        word = word[:i] + word[i + 1 :]
    elif kind == 1:
        word = word[:i] + word[i] + word[i:]
    elif kind == 2:
        word = word[:i] + word[i + 1] + word[i] + word[i + 2 :]
    else:
        word = word[:i] + random_.choice("abcdefghijklmnopqrstuvwxyz") + word[i + 1 :]
    return " ".join(words[:at] + [word] + words[at + 1 :])


def wrong(cases, scores, truth, set_, names):
    if set_ in ERRORS:
        for case, score, right in zip(cases, scores, truth):
            if (score >= BAR) != right:
                print(f"   {'miss ' if right else 'false'} {score:.2f} {' | '.join(names(case))}")


def main():
    global BINARY, TEMP, ERRORS, PEER
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--peer", type=int, default=60, help="names asked of the peer where it must be a sample")
    parser.add_argument("--no-peer", action="store_true")
    parser.add_argument("--only", nargs="*", default=[], help="pairs, ofac, probes, scripts, synthetic, left-out")
    parser.add_argument("--errors", nargs="*", default=[], help="print the mistakes of these sets")
    options = parser.parse_args()
    ERRORS, PEER = options.errors, options.peer
    cargo = ["cargo", "build", "--release", "--quiet", "-p", "tidewaiter-screening", "--example", "ask"]
    subprocess.run(cargo, cwd=ROOT, check=True)
    meta = subprocess.run(
        ["cargo", "metadata", "--format-version", "1", "--no-deps"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    BINARY = f"{json.loads(meta.stdout)['target_directory']}/release/examples/ask"
    peer = None if options.no_peer else Peer()
    print("| set | ours | logic-v2 |\n|---|---|---|")

    def table(label, ours, theirs, form="{:.3f}"):
        print(f"| {label} | {form.format(ours)} | {'–' if theirs is None else form.format(theirs)} |", flush=True)

    sets = {
        "pairs": judged_pairs,
        "ofac": ofac,
        "probes": probes,
        "scripts": scripts,
        "synthetic": synthetic,
        "left-out": left_out,
    }
    with tempfile.TemporaryDirectory() as folder:
        TEMP = Path(folder)
        for name, run in sets.items():
            if not options.only or name in options.only:
                run(options.data, table, peer)


if __name__ == "__main__":
    sys.exit(main())
