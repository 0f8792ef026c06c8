//! Companies: how one is made, with the marks by which a register knows it.

use std::collections::BTreeSet;

use crate::day::Calendar;
use crate::draw::Draw;
use crate::lands::Land;
use crate::words::{self, Tongue, brand};
use crate::{Kind, Pattern};

/// A company as it is, and as its register gives it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Company {
    pub(crate) name: String,
    /// The name in its own script; empty where that is Latin.
    pub(crate) native: String,
    pub(crate) land: Land,
    pub(crate) city: &'static str,
    pub(crate) address: String,
    pub(crate) incorporated: i32,
    pub(crate) dissolved: Option<i32>,
    /// In units of its country's currency.
    pub(crate) capital: u64,
    pub(crate) phone: String,
    pub(crate) email: String,
    pub(crate) website: String,
    pub(crate) number: String,
    /// Where it says that its headquarters are; empty where it says nothing.
    pub(crate) headquarters: &'static str,
    pub(crate) kind: Kind,
    /// The pattern in which it plays a part.
    pub(crate) pattern: Option<Pattern>,
    /// It was set up, or bought, to buy for others.
    pub(crate) shell: bool,
    /// Who gets what it buys.
    pub(crate) behind: String,
}

/// What is settled of a company before it is made; the rest is drawn.
pub(crate) struct Plan {
    pub(crate) kind: Kind,
    pub(crate) land: Land,
    pub(crate) incorporated: i32,
    /// In an office tower in which many companies are registered.
    pub(crate) tower: bool,
    /// A flat.
    pub(crate) flat: bool,
    pub(crate) small_capital: bool,
    pub(crate) web: bool,
    pub(crate) free_mail: bool,
}

impl Plan {
    pub(crate) fn new(kind: Kind, land: Land, incorporated: i32) -> Self {
        Self { kind, land, incorporated, tower: false, flat: false, small_capital: false, web: true, free_mail: false }
    }
}

/// Office towers in each country, in which service firms give a room and a letter box to many companies.
pub(crate) const TOWERS: u32 = 4;

/// How often a company in such a tower is registered in the room of the firm that set it up; a guess.
const AGENT_SUITE: u32 = 2_500;

/// An address in an office tower: the tower is one of a few, suites are shared now and then.
pub(crate) fn tower_suite(draw: &mut Draw, land: &Land, seed: u64) -> (&'static str, String) {
    let number = draw.below(TOWERS);
    let mut place = Draw::new(seed ^ u64::from(number), crate::draw::Stream::Places, land_key(land));
    let city = place.pick(land.cities);
    let (name, _) = brand(&mut place, land.tongue, 2);
    let (street, _) = brand(&mut place, land.tongue, 2);
    let house = place.between(2, 290);
    let tower = place.pick(&["Tower", "Centre", "Business Hub", "Plaza", "House"]);
    // Firms that set companies up register their customers in a room of their own.
    let agent = draw.chance(AGENT_SUITE);
    let of = if agent { &mut place } else { draw };
    let (floor, suite) = (of.between(3, 28), of.between(1, 40));
    (city, format!("Suite {floor}{suite:02}, {floor}/F, {name} {tower}, {}", road(land.tongue, &street, house, city)))
}

fn land_key(land: &Land) -> u32 {
    land.code.bytes().fold(0, |key, byte| key * 256 + u32::from(byte))
}

fn road(tongue: Tongue, street: &str, house: u32, city: &str) -> String {
    match tongue {
        Tongue::German => format!("{street}straße {house}, {city}"),
        Tongue::Romance => format!("Via {street} {house}, {city}"),
        Tongue::Nordic => format!("{street}gatan {house}, {city}"),
        Tongue::Slavic | Tongue::Russian => format!("ul. {street} {house}, {city}"),
        Tongue::Turkish => format!("{street} Cad. No:{house}, {city}"),
        Tongue::Malay => format!("{house} Jalan {street}, {city}"),
        Tongue::Thai => format!("{house} Soi {street}, {city}"),
        Tongue::Vietnamese => format!("Số {house} đường {street}, {city}"),
        Tongue::Japanese => format!("{}-{}-{} {street}cho, {city}", house % 6 + 1, house % 19 + 1, house % 11 + 1),
        Tongue::English | Tongue::Arabic | Tongue::Indian | Tongue::Chinese | Tongue::Korean => {
            format!("{house} {street} Road, {city}")
        }
    }
}

/// Makes companies, no two of one name.
#[derive(Default)]
pub(crate) struct Maker {
    names: BTreeSet<String>,
    seed: u64,
}

impl Maker {
    pub(crate) fn new(seed: u64) -> Self {
        Self { names: BTreeSet::new(), seed }
    }

