//! Control by more than half of the votes, where the votes of controlled companies count as their controller's.

use std::cmp::Ordering;

use serde::Serialize;
use tidewaiter_model::Interest;

use crate::above::{Above, Held};
use crate::graph::{Graph, Node, Side, Spread};
use crate::integrated::ends;
use crate::restricted::Standing;
use crate::share::{self, FULL, HALF, Units};
use crate::stakes::{Link, Stakes};

/// Does one party control another, by more than half of its votes?
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Control {
    /// The answer: `yes` and `no` hold in every reading of the statements.
    pub answer: Standing,
    /// Percent of the votes that the controller and what it controls for sure hold at least, as a table writes it: `>50`
    /// lies just above 50.
    pub lower: String,
    /// Percent that the controller and what it may control hold at most.
    pub upper: String,
    /// The statements by which it does, or may: from the company up to the controller.
    pub witnesses: Vec<Link>,
}

/// Whether somebody above a party controls it, by more than half of its votes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Controller {
    /// Its position among [`Above::parties`].
    pub party: usize,
    /// The answer: `yes` and `no` hold in every reading of the statements.
    pub answer: Standing,
    /// Percent of the votes that it and what it controls for sure hold at least, as in [`Control`].
    pub lower: String,
    /// Percent that it and what it may control hold at most.
    pub upper: String,
    /// Positions among [`Above::holdings`] of those by which it does, or may, from the party up.
    pub holdings: Vec<usize>,
}

/// The least that is more than half.
const MORE_THAN_HALF: Units = HALF + 1;

/// Nodes times controllers asked about, at most: each is a pass over what is above.
const WORK: usize = 400_000_000;

/// One controller and one company in a graph of votes.
struct Found {
    answer: Standing,
    lower: String,
    upper: String,
    /// The spread that holds the company.
    by: Option<Spread>,
}

impl Found {
    fn of(graph: &Graph, seed: Node, company: Node) -> Self {
        let side = |side| graph.spread(&[seed], side, MORE_THAN_HALF);
        let (low, high) = (side(Side::Lower), side(Side::Upper));
        let (lower, upper) = (written(low.aggregate(graph, company)), written(high.aggregate(graph, company)));
        let (answer, by) = if low.has(company) {
            (Standing::Yes, Some(low))
        } else if high.has(company) {
            (Standing::Possible, Some(high))
        } else {
            (Standing::No, None)
        };
        Self { answer, lower, upper, by }
    }
}

fn written(units: Units) -> String {
    let (percent, rest) = share::percent(units);
    let sign = match rest {
        Ordering::Greater => ">",
        Ordering::Less => "<",
        Ordering::Equal => "",
    };
    format!("{sign}{percent}")
}

impl Held {
    /// Do statements about votes count here? Else what is owned is taken as votes.
    #[must_use]
    pub fn by_votes(&self) -> bool {
        self.interval(Interest::Votes).is_some()
    }

    fn votes(&self) -> Option<(Units, Units)> {
        self.interval(Interest::Votes).or_else(|| self.interval(Interest::Ownership))
    }
}

