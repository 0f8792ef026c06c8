//! Names that a list writes inside other names.

/// A name found inside a listed name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Variant {
    pub name: String,
    /// A bare acronym: many parties share it.
    pub weak: bool,
}

/// Affiliates written behind their parent, and acronyms in brackets.
///
/// The Entity List writes `Parent Co., Ltd. (Parent). Affiliated Entity: Child Co., Ltd.` and
/// `Institute X (IX 13). Subordinate Institution - Child`: the party listed is the child. It also writes
/// `Example Supercomputer Center (ESC-C)`: the name goes without its acronym as often, and the acronym alone sometimes.
pub(crate) fn variants(name: &str) -> Vec<Variant> {
    const MARKS: [&str; 4] =
        ["Affiliated Entity:", "Affiliated Entity -", "Subordinate Institution -", "Subordinate Institution:"];
    let mut all = Vec::new();
    if let Some((_, child)) = MARKS.iter().find_map(|mark| name.split_once(mark)) {
        let child = child.trim().trim_end_matches('.');
        if !child.is_empty() {
            all.push(Variant { name: child.to_owned(), weak: false });
        }
        return all;
    }
    if let Some((before, rest)) = name.split_once('(')
        && let Some((inside, after)) = rest.split_once(')')
        && is_acronym(inside)
        && !before.trim().is_empty()
    {
        all.push(Variant { name: format!("{} {}", before.trim(), after.trim()).trim().to_owned(), weak: false });
        all.push(Variant { name: inside.trim().to_owned(), weak: true });
    }
    all
}

/// Capitals, digits and hyphens, at least three and no more than ten: `NUDT`, `NSCC-CS`; `HK` is a place.
fn is_acronym(text: &str) -> bool {
    let text = text.trim();
    let capitals = text.chars().filter(char::is_ascii_uppercase).count();
    (3..=10).contains(&text.len())
        && capitals >= 3
        && text.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-' || c == '&')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_child_and_the_acronym_are_names_of_their_own() {
        let names = |text: &str| variants(text).into_iter().map(|v| (v.name, v.weak)).collect::<Vec<_>>();
        let owned = |all: &[(&str, bool)]| all.iter().map(|(n, w)| ((*n).to_owned(), *w)).collect::<Vec<_>>();
        assert_eq!(
            names("Parent Co., Ltd. (Parent). Affiliated Entity: Child & Net Co., Ltd."),
            owned(&[("Child & Net Co., Ltd", false)])
        );
        assert_eq!(
            names("Example Supercomputing Center Changsha (ESC-CS)"),
            owned(&[("Example Supercomputing Center Changsha", false), ("ESC-CS", true)])
        );
        assert_eq!(names("Example (HK) Limited"), []);
        assert_eq!(names("Example (Beijing) Co., Ltd."), []);
    }
}
