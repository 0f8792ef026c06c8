#!/usr/bin/env python3
"""Makes outlines.csv and centres.csv from Natural Earth's borders, as the npm package world-atlas carries them.

    npm pack world-atlas@2.0.2
    python3 make.py world-atlas-2.0.2.tgz

The shapes are simplified and rounded to a tenth of a degree: for a picture, not for measuring.
"""

import csv
import hashlib
import json
import math
import sys
import tarfile
from pathlib import Path

SHA256 = "032e7765f2ce00edaeafec23ff22bc3b77e42987c257da944cc585b452c05b97"
TOLERANCE = 0.12  # degrees
# ISO 3166-1, numeric and alpha-2.
CODES = """
004AF 008AL 010AQ 012DZ 016AS 020AD 024AO 028AG 031AZ 032AR 036AU 040AT 044BS 048BH 050BD 051AM 052BB 056BE
060BM 064BT 068BO 070BA 072BW 074BV 076BR 084BZ 086IO 090SB 092VG 096BN 100BG 104MM 108BI 112BY 116KH 120CM
124CA 132CV 136KY 140CF 144LK 148TD 152CL 156CN 158TW 162CX 166CC 170CO 174KM 175YT 178CG 180CD 184CK 188CR
191HR 192CU 196CY 203CZ 204BJ 208DK 212DM 214DO 218EC 222SV 226GQ 231ET 232ER 233EE 234FO 238FK 239GS 242FJ
246FI 248AX 250FR 254GF 258PF 260TF 262DJ 266GA 268GE 270GM 275PS 276DE 288GH 292GI 296KI 300GR 304GL 308GD
312GP 316GU 320GT 324GN 328GY 332HT 334HM 336VA 340HN 344HK 348HU 352IS 356IN 360ID 364IR 368IQ 372IE 376IL
380IT 384CI 388JM 392JP 398KZ 400JO 404KE 408KP 410KR 414KW 417KG 418LA 422LB 426LS 428LV 430LR 434LY 438LI
440LT 442LU 446MO 450MG 454MW 458MY 462MV 466ML 470MT 474MQ 478MR 480MU 484MX 492MC 496MN 498MD 499ME 500MS
504MA 508MZ 512OM 516NA 520NR 524NP 528NL 531CW 533AW 534SX 535BQ 540NC 548VU 554NZ 558NI 562NE 566NG 570NU
574NF 578NO 580MP 581UM 583FM 584MH 585PW 586PK 591PA 598PG 600PY 604PE 608PH 612PN 616PL 620PT 624GW 626TL
630PR 634QA 638RE 642RO 643RU 646RW 652BL 654SH 659KN 660AI 662LC 663MF 666PM 670VC 674SM 678ST 682SA 686SN
688RS 690SC 694SL 702SG 703SK 704VN 705SI 706SO 710ZA 716ZW 724ES 728SS 729SD 732EH 740SR 744SJ 748SZ 752SE
756CH 760SY 762TJ 764TH 768TG 772TK 776TO 780TT 784AE 788TN 792TR 795TM 796TC 798TV 800UG 804UA 807MK 818EG
826GB 831GG 832JE 833IM 834TZ 840US 850VI 854BF 858UY 860UZ 862VE 876WF 882WS 887YE 894ZM
"""
# Countries that the 1:50m shapes do not have, or not apart from another.
CENTRES = {
    "BQ": (-68.3, 12.2), "BV": (3.4, -54.4), "CC": (96.8, -12.2), "CX": (105.6, -10.5), "GF": (-53.1, 3.9),
    "GI": (-5.4, 36.1), "GP": (-61.5, 16.2), "MQ": (-61.0, 14.6), "RE": (55.5, -21.1), "SJ": (16.0, 78.5),
    "TK": (-171.8, -9.2), "TV": (179.2, -8.5), "UM": (166.6, 19.3), "YT": (45.2, -12.8),
}


def read(path, name):
    with tarfile.open(path) as package:
        return json.load(package.extractfile(f"package/{name}"))


