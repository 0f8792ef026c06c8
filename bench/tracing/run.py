"""Where goods can have gone, and whose they are by three rules, over many consignments; beside DuckDB and Raphtory.

    python3 bench/tracing/run.py                     # 50 thousand to 5 million; Raphtory up to 500 thousand
    python3 bench/tracing/run.py --up-to 50000000    # growth; needs 5 GB of disk and 4 GB of memory
    python3 bench/tracing/run.py --program target/release/tidewaiter     # the whole command on the same files too

Needs numpy, duckdb, pyarrow and raphtory==0.17 from PyPI. Fails where the answers differ, or a demand is not met.
"""
import argparse, json, os, pathlib, resource, subprocess, sys, time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SIZES = [50_000, 500_000, 5_000_000, 50_000_000]
NEW_YEAR, DECEMBER = 20089, 20423


def run(command):
    done = subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        sys.exit(f"{command} failed:\n{done.stderr[-2000:]}")
    return json.loads(done.stdout)


def example(name, *arguments):
    return run([ROOT / "target/release/examples" / name, *arguments])


def same(ours, theirs, what, keys):
    if any(ours[key] != theirs[key] for key in keys):
        sys.exit(f"{what}: {[theirs[key] for key in keys]}, ours {[ours[key] for key in keys]}")


def whole_command(program, parquet):
    """The command from the file to the answer; the memory is the most of all commands so far."""
    start = time.perf_counter()
    command = [program, "trace", parquet, "--from", "US", "--to", "CN", "--item", "H100", "--format", "json"]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    seconds = time.perf_counter() - start
    if done.returncode == 2:
        return print(f"  {' '.join(map(str, command))}: could not do its work")
    answer = json.loads(done.stdout)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    points = answer["points"]
    print(f"  trace: {seconds:.2f} s in all, {peak} MB at most; {answer['at_least']['units']} to {answer['at_most']['units']}, {points}")


def peer(name, given, rows, parquet, day, start, ours, runs):
    if rows > given:
        return
    theirs = run([sys.executable, HERE / "peers.py", name, parquet, day, start, runs])
    # Raphtory 0.17 gives some companies a later first day than a path it can follow; which are reached it finds.
    same(ours, theirs, name, ["reached", "numbers"] if name == "raphtory" else ["reached", "numbers", "days"])
    ratio = theirs["reach_ms"] / ours["reach_ms"]
    late = f", first days later by {theirs['days'] - ours['days']} in sum" if theirs["days"] != ours["days"] else ""
    print(f"    {name}: load {theirs['load_s']:.2f} s, reach {theirs['reach_ms']:.1f} ms, {theirs['peak_mb']} MB: "
          f"{ratio:.0f} times as long{late}")
    return ratio


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--folder", default="/tmp/tidewaiter-consignments", help="where the files are made, and kept")
    arguments.add_argument("--up-to", type=int, default=5_000_000)
    arguments.add_argument("--duckdb-up-to", type=int, default=5_000_000)
    arguments.add_argument("--raphtory-up-to", type=int, default=500_000)
    arguments.add_argument("--circles", action="store_true", help="goods may go round on one day; not for Raphtory")
    arguments.add_argument("--runs", type=int, default=15)
    arguments.add_argument("--program", help="the command tidewaiter, to time `trace` from the Parquet file to the answer")
    given = arguments.parse_args()
    os.makedirs(given.folder, exist_ok=True)
    build = ["cargo", "build", "--release", "-q", "-p", "tidewaiter-tracing", "--examples"]
    subprocess.run(build, cwd=ROOT, check=True)
    missed = []

    def demand(met, what):
        if not met:
            missed.append(what)

    for rows in [size for size in SIZES if size <= given.up_to]:
        prefix = f"{given.folder}/{rows}{'-circles' if given.circles else ''}"
        if not os.path.exists(prefix + ".parquet"):
            extra = ["--circles"] if given.circles else []
            subprocess.run([sys.executable, HERE / "make_consignments.py", str(rows), prefix, *extra], check=True)
        print(f"{rows:,} consignments ({os.path.getsize(prefix + '.parquet') / 1e6:.0f} MB Parquet)")
        points = example("points", prefix, min(given.runs, 5) if rows <= 5_000_000 else 1)
        print(f"  in proportion {points['pro_rata_ms']:.1f} ms, FIFO {points['fifo_ms']:.0f} ms, LIFO {points['lifo_ms']:.0f} ms, "
              f"their order {points['plan_ms']:.1f} ms, {points['peak_mb']} MB: {points['pro_rata']}, {points['fifo']}, {points['lifo']}")
        for question, day, start in [("all makers, the year", NEW_YEAR, "makers"), ("one company, December", DECEMBER, rows // 100)]:
            ours = example("reach", prefix, day, given.runs, *([] if start == "makers" else [start]))
            print(f"  reach, {question}: {ours['reach_ms']:.2f} ms, backward from CN {ours['back_ms']:.2f} ms; {ours['reached']:,} of "
                  f"{ours['sites']:,}; read {ours['read_s']:.2f} s, order {ours['order_s']:.2f} s, lay out {ours['lay_out_s']:.2f} s, "
                  f"{ours['peak_mb']} MB, {ours['circular_days']} days in circles")
            duckdb = peer("duckdb", given.duckdb_up_to, rows, prefix + ".parquet", day, start, ours, 5)
            limit = 0 if given.circles else given.raphtory_up_to
            raphtory = peer("raphtory", limit, rows, prefix + ".parquet", day, start, ours, 1)
            if start == "makers" and rows >= 500_000:
                demand(duckdb is None or duckdb >= 15, f"15 times DuckDB at {rows:,}: {duckdb}")
                demand(raphtory is None or raphtory >= 100, f"100 times Raphtory at {rows:,}: {raphtory}")
            if rows == 5_000_000:
                demand(ours["reach_ms"] <= 25, f"25 ms a question at {rows:,}: {ours['reach_ms']}")
        if rows == 5_000_000:
            demand(points["pro_rata_ms"] <= 60, f"60 ms in proportion at {rows:,}: {points['pro_rata_ms']}")
        if given.program:
            whole_command(given.program, prefix + ".parquet")
    sys.exit("\n".join(["not met:", *missed]) if missed else 0)


if __name__ == "__main__":
    main()
