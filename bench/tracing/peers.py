"""One peer's answer to the question of run.py, as JSON: how many companies are reached, the sums of their numbers and of
their first days, and the times. START is the number of a company, or `makers`.

    python3 bench/tracing/peers.py duckdb PREFIX.parquet DAY START RUNS
    python3 bench/tracing/peers.py raphtory PREFIX.parquet DAY START RUNS
"""
import json, resource, statistics, sys, time

# As whole numbers, which is kinder to the peers than names.
ROWS = """select (date - date '1970-01-01')::integer as day, substr("from", 9)::integer as sender, substr("to", 9)::integer as receiver,
    from_country = 'US' as maker, substr(document, 2)::bigint as row from read_parquet('{path}')"""


def timed(runs, work):
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        answer = work()
        times.append(time.perf_counter() - start)
    return answer, statistics.median(times)


def duckdb_reach(path, day, start_at, runs):
    """A recursive query that keeps the first day of each company and follows the companies whose day became earlier."""
    import duckdb

    db = duckdb.connect()
    start = time.perf_counter()
    db.execute("create table m as " + ROWS.format(path=path) + " order by row")
    load = time.perf_counter() - start
    where = "maker" if start_at == "makers" else f"sender = {int(start_at)}"
    query = f"""with recursive reach(site, day) using key (site) as (
            select distinct sender, {day} from m where {where}
            union
            select m.receiver, min(m.day) from reach r join m on m.sender = r.site and m.day >= r.day
                left join recurring.reach old on old.site = m.receiver
                where old.day is null or m.day < old.day group by m.receiver)
        select count(*), sum(site), sum(day) from reach"""
    (count, numbers, days), seconds = timed(runs, lambda: db.execute(query).fetchone())
    return load, seconds, count, int(numbers), int(days)


def raphtory_reach(path, day, start_at, runs):
    """It follows paths of strictly ascending time: the number of the row, since the rows stand in order."""
    import duckdb
    from raphtory import Graph, algorithms

    start = time.perf_counter()
    rows = duckdb.sql(ROWS.format(path=path) + " order by row").to_arrow_table()
    graph = Graph()
    graph.load_edges(rows, time="row", src="sender", dst="receiver")
    load = time.perf_counter() - start
    days = rows.column("day").to_numpy()
    first = int((days < day).sum())
    starts = [int(start_at)] if start_at != "makers" else sorted(set(rows.column("sender").to_numpy()[rows.column("maker").to_numpy(zero_copy_only=False)].tolist()))
    # More hops than any path needs: it ends when nothing new is reached.
    reached, seconds = timed(runs, lambda: algorithms.temporally_reachable_nodes(graph, 1_000_000, first - 1, starts))
    count = numbers = total = 0
    for node, value in reached.items():
        events = value["reachable_nodes"]
        if events:
            at = min(int(event["0"]) for event in events)
            count, numbers, total = count + 1, numbers + int(node.name), total + (day if at < first else int(days[at]))
    return load, seconds, count, numbers, total


if __name__ == "__main__":
    peer, path, day, start_at, runs = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4], int(sys.argv[5])
    peers = {"duckdb": duckdb_reach, "raphtory": raphtory_reach}
    load, seconds, count, numbers, days = peers[peer](path, day, start_at, runs)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"load_s": load, "reach_ms": seconds * 1e3, "reached": count, "numbers": numbers, "days": days, "peak_mb": peak}))
