//! `ring`: shells with common directors, owners, telephones and suites take turns.

use super::Scene;
use crate::Kind;
use crate::world::Of;

pub(super) fn play(scene: &mut Scene<'_>) {
    let land = scene.relay_land();
    let mut shells: Vec<Of> = Vec::new();
    let common = scene.world.person(&mut scene.draw, &land);
    for _ in 0..scene.draw.between(3, 6) {
        let kind = scene.draw.pick(&[Kind::Distributor, Kind::Integrator, Kind::Startup, Kind::Cloud]);
        let abroad = scene.draw.chance(2_000);
        let home = if abroad { scene.relay_land() } else { land };
        let shell = scene.shell(kind, home);
        let from = scene.world.company(shell).map_or(scene.control, |company| company.incorporated);
        if scene.shows(8_000) {
            scene.world.directs(common.clone(), shell, from);
        }
        if let Some(first) = shells.first().and_then(|first| scene.world.company(*first)).cloned() {
            let (phone, suite, mail) = (scene.shows(6_000), scene.shows(6_000), scene.shows(4_000));
            scene.world.change(shell, |company| {
                if phone {
                    company.phone = first.phone;
                }
                if suite && company.land.code == first.land.code {
                    company.address = first.address;
                    company.city = first.city;
                }
                if mail {
                    company.email = first.email;
                }
            });
        }
        shells.push(shell);
    }
    // They take turns: each begins about when the one before falls silent.
    let mut day = None;
    for shell in shells {
        let mut next = day.unwrap_or_else(|| scene.begins(shell));
        let begins = scene.world.company(shell).map_or(next, |company| company.incorporated + 8);
        next = next.max(begins);
        let mut last = next;
        for _ in 0..scene.draw.between(1, 4) {
            if scene.left == 0 || next > scene.world.calendar.last {
                break;
            }
            let lines = scene.lines(next, (8, 96));
            let order = scene.order(next, shell, lines);
            scene.world.orders.push(order);
            last = next;
            next += scene.draw.days(6, 50);
        }
        scene.silent(shell, last);
        day = Some(next);
    }
}
