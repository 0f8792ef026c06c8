//! `cloud-front`: a cloud operator buys more than its site can run; the owner behind it is not told.

use super::Scene;
use crate::Kind;
use crate::company::Plan;
use crate::goods::Class;
use crate::world::Bought;

pub(super) fn play(scene: &mut Scene<'_>) {
    let land = scene.relay_land();
    let operator = scene.shell(Kind::Cloud, land);
    // It is a real operator: an office, a web site, capital, and some business of its own.
    let capital = u64::from(scene.draw.heavy(500_000, 16_000_000)) * land.rate / 100;
    scene.world.change(operator, |company| {
        company.capital = company.capital.max(capital);
        company.website = format!("https://www.{}.example", crate::words::slug(&company.name));
    });
    holding(scene, operator);
    scene.world.staged.insert(operator);
    let mut day = scene.begins(operator);
    let mut units = scene.draw.heavy(1, 4);
    for nth in 0..scene.draw.between(3, 9) {
        if scene.left == 0 || day > scene.world.calendar.last {
            break;
        }
        // The first orders are for its own hall; then they grow.
        let mut bought = scene.haul(day, Class::Server, (units, units * 2));
        if nth < 2 && day + 110 < scene.world.calendar.last && scene.draw.chance(6_000) {
            scene.left += 1;
            bought = Bought { diverted: false, ..bought };
        }
        let order = scene.order(day, operator, vec![bought]);
        scene.world.orders.push(order);
        units = (units * 2).min(64);
        day += scene.draw.days(20, 110);
    }
}

/// A holding between the operator and whoever is behind it; how much it holds, and of whom, is told or not.
fn holding(scene: &mut Scene<'_>, operator: u32) {
    scene.world.forget_owners(operator);
    let Some((land, founded)) = scene.world.company(operator).map(|c| (c.land, c.incorporated)) else { return };
    let home = scene.draw.pick(&["SG", "HK", "AE"]);
    let plan = Plan::new(Kind::Holding, crate::lands::of(home), founded - scene.draw.days(5, 400));
    let mut company = scene.world.maker.company(&mut scene.draw, &plan, &scene.world.calendar);
    company.pattern = Some(scene.pattern);
    company.shell = true;
    company.behind.clone_from(&scene.behind);
    let named = (company.name.clone(), company.number.clone());
    let of = scene.world.add(company);
    scene.world.owns(named, operator, "100", founded);
    let behind = (scene.behind.clone(), String::new());
    let nominee = scene.world.nominee(&mut scene.draw, &land);
    if scene.shows(4_500) {
        let share = scene.draw.pick(&["", "25-50", ">50", "100"]);
        scene.world.owns(behind, of, share, founded);
    } else if let Some(nominee) = nominee {
        scene.world.owns(nominee, of, "100", founded);
    }
}
