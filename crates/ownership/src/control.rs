//! Control by more than half of the votes, where the votes of controlled companies count as their controller's.

use serde::Serialize;

use crate::graph::{Graph, Node, Side, Spread};
use crate::restricted::Standing;
use crate::share::{self, HALF};
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
        let side = |side| graph.spread(&[seed], side, HALF.saturating_add(1));
        let (lower, upper) = (side(Side::Lower), side(Side::Upper));
        let written = |spread: &Spread| {
            let (percent, rest) = share::percent(spread.aggregate(graph, company));
            let sign = match rest {
                std::cmp::Ordering::Greater => ">",
                std::cmp::Ordering::Less => "<",
                std::cmp::Ordering::Equal => "",
            };
            format!("{sign}{percent}")
        };
        let (answer, by) = if lower.has(company) {
            (Standing::Yes, Some(&lower))
        } else if upper.has(company) {
            (Standing::Possible, Some(&upper))
        } else {
            (Standing::No, None)
        };
        let witnesses =
            by.map_or(Vec::new(), |spread| self.chain(self.votes(), company, spread, HALF.saturating_add(1)));
        Control { answer, lower: written(&lower), upper: written(&upper), witnesses }
    }

    /// All that a party controls for sure, by name, sorted; without itself.
    #[must_use]
    pub fn controlled_by(&self, controller: &str) -> Vec<String> {
        let graph = &self.votes().graph;
        let mut names: Vec<String> = Vec::new();
        for seed in self.nodes(controller) {
            let spread = graph.spread(&[seed], Side::Lower, HALF.saturating_add(1));
            names.extend(spread.nodes().filter(|node| *node != seed).map(|node| self.name(node).to_owned()));
        }
        names.sort_unstable();
        names.dedup();
        names
    }
}