impl Above {
    /// Who controls the first party by more than half of its votes, as in [`Stakes::controls`]: everybody above who does
    /// or may, and of the others those of whom nobody is stated to vote, who do not. By answer (yes, possible, no), then
    /// by position.
    ///
    /// # Examples
    /// ```
    /// use tidewaiter_model::Date;
    /// use tidewaiter_ownership::{Found, Records, Standing, Statements};
    ///
    /// let table = "owner,owned,share\nAlder,Birch,60\nAlder,Cedar,20\nBirch,Cedar,31\nDogwood,Cedar,49\n";
    /// let mut records = Records::default();
    /// records.read("stakes.csv", table.as_bytes());
    /// let statements = Statements::new(records.stakes, str::to_lowercase);
    /// let Found::One(cedar) = statements.find("cedar") else { panic!("it is there") };
    /// let above = statements.above(cedar, Date::constant(2025, 10, 1), 100);
    /// let found: Vec<_> =
    ///     above.controllers().into_iter().map(|c| (above.parties[c.party].name.clone(), c.answer, c.lower)).collect();
    /// assert_eq!(found, [
    ///     ("Alder".to_owned(), Standing::Yes, "51".to_owned()),
    ///     ("Dogwood".to_owned(), Standing::No, "49".to_owned()),
    /// ]);
    /// ```
    #[must_use]
    pub fn controllers(&self) -> Vec<Controller> {
        let graph = self.graph(Held::votes);
        let nodes = Node::try_from(graph.nodes()).unwrap_or(Node::MAX);
        let ends = ends(&graph, 0);
        // Who brings in no company alone brings in none at all.
        let starts = |node: Node| graph.holdings(node).any(|edge| edge.owned != node && graph.most(&edge) > HALF);
        let mut left = WORK.checked_div(graph.nodes()).unwrap_or(0);
        let mut found: Vec<Controller> = Vec::new();
        for node in 1..nodes {
            let of = if !starts(node) {
                self.direct(&graph, node, Standing::No)
            } else if left == 0 {
                self.direct(&graph, node, Standing::Possible)
            } else {
                left = left.saturating_sub(1);
                self.controller(&graph, node)
            };
            if of.answer != Standing::No || ends.binary_search(&node).is_ok() {
                found.push(of);
            }
        }
        let place = |of: &Controller| match of.answer {
            Standing::Yes => 0,
            Standing::Possible => 1,
            Standing::No => 2,
        };
        found.sort_by_key(|of| (place(of), of.party));
        found
    }

    fn controller(&self, graph: &Graph, node: Node) -> Controller {
        let found = Found::of(graph, node, 0);
        let edges = found.by.as_ref().map_or(Vec::new(), |by| graph.deciding(0, by, MORE_THAN_HALF, |owner| owner));
        let holding = |owner: Node, owned: Node| {
            let wanted = (index(owned), index(owner));
            self.holdings.binary_search_by_key(&wanted, |held| (held.owned, held.owner)).ok()
        };
        let holdings = edges.into_iter().filter_map(|(_, edge)| holding(edge.owner, edge.owned)).collect();
        Controller { party: index(node), answer: found.answer, lower: found.lower, upper: found.upper, holdings }
    }

    /// By what a party holds itself, without what it may control.
    fn direct(&self, graph: &Graph, node: Node, answer: Standing) -> Controller {
        let edge = graph.holdings(node).find(|edge| edge.owned == 0);
        let (lower, upper) = edge.map_or((0, 0), |edge| (edge.lower, graph.most(&edge)));
        let upper = if answer == Standing::No { upper } else { FULL };
        Controller { party: index(node), answer, lower: written(lower), upper: written(upper), holdings: Vec::new() }
    }
}

fn index(node: Node) -> usize {
    usize::try_from(node).unwrap_or(usize::MAX)
}

impl Stakes {
    /// Does `controller` hold more than half of the votes of `company`, itself and through companies that it so controls?
    ///
    /// The least fixpoint of "the votes held by the controller and by those it controls exceed 50 percent" (company
    /// control as in Ceri, Gottlob and Tanca, "Logic Programming and Databases", 1990). Where statements about an owner
    /// and a company are about votes, these count; else its shares are taken as votes. Control by other means (the right
    /// to appoint the board) is not counted.
    ///
    /// # Examples
    /// ```
    /// use tidewaiter_model::Date;
    /// use tidewaiter_ownership::{Stakes, Standing, read_stakes};
    ///
    /// // Alder controls Birch and holds 20 of Cedar itself; Birch's 31 make it 51.
    /// let table = "owner,owned,share\nAlder,Birch,60\nAlder,Cedar,20\nBirch,Cedar,31\n";
    /// let stakes = Stakes::new(read_stakes("s.csv", table).0, Date::constant(2025, 10, 1), str::to_lowercase);
    /// assert_eq!(stakes.controls("Alder", "Cedar").answer, Standing::Yes);
    /// assert_eq!(stakes.controls("Birch", "Cedar").answer, Standing::No);
    /// ```
    #[must_use]
    pub fn controls(&self, controller: &str, company: &str) -> Control {
        let graph = &self.votes().graph;
        let (seeds, companies) = (self.nodes(controller), self.nodes(company));
        // Several parties of one name: for sure only where it holds for each of them.
        let pairs: Vec<(Node, Node)> =
            seeds.iter().flat_map(|seed| companies.iter().map(move |company| (*seed, *company))).collect();
        let found: Vec<Control> =
            pairs.iter().map(|(seed, company)| self.controls_node(graph, *seed, *company)).collect();
        let Some((first, others)) = found.split_first() else {
            let none = "0".to_owned();
            return Control { answer: Standing::No, lower: none.clone(), upper: none, witnesses: Vec::new() };
        };
        let mut worst = first.clone();
        for other in others {
            if other.answer != worst.answer {
                let witnesses = if worst.witnesses.is_empty() { &other.witnesses } else { &worst.witnesses };
                worst = Control { answer: Standing::Possible, witnesses: witnesses.clone(), ..worst.clone() };
            }
        }
        worst
    }

