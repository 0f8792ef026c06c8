//! Citations as links to the official texts.

/// A stretch of a citation, with the address of the text it names.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    /// As written.
    pub(crate) text: String,
    /// The official text; `None` where the words name none that is known here.
    pub(crate) url: Option<String>,
}

/// The parts of a citation between semicolons.
pub(crate) fn pieces(cite: &str) -> Vec<Piece> {
    crate::text::one_line(cite)
        .split(';')
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(|part| Piece { text: part.to_owned(), url: url(part) })
        .collect()
}

/// The first address that a citation gives.
pub(crate) fn first_url(cite: &str) -> Option<String> {
    pieces(cite).into_iter().find_map(|piece| piece.url)
}

fn url(part: &str) -> Option<String> {
    if part.starts_with("https://") && !part.contains(char::is_whitespace) {
        return Some(part.to_owned());
    }
    let words: Vec<&str> = part.split_whitespace().collect();
    words.windows(3).enumerate().find_map(|(at, window)| {
        let [volume, code, next] = *window else { return None };
        let volume: u32 = volume.trim_start_matches('(').parse().ok()?;
        match code.replace('.', "").as_str() {
            "FR" => {
                let page: u32 = digits(next).parse().ok()?;
                Some(format!("https://www.federalregister.gov/citation/{volume}-FR-{page}"))
            }
            "CFR" => {
                let reference = if next.eq_ignore_ascii_case("part") || matches!(next, "§" | "§§") {
                    words.get(at.checked_add(3)?)?
                } else {
                    next
                };
                cfr(volume, reference.trim_start_matches('§'), supplement(&words))
            }
            _ => None,
        }
    })
}

/// The address of a section, with its paragraph (`744.23(a)(3)`), a part (`774`), or a supplement to a part.
fn cfr(title: u32, reference: &str, supplement: Option<u32>) -> Option<String> {
    let base = format!("https://www.ecfr.gov/current/title-{title}");
    let part: u32 = digits(reference).parse().ok()?;
    let section = reference.split_once('.').map(|(_, rest)| digits(rest)).filter(|section| !section.is_empty());
    if let Some(section) = section {
        let paragraph: String = reference
            .chars()
            .skip_while(|c| *c != '(')
            .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '(' | ')'))
            .collect();
        let anchor = if paragraph.is_empty() { String::new() } else { format!("#p-{part}.{section}{paragraph}") };
        return Some(format!("{base}/section-{part}.{section}{anchor}"));
    }
    match supplement {
        // The Export Administration Regulations, 15 CFR parts 730 to 774; elsewhere the path is not known.
        Some(number) if title == 15 && (730..=774).contains(&part) => Some(format!(
            "{base}/subtitle-B/chapter-VII/subchapter-C/part-{part}/appendix-Supplement%20No.%20{number}%20to%20Part%20{part}"
        )),
        _ => Some(format!("{base}/part-{part}")),
    }
}

/// The number after `Supp.`, `Supp. No.` or `Supplement No.`.
fn supplement(words: &[&str]) -> Option<u32> {
    let after = words.iter().skip_while(|word| !word.to_ascii_lowercase().starts_with("supp")).skip(1);
    after.take(2).find_map(|word| digits(word).parse().ok())
}

fn digits(text: &str) -> String {
    text.chars().take_while(char::is_ascii_digit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(cite: &str) -> String {
        url(cite).unwrap_or_default()
    }

    #[test]
    fn sections_paragraphs_parts_supplements_and_notices_are_linked() {
        assert_eq!(link("15 CFR 744.11"), "https://www.ecfr.gov/current/title-15/section-744.11");
        assert_eq!(
            link("15 CFR 744.23(a)(3)(i), headquarters"),
            "https://www.ecfr.gov/current/title-15/section-744.23#p-744.23(a)(3)(i)"
        );
        assert_eq!(link("15 CFR § 744.11"), "https://www.ecfr.gov/current/title-15/section-744.11");
        assert_eq!(link("15 C.F.R. § 744.11"), "https://www.ecfr.gov/current/title-15/section-744.11");
        assert_eq!(link("15 CFR part 744"), "https://www.ecfr.gov/current/title-15/part-744");
        let supplement = "https://www.ecfr.gov/current/title-15/subtitle-B/chapter-VII/subchapter-C/part-774/appendix-Supplement%20No.%201%20to%20Part%20774";
        assert_eq!(link("15 CFR 774 Supp. 1, ECCN 3A090.a.1"), supplement);
        assert_eq!(link("Supplement No. 1 to 15 CFR part 774"), supplement);
        assert_eq!(link("31 CFR 589.411"), "https://www.ecfr.gov/current/title-31/section-589.411");
        assert_eq!(link("88 FR 71992"), "https://www.federalregister.gov/citation/88-FR-71992");
        assert_eq!(link("https://example.org/a"), "https://example.org/a");
    }

    #[test]
    fn other_words_stay_words() {
        for cite in [
            "",
            "BIS guidance of 13 May 2025",
            "javascript:alert(1)",
            "CFR",
            "15 CFR",
            "15 CFR abc",
            "99999999999 FR 1",
        ] {
            assert_eq!(url(cite), None, "{cite}");
        }
        let both = pieces("15 CFR 744.11; a letter;; 88 FR 71992");
        assert_eq!(both.iter().map(|p| p.url.is_some()).collect::<Vec<_>>(), [true, false, true]);
    }
}
