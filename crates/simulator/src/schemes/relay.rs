//! `relay-shell`: a company set up after a control buys a few times, sends the goods on and falls silent.

use super::Scene;
use crate::Kind;

pub(super) fn play(scene: &mut Scene<'_>) {
    let land = scene.relay_land();
    let kind = scene.draw.pick(&[Kind::Distributor, Kind::Integrator, Kind::Startup, Kind::Cloud]);
    let shell = scene.shell(kind, land);
    // Now and then an ordinary company's name stands as end user, without its knowledge.
    let lends = scene.shows(3_500);
    let borrowed = if lends { scene.world.standing(&mut scene.draw, land.code, scene.control) } else { None };
    let mut day = scene.begins(shell);
    let mut last = day;
    for _ in 0..scene.draw.between(1, 6) {
        if scene.left == 0 || day > scene.world.calendar.last {
            break;
        }
        let lines = scene.lines(day, (8, 128));
        let mut order = scene.order(day, shell, lines);
        order.end_user = borrowed.or(order.end_user);
        scene.world.orders.push(order);
        last = day;
        day += scene.draw.days(5, 70);
    }
    scene.silent(shell, last);
}
