//! `staged-site`: a data centre is shown with empty or old servers; the accelerators move on.

use super::Scene;
use crate::Kind;
use crate::goods::{self, Class, ITEMS};
use crate::world::Bought;

pub(super) fn play(scene: &mut Scene<'_>) {
    let land = scene.relay_land();
    let operator = scene.shell(Kind::Cloud, land);
    // A site is only shown by somebody who looks like an operator: a web site, and more capital than a letter box has.
    let shown = scene.shows(5_000);
    let capital = u64::from(scene.draw.heavy(200_000, 2_000_000)) * land.rate / 100;
    scene.world.change(operator, |company| {
        if !shown {
            company.capital = company.capital.max(capital);
        }
        company.website = format!("https://www.{}.example", crate::words::slug(&company.name));
    });
    scene.world.staged.insert(operator);
    let mut day = scene.begins(operator);
    // Racks and servers without accelerators come first: they are what a visitor sees.
    let barebone = (0..).zip(&ITEMS).find(|(_, item)| item.name.contains("no GPU")).map_or(0, |(number, _)| number);
    let units = scene.draw.heavy(16, 128);
    let dummy = Bought { item: barebone, units, premium: 0, diverted: false, plain: false };
    let order = scene.order(day, operator, vec![dummy]);
    scene.world.orders.push(order);
    let mut last = day;
    for _ in 0..scene.draw.between(2, 6) {
        day += scene.draw.days(8, 60);
        if scene.left == 0 || day > scene.world.calendar.last {
            break;
        }
        let bought = scene.haul(day, Class::Server, (4, 32));
        let mut lines = vec![bought];
        if scene.draw.chance(4_000) {
            let network = scene.draw.pick(&goods::sold(day, &[Class::Other]));
            lines.push(Bought { item: network, units: 8, premium: 0, diverted: false, plain: false });
        }
        let order = scene.order(day, operator, lines);
        scene.world.orders.push(order);
        last = day;
    }
    scene.silent(operator, last);
}
