//! What registers say, found by name: read once, asked by several experts.

use std::collections::{BTreeSet, HashMap};

use tidewaiter_model::{Entity, Fault};
pub(crate) use tidewaiter_names::company_key as key;
use tidewaiter_ownership::{Records, Statements};

/// Registers of companies, and who holds what of whom, indexed.
#[derive(Debug)]
pub struct Registry {
    entities: Vec<Entity>,
    by_id: HashMap<String, Vec<usize>>,
    by_name: HashMap<String, Vec<usize>>,
    /// The first entry of each number in another register.
    by_number: HashMap<String, usize>,
    statements: Statements,
    faults: Vec<Fault>,
}

impl Registry {
    /// Index what the files say.
    #[must_use]
    pub fn new(records: Records) -> Self {
        let Records { entities, stakes, faults } = records;
        let (mut by_id, mut by_name): (HashMap<String, Vec<usize>>, HashMap<String, Vec<usize>>) = Default::default();
        let mut by_number: HashMap<String, usize> = HashMap::new();
        for (at, entity) in entities.iter().enumerate() {
            if !entity.id.trim().is_empty() {
                by_id.entry(entity.id.trim().to_owned()).or_default().push(at);
            }
            for number in &entity.identifiers {
                by_number.entry(number.trim().to_owned()).or_insert(at);
            }
            let names: BTreeSet<String> =
                std::iter::once(&entity.name).chain(&entity.other_names).map(|name| key(name)).collect();
            for name in names.into_iter().filter(|name| !name.is_empty()) {
                by_name.entry(name).or_default().push(at);
            }
        }
        Self { entities, by_id, by_name, by_number, statements: Statements::new(stakes, key), faults }
    }

    /// Companies, people and arrangements.
    #[must_use]
    pub fn entities(&self) -> &[Entity] {
        &self.entities
    }

    /// What they hold of one another.
    #[must_use]
    pub fn statements(&self) -> &Statements {
        &self.statements
    }

    /// What could not be read, or is in doubt.
    #[must_use]
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// The entries under a register's id.
    pub(crate) fn with_id(&self, id: &str) -> Vec<&Entity> {
        self.at(self.by_id.get(id))
    }

    /// The entries that bear a name.
    pub(crate) fn named(&self, name: &str) -> Vec<&Entity> {
        self.at(self.by_name.get(&key(name)))
    }

    /// The first entry with this number in another register.
    pub(crate) fn numbered(&self, number: &str) -> Option<&Entity> {
        self.by_number.get(number).and_then(|at| self.entities.get(*at))
    }

    fn at(&self, places: Option<&Vec<usize>>) -> Vec<&Entity> {
        places.into_iter().flatten().filter_map(|at| self.entities.get(*at)).collect()
    }
}