    pub(crate) fn company(&mut self, draw: &mut Draw, plan: &Plan, calendar: &Calendar) -> Company {
        let land = plan.land;
        let city = draw.pick(land.cities);
        let (name, native, short) = self.named(draw, plan.kind, &land, city);
        let (city, address) = if plan.tower {
            tower_suite(draw, &land, self.seed)
        } else {
            let (street, _) = brand(draw, land.tongue, 2);
            let house = draw.between(1, 480);
            let inside = if plan.flat { format!("Flat {}, ", draw.between(1, 30)) } else { String::new() };
            (city, format!("{inside}{}", road(land.tongue, &street, house, city)))
        };
        let domain = format!("{}.{}", words::slug(&short), if draw.chance(5_000) { "example" } else { "test" });
        let email = if plan.free_mail {
            format!("{}{}@freemail.example", words::slug(&short), draw.digits(2))
        } else {
            format!("{}@{domain}", draw.pick(&["info", "sales", "purchasing", "office", "admin"]))
        };
        let dollars = if plan.small_capital {
            draw.pick(&[1, 100, 500, 1_000, 2_500, 10_000])
        } else {
            u64::from(draw.heavy(plan.kind.capital(), 256 * plan.kind.capital()))
        };
        Company {
            name,
            native,
            land,
            city,
            address,
            incorporated: plan.incorporated,
            dissolved: None,
            capital: (dollars * land.rate / 100).max(1),
            phone: format!("{} {} {}", land.dial, draw.between(2, 99), draw.digits(7)),
            email,
            website: if plan.web { format!("https://www.{domain}") } else { String::new() },
            number: format!("{}{}{}", land.code, calendar.year(plan.incorporated), draw.digits(7)),
            headquarters: "",
            kind: plan.kind,
            pattern: None,
            shell: false,
            behind: String::new(),
        }
    }

    /// A name that no other company has, in Latin letters and in its own script, and its brand.
    fn named(&mut self, draw: &mut Draw, kind: Kind, land: &Land, city: &str) -> (String, String, String) {
        let mut syllables = draw.between(2, 3);
        loop {
            let (latin, native) = brand(draw, land.tongue, syllables);
            let trade = kind.trade(draw, land.tongue);
            let place = city.split(',').next().unwrap_or(city);
            let name = match (kind, land.form) {
                (Kind::University, _) if land.tongue == Tongue::German => format!("Universität {latin}"),
                (Kind::University | Kind::Hospital | Kind::Laboratory, _) => format!("{latin} {}", trade.0),
                (_, "PT") => format!("PT {latin} {}", trade.0),
                (_, form) if draw.chance(1_500) => format!("{place} {latin} {} {form}", trade.0),
                (_, form) => format!("{latin} {} {form}", trade.0),
            };
            if self.names.insert(name.clone()) {
                let native = match (native.is_empty(), land.tongue) {
                    (true, _) => String::new(),
                    (false, Tongue::Chinese) => format!("{native}{}有限公司", trade.1),
                    (false, Tongue::Japanese) => format!("{native}株式会社"),
                    (false, Tongue::Korean) => format!("주식회사 {native}"),
                    (false, Tongue::Russian) => format!("ООО «{native}»"),
                    (false, Tongue::Thai) => format!("บริษัท {native} จำกัด"),
                    (false, _) => format!("شركة {native}"),
                };
                return (name, native, latin);
            }
            syllables = (syllables + 1).min(6);
        }
    }
}

impl Kind {
    /// The lower end of its capital in US dollars.
    fn capital(self) -> u32 {
        match self {
            Self::Startup => 20_000,
            Self::Distributor | Self::Integrator | Self::Studio => 100_000,
            Self::Forwarder => 200_000,
            Self::University | Self::Hospital | Self::Laboratory | Self::Holding => 1_000_000,
            Self::Cloud | Self::Bank | Self::Telecom | Self::Automotive => 2_000_000,
        }
    }

    /// A word for its trade, and the same in Chinese.
    fn trade(self, draw: &mut Draw, tongue: Tongue) -> (&'static str, &'static str) {
        let malay = tongue == Tongue::Malay && draw.chance(5_000);
        match self {
            Self::Distributor if malay => draw.pick(&[("Perdagangan", ""), ("Pengedar", "")]),
            Self::Distributor => draw.pick(&[
                ("Distribution", "贸易"),
                ("Technology", "科技"),
                ("Trading", "贸易"),
                ("Electronics", "电子"),
                ("IT Solutions", "信息技术"),
            ]),
            Self::Integrator if malay => draw.pick(&[("Teknologi", ""), ("Sistem", "")]),
            Self::Integrator => draw.pick(&[
                ("Systems", "系统"),
                ("Computing", "计算"),
                ("Technologies", "科技"),
                ("Infotech", "信息科技"),
            ]),
            Self::Cloud => {
                draw.pick(&[("Cloud", "云计算"), ("Datacenters", "数据"), ("Compute", "算力"), ("Hosting", "网络")])
            }
            Self::University => draw.pick(&[("University", "大学"), ("Institute of Technology", "理工学院")]),
            Self::Hospital => draw.pick(&[("University Hospital", "医院"), ("Medical Centre", "医疗中心")]),
            Self::Studio => draw.pick(&[("Games", "游戏"), ("Studios", "影业"), ("Render", "数码")]),
            Self::Bank => draw.pick(&[("Bank", "银行"), ("Insurance", "保险"), ("Capital", "资本")]),
            Self::Telecom => draw.pick(&[("Telecom", "电信"), ("Networks", "网络")]),
            Self::Automotive => draw.pick(&[("Automotive", "汽车"), ("Mobility", "出行")]),
            Self::Laboratory => draw.pick(&[("National Laboratory", "实验室"), ("Research Centre", "研究中心")]),
            Self::Startup => draw.pick(&[("AI", "智能"), ("Robotics", "机器人"), ("Labs", "科技"), ("Bio", "生物")]),
            Self::Forwarder => draw.pick(&[("Logistics", "物流"), ("Freight", "货运"), ("Cargo", "货运代理")]),
            Self::Holding => draw.pick(&[("Holdings", "控股"), ("Group", "集团"), ("Investments", "投资")]),
        }
    }
}
