//! The legal form of a name, told from its words and taken off.

use crate::tables::{LegalForm, Place, TABLES, misspelt_form};

/// Take legal forms off both ends, and the unmistakable ones anywhere; the last one on the right counts. A name of
/// nothing but legal words is left with none.
pub(super) fn strip_legal(words: &mut Vec<&str>) -> LegalForm {
    mend_legal(words);
    let mut found = LegalForm::None;
    loop {
        if let Some((length, form)) = form_at_end(words) {
            words.truncate(words.len().saturating_sub(length));
            found = if found == LegalForm::None { form } else { found };
        } else if let Some((length, form)) = form_at(words, 0, true) {
            words.drain(..length.min(words.len()));
            found = if found == LegalForm::None { form } else { found };
        } else if found == LegalForm::None
            && words.len() > 1
            && let Some(form) = words.last().and_then(|word| misspelt_form(word))
        {
            words.pop();
            found = form;
        } else {
            break;
        }
    }
    let mut at = 1;
    while at < words.len() {
        if let Some((length, form)) = form_at(words, at, false) {
            words.drain(at..at.saturating_add(length).min(words.len()));
            found = if found == LegalForm::None { form } else { found };
        } else {
            at = at.saturating_add(1);
        }
    }
    found
}

/// Read a misspelt word of a legal form as what it is, where its neighbour in the form stands beside it (`limted
/// liability`): left alone it would pass for a brand.
fn mend_legal(words: &mut [&str]) {
    for at in 0..words.len() {
        let neighbours = words.get(at).and_then(|word| TABLES.legal_neighbours.get(word));
        for &(known, behind) in neighbours.into_iter().flatten() {
            let beside = if behind { at.checked_add(1) } else { at.checked_sub(1) };
            let Some((beside, word)) = beside.and_then(|beside| Some((beside, *words.get(beside)?))) else { continue };
            if !word.is_ascii() || word == known || crate::likeness::edits(word, known, 1).is_none() {
                continue;
            }
            // Only where a whole form comes out.
            if let Some(slot) = words.get_mut(beside) {
                *slot = known;
            }
            if form_at_end(words).is_none_or(|(length, _)| length < 2)
                && form_at(words, 0, true).is_none_or(|(length, _)| length < 2)
                && let Some(slot) = words.get_mut(beside)
            {
                *slot = word;
            }
        }
    }
}

pub(super) fn form_at_end(words: &[&str]) -> Option<(usize, LegalForm)> {
    TABLES.forms_by_end.get(words.last()?)?.iter().find_map(|&index| {
        let (form_words, form, place) = TABLES.all.get(index)?;
        let alone = *place == Place::Tail && words.len() == form_words.len();
        (*place != Place::Start && !alone && words.ends_with(form_words)).then_some((form_words.len(), *form))
    })
}

fn form_at(words: &[&str], at: usize, start: bool) -> Option<(usize, LegalForm)> {
    let rest = words.get(at..)?;
    TABLES.forms.get(rest.first()?)?.iter().find_map(|form| {
        let fits = form.place == Place::Anywhere || (start && matches!(form.place, Place::Start | Place::Both));
        (fits && rest.starts_with(&form.words)).then_some((form.words.len(), form.form))
    })
}
