//! `forwarder-reroute`: the forwarder's store is the last stop that the papers name; the end user never hears of the
//! goods.

use super::Scene;
use crate::Kind;

pub(super) fn play(scene: &mut Scene<'_>) {
    let land = scene.relay_land();
    let buyer = scene.shell(Kind::Distributor, land);
    let forwarder = {
        let firms = scene.world.forwarders.get(land.code).map_or(&[][..], Vec::as_slice);
        let firm = scene.draw.pick(firms.get(..2).unwrap_or(firms));
        (!firms.is_empty()).then_some(firm)
    };
    // An ordinary company's name stands as end user.
    let named = scene.world.standing(&mut scene.draw, land.code, scene.control);
    let mut day = scene.begins(buyer);
    let mut last = day;
    for _ in 0..scene.draw.between(1, 5) {
        if scene.left == 0 || day > scene.world.calendar.last {
            break;
        }
        let lines = scene.lines(day, (8, 96));
        let mut order = scene.order(day, buyer, lines);
        order.forwarder = forwarder;
        order.end_user = named.or(order.end_user);
        let openly = scene.shows(6_500);
        order.consignee = if openly { forwarder.unwrap_or(buyer) } else { buyer };
        order.route = if scene.shows(4_500) { "Hong Kong" } else { "" };
        scene.world.orders.push(order);
        last = day;
        day += scene.draw.days(10, 60);
    }
    scene.silent(buyer, last);
}
