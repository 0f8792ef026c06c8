#!/usr/bin/env python3
"""Write a large book of orders with invented parties to standard output, the same for the same arguments.

Usage: make_orders.py [LINES] [PARTIES] [SEED] > orders.csv      (defaults: 1000000 200000 1)
"""
import csv
import random
import sys

lines, parties, seed = (int(a) for a in (sys.argv[1:] + ["1000000", "200000", "1"][len(sys.argv) - 1:])[:3])
draw = random.Random(seed)

SYLLABLES = "an bao chen da en fu gao hai jin kai lan mei ning ou pei qiao rui shan tian wei xin yun zhi bel cor dun el far gar hol il jor kal lor mar nor os pel quin ros sel tor ul vel wen xar yel zor".split()
PLACES = {"SG": ["Singapore"], "MY": ["Johor Bahru", "Kuala Lumpur", "Penang"], "TW": ["Taipei", "Hsinchu"], "US": ["Austin", "Fremont"],
          "DE": ["Berlin", "Hamburg"], "CN": ["Shenzhen", "Shanghai", "Beijing"], "HK": ["Hong Kong"], "TH": ["Bangkok"], "JP": ["Tokyo"], "AE": ["Dubai"], "IN": ["Bengaluru"], "VN": ["Hanoi"]}
FORMS = {"SG": "Pte Ltd", "MY": "Sdn Bhd", "TW": "Co., Ltd.", "US": "Inc.", "DE": "GmbH", "CN": "Co., Ltd.", "HK": "Limited", "TH": "Co., Ltd.", "JP": "K.K.", "AE": "FZE", "IN": "Private Limited", "VN": "JSC"}
TRADES = ["Technology", "Electronics", "Cloud", "Computing", "Trading", "Data", "Semiconductor", "Logistics", "Research", "Systems", "Networks", "Software"]
GOODS = ["NVIDIA H100 PCIe 80GB", "HGX H200 8-GPU 141GB", "NVIDIA L40S 48GB", "NVIDIA L20 48GB PCIe", "8x HGX B200 180GB", "GeForce RTX 4090 24GB", "AMD Instinct MI300X",
         "NVIDIA A100 80GB SXM4", "Supermicro SYS-821GE-TNHR with 8x NVIDIA H100", "NVIDIA L4 24GB", "Gaudi 3 OAM", "DGX H200", "NVIDIA ConnectX-7 adapter card", "NVIDIA H20 96GB SXM", "RTX 6000 Ada 48GB"]
USES = ["Public cloud", "University cluster", "Video rendering", "Model training", "Radiology", "Search", "Fraud detection"]
COUNTRIES = sorted(PLACES)


def party(number: int) -> tuple[str, str, str]:
    own = random.Random(f"{seed}/{number}")
    country = own.choice(COUNTRIES)
    place = own.choice(PLACES[country])
    brand = "".join(own.choice(SYLLABLES) for _ in range(own.choice([2, 3, 3]))).capitalize()
    start = f"{place} " if own.random() < 0.4 else ""
    return f"{start}{brand} {own.choice(TRADES)} {FORMS[country]}", f"{own.randint(1, 900)} {brand} Road, {place}", country


known = [party(n) for n in range(parties)]
out = csv.writer(sys.stdout, lineterminator="\n")
out.writerow(["Order ID", "Line", "Date", "Description", "Quantity", "Unit price", "Currency", "Ship from", "Ship to", "End use",
              "Purchaser name", "Purchaser address", "Purchaser country", "Ultimate consignee name", "Ultimate consignee address", "Ultimate consignee country",
              "End user name", "End user address", "End user country"])
for number in range(lines):
    buyer = known[number % parties]
    user = buyer if draw.random() < 0.7 else known[draw.randrange(parties)]
    out.writerow([f"B{number // 3}", number % 3 + 1, f"2026-{draw.randint(1, 11):02}-{draw.randint(1, 28):02}", draw.choice(GOODS), draw.randint(1, 64),
                  f"{draw.randint(900, 400000)}.00", "USD", "Taoyuan, Taiwan", buyer[1].rsplit(", ", 1)[-1] + ", " + buyer[2], draw.choice(USES), *buyer, *buyer, *user])
