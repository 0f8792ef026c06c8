//! `relabelling`: the goods are sold on as something else, such as adapters, accessories, another tariff heading.

use super::Scene;
use crate::Kind;
use crate::goods::Class;

pub(super) fn play(scene: &mut Scene<'_>) {
    let land = scene.relay_land();
    let kind = scene.draw.pick(&[Kind::Distributor, Kind::Integrator]);
    let trader = scene.shell(kind, land);
    // Traders of this pattern also trade honestly, before and between.
    let mut day = scene.begins(trader);
    let mut last = day;
    for _ in 0..scene.draw.between(2, 7) {
        if scene.left == 0 || day > scene.world.calendar.last {
            break;
        }
        let harmless = scene.draw.chance(4_000);
        let lines = if harmless {
            vec![scene.filler(day)]
        } else {
            let mut bought = scene.haul(day, Class::Card, (4, 64));
            bought.plain = scene.shows(5_500);
            vec![bought]
        };
        let order = scene.order(day, trader, lines);
        scene.world.orders.push(order);
        last = day;
        day += scene.draw.days(10, 80);
    }
    scene.silent(trader, last);
}