def arcs_of(topology):
    """Every arc in degrees (TopoJSON: steps of a grid, each point as the difference from the one before)."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        yield points


def simplified(points):
    """Douglas and Peucker (1973)."""
    if len(points) < 3:
        return points
    (x0, y0), (x1, y1) = points[0], points[-1]
    length = math.hypot(x1 - x0, y1 - y0)

    def off(point):
        x, y = point
        if length == 0:
            return math.hypot(x - x0, y - y0)
        return abs((x1 - x0) * (y0 - y) - (x0 - x) * (y1 - y0)) / length

    far = max(range(1, len(points) - 1), key=lambda at: off(points[at]))
    if off(points[far]) < TOLERANCE:
        return [points[0], points[-1]]
    return simplified(points[: far + 1])[:-1] + simplified(points[far:])


def rings(geometry, arcs):
    """Outer rings only: a hole is another country, which is drawn after the one around it, or a lake."""
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    for polygon in polygons:
        ring = []
        for at in polygon[0]:
            points = arcs[at] if at >= 0 else arcs[~at][::-1]
            ring.extend(points[1:] if ring else points)
        yield unrolled(ring)


def unrolled(ring):
    """A ring across the antimeridian goes on beyond 180 degrees, so that no line runs round the globe."""
    turns = 0
    points = [ring[0]]
    for (before, _), (x, y) in zip(ring, ring[1:]):
        turns += (before - x > 180) - (before - x < -180)
        points.append((x + 360 * turns, y))
    return points


def area_and_centre(ring):
    area = cx = cy = 0.0
    for (x0, y0), (x1, y1) in zip(ring, ring[1:] + ring[:1]):
        cross = x0 * y1 - x1 * y0
        area, cx, cy = area + cross, cx + (x0 + x1) * cross, cy + (y0 + y1) * cross
    if abs(area) < 1e-9:
        return 0.0, ring[0]
    # A square degree is smaller the farther from the equator.
    centre = (cx / (3 * area), cy / (3 * area))
    return abs(area) / 2 * math.cos(math.radians(centre[1])), centre


def number(value):
    text = f"{value:.1f}"
    return "0" if text in ("-0.0", "0.0") else text.removesuffix(".0")


def main():
    package = Path(sys.argv[1])
    if hashlib.sha256(package.read_bytes()).hexdigest() != SHA256:
        sys.exit(f"{package} is not world-atlas 2.0.2")
    here = Path(__file__).parent
    codes = {pair[:3]: pair[3:] for pair in CODES.split()}
    names = {"Kosovo": "XK"}

    def code(geometry):
        return codes.get(geometry.get("id"), names.get(geometry["properties"]["name"], ""))

    small = read(package, "countries-110m.json")
    arcs = [simplified(arc) for arc in arcs_of(small)]
    shapes = []
    for geometry in small["objects"]["countries"]["geometries"]:
        if code(geometry) == "AQ":
            continue
        for ring in rings(geometry, arcs):
            points = []
            for x, y in ring:
                pair = f"{number(x)} {number(y)}"
                if not points or points[-1] != pair:
                    points.append(pair)
            if points[0] == points[-1]:
                points.pop()
            if len(points) > 2:
                shapes.append((code(geometry), -area_and_centre(ring)[0], ";".join(points)))
    with open(here / "outlines.csv", "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["code", "points"])
        # The largest first, so that a country within another is drawn over it.
        out.writerows((shape[0], shape[2]) for shape in sorted(shapes, key=lambda shape: (shape[1], shape)))

    large = read(package, "countries-50m.json")
    arcs = list(arcs_of(large))
    centres = dict(CENTRES)
    greatest = {}
    for geometry in large["objects"]["countries"]["geometries"]:
        key = code(geometry)
        for ring in rings(geometry, arcs) if key else []:
            area, centre = area_and_centre(ring)
            if area >= greatest.get(key, -1.0):
                greatest[key], centres[key] = area, ((centre[0] + 180) % 360 - 180, centre[1])
    with open(here / "centres.csv", "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["code", "longitude", "latitude"])
        out.writerows((key, number(x), number(y)) for key, (x, y) in sorted(centres.items()))


if __name__ == "__main__":
    main()
