//! The world's outlines and the middles of its countries, from `data/borders/`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use tidewaiter_model::Country;

const OUTLINES_CSV: &str = include_str!("../../../../data/borders/outlines.csv");
const CENTRES_CSV: &str = include_str!("../../../../data/borders/centres.csv");

/// What every map must say of its borders.
pub(super) const NOTICE: &str = "Borders: Natural Earth 4.1.0 (public domain), simplified. They show who controls a territory in \
                                 fact, some are disputed, and drawing them takes no side. An arc joins the middles of two countries; \
                                 it is no route of a ship or a flight.";

/// Longitude and latitude in degrees.
pub(super) type Point = (f64, f64);

/// A ring of land; where it crosses the antimeridian, its longitudes go on beyond 180.
pub(super) struct Outline {
    /// ISO 3166-1 alpha-2; empty where there is none.
    pub code: &'static str,
    pub points: Vec<Point>,
}

pub(super) static OUTLINES: LazyLock<Vec<Outline>> = LazyLock::new(|| {
    let rows = OUTLINES_CSV.lines().skip(1).filter_map(|row| row.split_once(','));
    rows.map(|(code, points)| Outline {
        code,
        points: points.split(';').filter_map(|pair| point(pair.split_once(' ')?)).collect(),
    })
    .collect()
});

static CENTRES: LazyLock<BTreeMap<&'static str, Point>> = LazyLock::new(|| {
    let rows = CENTRES_CSV.lines().skip(1).filter_map(|row| row.split_once(','));
    rows.filter_map(|(code, pair)| Some((code, point(pair.split_once(',')?)?))).collect()
});

fn point((longitude, latitude): (&str, &str)) -> Option<Point> {
    Some((longitude.parse().ok()?, latitude.parse().ok()?))
}

/// The middle of the largest part of a country.
pub(super) fn centre(country: Country) -> Option<Point> {
    CENTRES.get(country.code()).copied()
}

/// Height over the equator of a latitude, in degrees of the equator: the cylindrical projection of Patterson, Šavrič and
/// Jenny (2014), which shows continents in familiar shapes and does not blow up the north as Mercator's does.
pub(super) fn height(latitude: f64) -> f64 {
    let a = latitude.clamp(-90.0, 90.0).to_radians();
    let square = a * a;
    let y = a * (1.0148 + square * square * (0.23185 + square * (-0.14499 + square * 0.02406)));
    y.to_degrees()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_country_has_a_middle_and_every_ring_lies_on_the_globe() {
        for code in tidewaiter_model::place::country_codes() {
            assert!(centre(code.parse().unwrap()).is_some(), "{code}");
        }
        assert!(OUTLINES.len() > 200);
        for outline in OUTLINES.iter() {
            assert!(outline.points.len() > 2, "{}", outline.code);
            assert!(outline.points.iter().all(|(x, y)| x.abs() <= 200.0 && y.abs() <= 90.0));
            let jumps = outline.points.windows(2).filter(|pair| (pair[0].0 - pair[1].0).abs() > 180.0);
            assert_eq!(jumps.count(), 0, "{}", outline.code);
            assert!(outline.code.is_empty() || tidewaiter_model::place::is_country_code(outline.code));
        }
    }

    #[test]
    fn the_projection_rises_with_latitude() {
        assert!((height(0.0)).abs() < 1e-12);
        assert!((height(90.0) - 102.6).abs() < 0.2, "{}", height(90.0));
        let heights: Vec<f64> = (-90..=90).map(|latitude| height(f64::from(latitude))).collect();
        assert!(heights.is_sorted_by(|a, b| a < b));
    }
}
