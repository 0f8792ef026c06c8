"""Write invented consignments of one item: PREFIX.parquet (and .csv with --csv), and for the examples PREFIX.bin and PREFIX.roles.

    python3 bench/tracing/make_consignments.py 5000000 /tmp/consignments --csv

A year of 2025. Makers in the US ship out of nothing; all others ship what they have in stock, but for one shipment in a
hundred, whose goods no record shows coming in. Who ships to whom follows a power law. On a day goods go through several
hands, yet never round in a circle (with --circles, they may), and the rows stand in an order in which they can have
happened. The same seed gives the same file. Needs numpy and duckdb.
"""
import argparse, datetime
import duckdb
import numpy as np

MAKERS = 20
DAYS = 365
FIRST = (datetime.date(2025, 1, 1) - datetime.date(1970, 1, 1)).days
COUNTRIES = ["TW", "SG", "MY", "JP", "KR", "AE", "IN", "TH", "VN", "DE", "NL", "GB", "ID", "TR", "CN", "HK", "MX", "CA", "PL", "KZ"]


def country_of(site):
    """US for makers, else the country by number: CN is every twentieth."""
    return np.where(site < MAKERS, 0, 1 + site % len(COUNTRIES))


def one_day(day, count, sites, stock, rng, circles):
    # By a power law: few send and receive much.
    sender = MAKERS + (rng.random(count) ** 3 * (sites - MAKERS)).astype(np.int64)
    receiver = MAKERS + (rng.random(count) ** 2 * (sites - MAKERS)).astype(np.int64)
    receiver = np.where(sender == receiver, MAKERS + (receiver - MAKERS + 1) % (sites - MAKERS), receiver)
    # A rank of the day for each site: goods go from lower to higher, so never round.
    rank = rng.permutation(sites)
    rank[:MAKERS] = -1
    if not circles:
        swap = rank[sender] > rank[receiver]
        sender, receiver = np.where(swap, receiver, sender), np.where(swap, sender, receiver)
    share = stock[sender] // np.maximum(np.bincount(sender, minlength=sites)[sender], 1)
    wanted = np.minimum(rng.geometric(0.05, count), 500)
    units = np.minimum(wanted, share)
    unrecorded = rng.random(count) < 0.01
    units = np.where(unrecorded, np.maximum(units, 1 + wanted // 8), units)
    new = units == 0
    sender = np.where(new, rng.integers(0, MAKERS, count), sender)
    units = np.where(new, wanted, units)
    order = np.argsort(rank[sender], kind="stable")
    sender, receiver, units = sender[order], receiver[order], units[order]
    stock += np.bincount(receiver, units, sites).astype(np.int64) - np.bincount(sender, units, sites).astype(np.int64)
    np.maximum(stock, 0, out=stock)
    return sender.astype(np.uint32), receiver.astype(np.uint32), units.astype(np.uint32)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("rows", type=int)
    arguments.add_argument("prefix")
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--csv", action="store_true", help="write PREFIX.csv too")
    arguments.add_argument("--circles", action="store_true", help="let goods go round in circles on one day")
    given = arguments.parse_args()
    rng = np.random.default_rng(given.seed)
    sites = max(given.rows // 50, 2 * MAKERS)
    stock = np.zeros(sites, dtype=np.int64)
    columns = np.empty((given.rows, 4), dtype=np.uint32)
    done = 0
    for day in range(DAYS):
        until = given.rows * (day + 1) // DAYS
        if until > done:
            sender, receiver, units = one_day(day, until - done, sites, stock, rng, given.circles)
            for at, column in enumerate([np.uint32(FIRST + day), sender, receiver, units]):
                columns[done:until, at] = column
        done = until
    columns.astype("<u4").tofile(given.prefix + ".bin")
    site = np.arange(sites)
    country = country_of(site)
    china = 1 + COUNTRIES.index("CN")
    np.where(country == 0, 1, np.where(country == china, 2, 0)).astype(np.uint8).tofile(given.prefix + ".roles")
    names = ["US"] + COUNTRIES
    db = duckdb.connect()
    table = {"day": columns[:, 0].copy(), "sender": columns[:, 1].copy(), "receiver": columns[:, 2].copy(),
             "units": columns[:, 3].copy(), "row": np.arange(given.rows)}
    db.register("rows", table)
    listed = "[" + ", ".join(f"'{name}'" for name in names) + "]"
    place = lambda site: f"{listed}[1 + case when {site} < {MAKERS} then 0 else 1 + {site} % {len(COUNTRIES)} end]"
    select = f"""select date '1970-01-01' + day::integer as date, 'Company ' || sender as "from", {place('sender')} as from_country,
        'Company ' || receiver as "to", {place('receiver')} as to_country, 'NVIDIA H100 SXM5 80GB' as item,
        units::bigint as quantity, 25000 + row % 7000 as unit_value, 'USD' as currency, (units * 1.7)::decimal(12, 1) as weight_kg,
        '847180' as hs_code, 'B' || row as document, '' as serials, 'customs' as source from rows"""
    db.execute(f"copy ({select}) to '{given.prefix}.parquet' (format parquet, compression zstd)")
    if given.csv:
        db.execute(f"copy ({select}) to '{given.prefix}.csv' (header)")


if __name__ == "__main__":
    main()
