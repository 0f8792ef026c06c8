//! What all the files of registers say together: entities, and stakes in columns.

use std::io::Read;

use tidewaiter_model::{Entity, Fault, Position, Register};

use crate::read::{is_stakes_table, read_register};
use crate::table::StakeTable;

/// Bytes of a file by which its format is told; longer than the header of any table known here.
const HEAD: u64 = 1 << 16;

/// What all the files of registers say together. Files are added one by one, [`Records::finished`] ends it.
///
/// # Examples
/// ```
/// use tidewaiter_model::Date;
/// use tidewaiter_ownership::{Found, Records, Statements};
///
/// let mut records = Records::default();
/// records.read("stakes.csv", "owner,owned,share\nAlder Ltd,Birch Ltd,60\nBirch Ltd,Cedar Ltd,most\n".as_bytes());
/// let records = records.finished();
/// assert_eq!((records.stakes.len(), records.faults.len()), (2, 1));
/// let statements = Statements::new(records.stakes, str::to_lowercase);
/// let Found::One(cedar) = statements.find("cedar ltd") else { panic!("it is there") };
/// assert_eq!(statements.above(cedar, Date::constant(2025, 10, 1), 100).parties.len(), 3);
/// ```
#[derive(Debug, Default)]
pub struct Records {
    /// Companies, people and arrangements.
    pub entities: Vec<Entity>,
    /// What they hold of one another, and other links between them.
    pub stakes: StakeTable,
    /// What could not be read, or is in doubt.
    pub faults: Vec<Fault>,
}

impl Records {
    /// Add a file, whatever its format, as [`read_register`] reads it. A table of stakes is taken row by row and never
    /// held in memory whole.
    pub fn read(&mut self, file_name: &str, mut reader: impl Read) {
        let mut bytes = Vec::new();
        let mut error = reader.by_ref().take(HEAD).read_to_end(&mut bytes).err();
        if error.is_none() && is_stakes_table(&bytes) {
            self.faults.extend(self.stakes.read_csv(file_name, bytes.as_slice().chain(reader)));
            return;
        }
        error = error.or_else(|| reader.read_to_end(&mut bytes).err());
        if let Some(error) = error {
            let says = format!("it could not be read further: {error}");
            self.faults.push(Fault::new("unread-row", Position::file(file_name), says, "check the file"));
        }
        self.add(read_register(file_name, &bytes));
    }

    /// Add what a register says.
    pub fn add(&mut self, register: Register) {
        let Register { entities, stakes, faults } = register;
        self.stakes.note(&stakes, &faults);
        self.entities.extend(entities);
        self.faults.extend(faults);
    }

    /// All that the files say: parties that one file knows by id only get the names that another gives.
    #[must_use]
    pub fn finished(mut self) -> Self {
        self.stakes.name_parties(&self.entities);
        self
    }
}

impl From<Register> for Records {
    fn from(register: Register) -> Self {
        let mut records = Self::default();
        records.add(register);
        records.finished()
    }
}