    fn controls_node(&self, graph: &Graph, seed: Node, company: Node) -> Control {
        let found = Found::of(graph, seed, company);
        let witnesses =
            found.by.as_ref().map_or(Vec::new(), |spread| self.chain(self.votes(), company, spread, MORE_THAN_HALF));
        Control { answer: found.answer, lower: found.lower, upper: found.upper, witnesses }
    }

    /// All that a party controls for sure, by name, sorted; without itself.
    #[must_use]
    pub fn controlled_by(&self, controller: &str) -> Vec<String> {
        let graph = &self.votes().graph;
        let mut names: Vec<String> = Vec::new();
        for seed in self.nodes(controller) {
            let spread = graph.spread(&[seed], Side::Lower, MORE_THAN_HALF);
            names.extend(spread.nodes().filter(|node| *node != seed).map(|node| self.name(node).to_owned()));
        }
        names.sort_unstable();
        names.dedup();
        names
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use tidewaiter_model::Date;

    use super::*;
    use crate::read_stakes;
    use crate::statements::above_p0;

    const DAY: Date = Date::constant(2025, 10, 1);

    fn both(table: &str) -> (Above, Stakes) {
        let (stakes, _) = read_stakes("s.csv", table);
        (above_p0(&stakes, DAY), Stakes::new(stakes, DAY, str::to_owned))
    }

    #[test]
    fn votes_go_before_shares() {
        let (above, _) = both(
            "owner,owned,share,interest\np1,p0,90,ownership\np1,p0,40,votes\np2,p0,10,ownership\np2,p0,60,votes\n",
        );
        let found: Vec<(&str, Standing, String)> = above
            .controllers()
            .into_iter()
            .map(|c| (above.parties[c.party].name.as_str(), c.answer, format!("{}..{}", c.lower, c.upper)))
            .collect();
        let is = |name, answer, span: &str| (name, answer, span.to_owned());
        assert_eq!(found, [is("p2", Standing::Yes, "60..60"), is("p1", Standing::No, "40..40")]);
        assert!(above.holdings.iter().all(Held::by_votes));
    }

    proptest! {
        /// What is cut out above a party answers as all stakes do, for everybody, and by holdings that are there.
        #[test]
        fn the_part_above_answers_as_the_whole(
            edges in proptest::collection::btree_map((0usize..6, 0usize..6), (0u8..=12, 0u8..=12, any::<bool>()), 0..14),
        ) {
            let rows = edges.iter().map(|((owner, owned), (a, b, votes))| {
                let (low, high) = (u32::from(*a.min(b)) * 8, u32::from(*a.max(b)) * 8);
                format!("p{owner},p{owned},{low}-{high},{}\n", if *votes { "votes" } else { "ownership" })
            });
            let (above, stakes) = both(&format!("owner,owned,share,interest\n{}", rows.collect::<String>()));
            let found = above.controllers();
            for (at, party) in above.parties.iter().enumerate().skip(1) {
                let whole = stakes.controls(&party.name, "p0");
                match found.iter().find(|c| c.party == at) {
                    Some(part) => {
                        prop_assert_eq!((part.answer, &part.lower, &part.upper), (whole.answer, &whole.lower, &whole.upper));
                        prop_assert_eq!(part.holdings.is_empty(), part.answer == Standing::No);
                        prop_assert!(part.holdings.iter().all(|held| above.holdings.get(*held).is_some()));
                    }
                    None => prop_assert_eq!(whole.answer, Standing::No),
                }
            }
        }
    }
}
