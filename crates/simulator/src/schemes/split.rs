//! `split-orders`: one need is cut into many small orders by several names, close together in time.

use super::Scene;
use crate::Kind;
use crate::goods::Class;
use crate::world::Of;

pub(super) fn play(scene: &mut Scene<'_>) {
    let land = scene.relay_land();
    let mut names: Vec<Of> = Vec::new();
    for _ in 0..scene.draw.between(2, 4) {
        let kind = scene.draw.pick(&[Kind::Distributor, Kind::Integrator, Kind::Studio, Kind::Startup]);
        names.push(scene.shell(kind, land));
    }
    let Some(first) = names.first().copied() else { return };
    // One address takes all in, where they don't hide it.
    let meeting = scene.shows(7_500);
    let begin = names.iter().map(|of| scene.begins(*of)).max().unwrap_or(scene.control);
    let mut day = begin;
    let mut last = day;
    for nth in 0..scene.draw.between(5, 14) {
        if scene.left == 0 || day > scene.world.calendar.last {
            break;
        }
        let of = names.get(nth as usize % names.len()).copied().unwrap_or(first);
        let bought = scene.haul(day, Class::Card, (1, 8));
        let mut order = scene.order(day, of, vec![bought]);
        if meeting {
            order.consignee = first;
        }
        scene.world.orders.push(order);
        last = day;
        day += scene.draw.days(0, 6);
    }
    for of in names {
        scene.silent(of, last);
    }
}
