//! Kinds of company, and the patterns by which goods are diverted.

use crate::goods::Class;

/// What a company does, or says that it does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    #[default]
    Distributor,
    Integrator,
    Cloud,
    University,
    Hospital,
    Studio,
    Bank,
    Telecom,
    Automotive,
    Laboratory,
    Startup,
    Forwarder,
    Holding,
}

/// How an ordinary buyer of a kind buys.
pub(crate) struct Habit {
    /// Orders in its whole time, from and to.
    pub(crate) orders: (u32, u32),
    /// Units on a line, from and to.
    pub(crate) units: (u32, u32),
    /// Months in which it mostly buys; none: all alike.
    pub(crate) season: &'static [u32],
    /// What it buys, by weight.
    pub(crate) classes: &'static [(Want, u32)],
    /// The ends that it states.
    pub(crate) uses: &'static [&'static str],
}

/// A class of goods that somebody wants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Want {
    Card,
    Server,
    Small,
    Desk,
    #[default]
    Other,
}

impl From<Want> for Class {
    fn from(want: Want) -> Self {
        match want {
            Want::Card => Self::Card,
            Want::Server => Self::Server,
            Want::Small => Self::Small,
            Want::Desk => Self::Desk,
            Want::Other => Self::Other,
        }
    }
}

impl Kind {
    /// Ordinary buyers, by how many there are of them.
    pub(crate) const BUYERS: [(Self, u32); 11] = [
        (Self::Distributor, 14),
        (Self::Integrator, 16),
        (Self::Cloud, 12),
        (Self::University, 16),
        (Self::Hospital, 7),
        (Self::Studio, 9),
        (Self::Bank, 7),
        (Self::Telecom, 5),
        (Self::Automotive, 5),
        (Self::Laboratory, 4),
        (Self::Startup, 9),
    ];

    pub(crate) fn habit(self) -> Habit {
        use Want::{Card, Desk, Other, Server, Small};
        let habit = |orders, units, season, classes, uses| Habit { orders, units, season, classes, uses };
        match self {
            Self::Distributor => habit(
                (3, 96),
                (1, 48),
                &[],
                &[(Card, 14), (Server, 4), (Small, 25), (Desk, 35), (Other, 22)],
                &[
                    "project business for named customers",
                    "workstations for engineering offices",
                    "systems for a regional hospital group",
                    "order for the end user named",
                ],
            ),
            Self::Integrator => habit(
                (2, 64),
                (1, 24),
                &[],
                &[(Card, 25), (Server, 8), (Small, 22), (Desk, 20), (Other, 25)],
                &[
                    "assembly of GPU servers for the end user",
                    "inference servers",
                    "render nodes",
                    "machine vision on a production line",
                ],
            ),
            Self::Cloud => habit(
                (2, 64),
                (2, 128),
                &[],
                &[(Card, 25), (Server, 35), (Small, 18), (Desk, 2), (Other, 20)],
                &[
                    "public cloud region",
                    "GPU instances for business customers",
                    "managed inference service",
                    "own data centre, expansion of hall 2",
                ],
            ),
            Self::University => habit(
                (1, 24),
                (1, 16),
                &[3, 9, 10, 11],
                &[(Card, 25), (Server, 8), (Small, 18), (Desk, 32), (Other, 17)],
                &[
                    "teaching laboratory",
                    "protein folding, university cluster",
                    "climate model",
                    "computer vision group",
                    "astronomy survey",
                ],
            ),
            Self::Hospital => habit(
                (1, 12),
                (1, 8),
                &[11, 12],
                &[(Card, 12), (Server, 1), (Small, 40), (Desk, 27), (Other, 20)],
                &["radiology reading", "pathology image analysis", "genome pipeline"],
            ),
            Self::Studio => habit(
                (1, 16),
                (1, 32),
                &[],
                &[(Card, 8), (Server, 0), (Small, 12), (Desk, 65), (Other, 15)],
                &["video rendering", "game development", "virtual production stage"],
            ),
            Self::Bank => habit(
                (1, 16),
                (1, 16),
                &[11, 12],
                &[(Card, 30), (Server, 6), (Small, 34), (Desk, 8), (Other, 22)],
                &["fraud detection", "risk models", "document reading"],
            ),
            Self::Telecom => habit(
                (2, 32),
                (2, 32),
                &[],
                &[(Card, 22), (Server, 6), (Small, 32), (Desk, 4), (Other, 36)],
                &["network planning", "speech service for customers", "edge video analysis"],
            ),
            Self::Automotive => habit(
                (1, 24),
                (1, 32),
                &[],
                &[(Card, 24), (Server, 10), (Small, 16), (Desk, 32), (Other, 18)],
                &["driver assistance training", "crash simulation", "design visualisation"],
            ),
            Self::Laboratory => habit(
                (1, 16),
                (1, 24),
                &[9],
                &[(Card, 28), (Server, 18), (Small, 14), (Desk, 18), (Other, 22)],
                &["materials simulation", "weather model", "detector data analysis"],
            ),
            Self::Startup => habit(
                (1, 12),
                (1, 16),
                &[],
                &[(Card, 34), (Server, 14), (Small, 16), (Desk, 26), (Other, 10)],
                &["training of our own model", "robot perception", "drug discovery platform", "speech synthesis"],
            ),
            Self::Forwarder | Self::Holding => habit((1, 1), (1, 1), &[], &[(Other, 1)], &["own use"]),
        }
    }

    /// Does it run computers at a site of its own that it would describe?
    pub(crate) fn has_site(self) -> bool {
        matches!(self, Self::Cloud | Self::University | Self::Telecom | Self::Laboratory | Self::Bank)
    }
}

/// A pattern of the public cases, by which goods go elsewhere than the order says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pattern {
    /// A company set up after a control buys a few times, sends the goods on and falls silent.
    RelayShell,
    /// Shells with common directors, owners, telephones and suites take turns.
    Ring,
    /// One need is cut into many small orders by several names.
    SplitOrders,
    /// A data centre is shown with empty or old servers; the accelerators move on.
    StagedSite,
    /// The goods are sold on as something else: adapters, accessories, another heading of the tariff.
    Relabelling,
    /// The forwarder's store is the last stop that the papers name; the end user never hears of the goods.
    ForwarderReroute,
    /// A cloud operator buys more than its site can run; the owner behind it is not told.
    CloudFront,
}

impl Pattern {
    /// All patterns.
    pub const ALL: [Self; 7] = [
        Self::RelayShell,
        Self::Ring,
        Self::SplitOrders,
        Self::StagedSite,
        Self::Relabelling,
        Self::ForwarderReroute,
        Self::CloudFront,
    ];

    /// The pattern as the truth files write it: `relay-shell`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::RelayShell => "relay-shell",
            Self::Ring => "ring",
            Self::SplitOrders => "split-orders",
            Self::StagedSite => "staged-site",
            Self::Relabelling => "relabelling",
            Self::ForwarderReroute => "forwarder-reroute",
            Self::CloudFront => "cloud-front",
        }
    }
}
