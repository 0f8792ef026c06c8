//! A table of sites: data centres that are claimed as places of end use.

use tidewaiter_model::{Country, Date, Decimal, Fault, Position};

/// A data centre as a table gives it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Site {
    /// Its name.
    pub name: String,
    /// Who operates it.
    pub operator: String,
    /// Where it is.
    pub address: String,
    /// Its country.
    pub country: Option<Country>,
    /// Power for machines, in megawatts.
    pub power_mw: Option<Decimal>,
    /// Cooling, in megawatts.
    pub cooling_mw: Option<Decimal>,
    /// Who confirmed it; empty where nobody did.
    pub confirmed_by: String,
    /// When it was looked at.
    pub date: Option<Date>,
    /// The document, with the row of the table.
    pub source: String,
}

const COLUMNS: [&str; 9] =
    ["name", "operator", "address", "country", "power_mw", "cooling_mw", "confirmed_by", "date", "source"];

/// Read a table of sites in CSV: `name, operator, address, country, power_mw, cooling_mw, confirmed_by, date, source`,
/// in any order and case, other columns left alone. A cell that cannot be read is a fault, and unknown in its row.
///
/// # Examples
/// ```
/// let (sites, faults) = tidewaiter_redflags::shells::read_sites(
///     "sites.csv",
///     "name,operator,power_mw\nHeron DC 1,Heron Compute Sdn Bhd,12.5\nHeron DC 2,Heron Compute Sdn Bhd,plenty\n",
/// );
/// assert_eq!(sites.len(), 2);
/// assert_eq!(faults[0].position.to_string(), "sites.csv, row 3, column power_mw");
/// ```
#[must_use]
pub fn read_sites(file_name: &str, text: &str) -> (Vec<Site>, Vec<Fault>) {
    let mut faults = Vec::new();
    let file = Position::file(file_name);
    let text = text.trim_start_matches('\u{feff}');
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
    let mut records = reader.records();
    let wanted = format!("give a table with the columns {}", COLUMNS.join(", "));
    let Some(Ok(header)) = records.next() else {
        faults.push(Fault::new("empty-file", file, "there is no table in it", wanted));
        return (Vec::new(), faults);
    };
    let place = COLUMNS.map(|column| header.iter().position(|cell| cell.eq_ignore_ascii_case(column)));
    let [name, operator, address, country, power, cooling, confirmed, date, source] = place;
    if name.is_none() && operator.is_none() {
        faults.push(Fault::new("missing-column", file.at_row(1), "there is no column name or operator", wanted));
        return (Vec::new(), faults);
    }
    let mut sites = Vec::new();
    for record in records {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let at = error.position().map_or_else(|| file.clone(), |p| file.clone().at_row(p.line()));
                faults.push(Fault::new(
                    "unread-row",
                    at,
                    format!("the row could not be read: {error}"),
                    "check its quotes",
                ));
                continue;
            }
        };
        let at = file.clone().at_row(record.position().map_or(0, csv::Position::line));
        let cell = |column: Option<usize>| column.and_then(|c| record.get(c)).unwrap_or_default();
        if record.iter().all(str::is_empty) {
            continue;
        }
        let mut unread = |column: &str, text: &str, remedy: &str| {
            let says = format!("`{text}` could not be read");
            faults.push(Fault::new("unread-cell", at.clone().in_column(column), says, remedy));
        };
        let mut megawatts = |column: &str, text: &str| {
            let read = text.replace(',', "").parse::<Decimal>().ok().filter(|mw| *mw >= Decimal::ZERO);
            if read.is_none() && !text.is_empty() {
                unread(column, text, "write megawatts as a number, such as 12.5");
            }
            read
        };
        let (power_mw, cooling_mw) = (megawatts("power_mw", cell(power)), megawatts("cooling_mw", cell(cooling)));
        let read_country = cell(country).parse().ok();
        if read_country.is_none() && !cell(country).is_empty() {
            unread("country", cell(country), "write the ISO code, such as MY");
        }
        let read_date = cell(date).parse().ok();
        if read_date.is_none() && !cell(date).is_empty() {
            unread("date", cell(date), "write it as 2025-04-01");
        }
        let confirmed_by = cell(confirmed).to_owned();
        let by = if confirmed_by.is_empty() { "nobody".to_owned() } else { confirmed_by.clone() };
        sites.push(Site {
            name: cell(name).to_owned(),
            operator: cell(operator).to_owned(),
            address: cell(address).to_owned(),
            country: read_country,
            power_mw,
            cooling_mw,
            confirmed_by,
            date: read_date,
            source: format!("{at}; {} (confirmed by {by})", cell(source)),
        });
    }
    (sites, faults)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_rows_and_names_faults() {
        let (sites, faults) = read_sites(
            "sites.csv",
            "operator,name,country,power_mw,cooling_mw,date,confirmed_by\n\
             Heron Compute,Heron DC 1,MY,\"1,200.5\",900,2025-05-01,utility\n\
             ,,,,,,\n\
             Heron Compute,Heron DC 2,Malaya,-3,,yesterday,\n",
        );
        assert_eq!(sites.len(), 2);
        assert_eq!(sites[0].power_mw, "1200.5".parse().ok());
        assert_eq!(sites[0].source, "sites.csv, row 2;  (confirmed by utility)");
        assert_eq!(sites[1].power_mw, None);
        let columns: Vec<_> = faults.iter().map(|f| f.position.column.clone().unwrap()).collect();
        assert_eq!(columns, ["power_mw", "country", "date"]);
        assert_eq!(read_sites("sites.csv", "").1[0].code, "empty-file");
        assert_eq!(read_sites("sites.csv", "a,b\n1,2\n").1[0].code, "missing-column");
    }
}
