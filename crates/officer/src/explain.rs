//! The officer's own findings explained. Rules and red flags explain themselves in their rooms.

use tidewaiter_model::Explanation;

/// Code, title, what, why, example, citation, what settles it.
type Row = [&'static str; 7];

const ROWS: [Row; 19] = [
    [
        "CONTROL-UNKNOWN",
        "Whether the item is controlled cannot be decided",
        "The accelerator was read, but a figure that decides a paragraph of 3A090 is missing, open between several models, or within 6 % of the limit and not the maker's own.",
        "A controlled chip shipped as free is the costliest mistake there is, so a missing figure never counts as below the limit.",
        "`RTX PRO 4500` may be the Server edition (marketed for data centres: controlled) or the workstation card (not): review. `RTX PRO 4500 Server`: decided.",
        "15 CFR 774 Supp. 1, 3A090 and its Note 2",
        "The exact model or part number, or the maker's datasheet figure.",
    ],
    [
        "DESTINATION-UNKNOWN",
        "The destination country cannot be read",
        "Neither ship-to nor the ultimate consignee nor the end user names a country that could be read.",
        "Licence requirements follow the destination.",
        "`ship_to: Georgia` may be the country or the US state. `Tbilisi, Georgia` is read.",
        "15 CFR 732.3(d)",
        "The country, as a code or a name.",
    ],
    [
        "EXCEPTION-OPEN",
        "A licence is required unless an exception's open condition is met",
        "The item and destination need a licence; a licence exception covers such items, and one of its conditions cannot be seen in the order.",
        "Exceptions are the exporter's to claim and to prove.",
        "A GeForce RTX 4090 to Viet Nam: ACA needs a written purchase order, which a sheet does not show.",
        "15 CFR 740.8; 15 CFR 740.2",
        "The document that shows the condition, or a licence.",
    ],
    [
        "GOOD-GUY",
        "A match was cleared before",
        "A party is like a listed one, a person has recorded why it is not the listed one, and since then no compared field of the party or of the list entry has changed. The finding is a note and holds nothing.",
        "What was looked into once need not be looked into with each order, and must come back when the ground has shifted.",
        "A laboratory that shares its name with a listed institute, cleared with country and address: a note. The same with another address, or after the list gave the institute a new alias: open again, with what changed.",
        "Supp. 3 to Part 732",
        "Nothing. `tidewaiter goodguy show` lists what was cleared, by whom and why; `tidewaiter goodguy remove` takes it back.",
    ],
    [
        "GOOD-UNRESOLVED",
        "What is sold could not be read",
        "The description and part number name no accelerator that the catalogue knows, name several, contradict each other, or name a machine without saying which chip it holds.",
        "Nothing is guessed: an unread item cannot be classified.",
        "`AI server, 8 GPU` names no chip: review. `Supermicro SYS-821GE-TNHR, 8x H200`: read.",
        "15 CFR 732.3(b)",
        "The chip's exact model and how many are in one unit.",
    ],
    [
        "IDENTIFIER-CHECK",
        "A register number's check digits are wrong",
        "A party's register number has the form of a scheme with check digits (Unified Social Credit Code, LEI, UEN, tax numbers and others), and they do not fit.",
        "Either a slip, and then the party was not found by its number, or no such number was ever given.",
        "`91350100M000100Y44`, whose last character should be 3.",
        "GB 32100-2015; ISO 17442",
        "A register extract, and the number as it stands there.",
    ],
    [
        "LICENCE-EXCEPTION",
        "A licence exception covers the shipment",
        "All conditions of a licence exception that are modelled are met.",
        "Shown so that its conditions are recorded.",
        "A workstation card to Macau after notice to BIS and with a written purchase order.",
        "15 CFR 740.8",
        "The records that show the conditions.",
    ],
    [
        "LICENCE-IF-FORWARDED",
        "A licence is required if the goods go on to the end user's country",
        "Ship-to is in one country and the end user in another, where a licence would be required.",
        "The ultimate destination decides, not the first landing.",
        "Ship-to Singapore, end user in Shenzhen.",
        "15 CFR 748.5(e); 15 CFR 772.1 (reexport)",
        "Where the items will be installed, with a statement by the end user.",
    ],
    [
        "LICENCE-REQUIRED",
        "A licence is required and none is shown",
        "The item meets a control paragraph (or a letter names it), the destination or a party's asserted headquarters is in scope on that day, and no exception's conditions are met.",
        "Shipping without it is a violation, whatever the buyer intends.",
        "H200 to China on 2026-11-23: 3A090.a.1 by TPP 15,840 against 4,800.",
        "15 CFR 742.6(a)(6); 15 CFR 744.23",
        "A licence for this item, destination and these parties.",
    ],
    [
        "LICENCE-UNKNOWN",
        "Whether a licence is required cannot be decided",
        "Something that decides is missing: most often where a party or its ultimate parent is headquartered. Inside Country Group A:1 an address with nothing else against it is taken as the headquarters and this is told under what was not checked; outside it, it is asked.",
        "Since 2023-11-17 a controlled chip needs a licence anywhere in the world when the party or its ultimate parent is headquartered in Macau or a D:5 country.",
        "H100 to a Singapore company whose parent is not stated: review. The same with headquarters SG asserted: decided.",
        "15 CFR 744.23(a)(3)",
        "A register extract that shows headquarters and ultimate parent; fill the headquarters column.",
    ],
    [
        "LISTED-PARTY",
        "A party bears a listed name",
        "A party's identifier, or its name as written or normalised, equals that of an entry on the Entity List, the Denied Persons List, the Military End-User List or the SDN List, and no country contradicts it; or its address is one that stands on the list by itself, whatever the name.",
        "Entity List parties need a licence for every item their entry covers, most often all items subject to the EAR; exceptions do not help unless the entry says so.",
        "`Sophgo Technologies Ltd.` as purchaser: hold.",
        "15 CFR 744.11; 15 CFR 744.16",
        "Compare address, identifiers and owners with the entry, and record the outcome.",
    ],
    [
        "LISTED-PARTY-OTHER",
        "A party bears a name on a list that asks for care",
        "The name equals that of an entry on a list that does not by itself forbid the shipment, such as the Unverified List.",
        "Such lists end exceptions or ask for a statement first.",
        "A consignee on the Unverified List: a UVL statement is needed and exceptions end.",
        "15 CFR 744.15",
        "Read what the list asks for and record the decision.",
    ],
    [
        "LISTING-ENDED",
        "A party was listed, and the listing has ended",
        "A party is like an entry whose last day, as the list gives it, lies before the day that was asked about. The finding is a note and holds nothing.",
        "A denial order that has run out forbids nothing any more; that there was one is worth knowing, and orders are renewed.",
        "A denial order until 2025-06-30: a hold on 2025-06-30, a note from 2025-07-01 on.",
        "15 CFR 766.25",
        "The list of today, or the Federal Register: was the order extended?",
    ],
    [
        "NOT-SUBJECT",
        "By what was told, a controlled item is not subject to the EAR here",
        "Every way in which the Export Administration Regulations reach an item is ruled out: it is neither in nor passing through the United States, not of US origin, within the de minimis part, and no product rule reaches it. Each is `no` by the order or by an answers file, never by lack.",
        "No licence of the United States is required then, and everything hangs on statements that others made.",
        "A Korean chip of a designer outside the United States, made in Korea without US content or technology, to Thailand: review, with each statement named. The same with one of them missing: answered as if subject.",
        "15 CFR 734.3; 15 CFR 734.4; 15 CFR 734.9",
        "The statements of origin, content and technology on which it leans.",
    ],
    [
        "OWNED-50",
        "A party is owned 50 % or more by listed parties",
        "The stakes that were given show that listed parties own at least half of the party, directly or through others, alone or together.",
        "On days when the Affiliates rule binds such a party carries its most restrictive owner's requirements: from 2025-09-29 to 2025-11-09, and by the text again from 2026-11-10 (unconfirmed). For parties on the SDN List OFAC's rule holds on every day; the Affiliates rule takes of them those under the programmes of 15 CFR 744.8. Of licence exceptions no more is left than the owner's list leaves.",
        "Two listed owners with 30 % and 25 %: 55 %.",
        "15 CFR 744.11(a)(1) (90 FR 47201; stayed by 90 FR 50857); OFAC FAQ 398-401",
        "The complete shareholder register on the day.",
    ],
    [
        "OWNED-MINORITY",
        "Listed parties own less than half of a party",
        "The stakes that were given show listed parties above the party, and what they hold, alone and together, is less than half for certain.",
        "The 50 % rules do not reach it. Both agencies call it a red flag: it may be controlled by other means, and the share may grow. On days when the Affiliates rule is stayed a share of Entity List parties is a note; a share of SDN parties is asked about on every day.",
        "An Entity List party with 30 % of the end user.",
        "15 CFR 732, supplement no. 3, red flag 29 (90 FR 47201; stayed by 90 FR 50857); OFAC FAQ 398",
        "The complete shareholder register on the day, and who controls the company beside the shares.",
    ],
    [
        "PERMIT-FOREIGN",
        "Another country's permit speaks to the shipment",
        "A regime other than the United States' asks for a permit for this item on this way.",
        "A lawful shipment needs every permit on its way.",
        "US-origin AI chips from Johor to anywhere since July 2025.",
        "Malaysia, Strategic Trade Act 2010, s. 12",
        "The permit, or the authority's answer that none is needed.",
    ],
    [
        "POSSIBLE-MATCH",
        "A party's name resembles a listed one",
        "The likeness of a party's name to a listed name is at or above the bar, but not equal, or equal with another country, or equal to a weak alias only. Or the party is at the address of a listed one.",
        "Listed parties appear under changed spellings; unlisted ones under similar names.",
        "`Sofgo Technology Ltd` against `Sophgo Technologies Ltd.`",
        "15 CFR 744.11; Supp. 3 to Part 732",
        "Country, address, identifiers, owners: same party or not, recorded with the reason.",
    ],
    [
        "UNREADABLE-CELL",
        "A cell of the row could not be read",
        "A date, quantity, price, country or text in this row is ambiguous or no value of its kind. (An empty cell is unknown: what hangs on it is told under what was not checked.) The line is answered with what is left and never cleared.",
        "03/04/2025 may be 3 April or 4 March, and the law differs between them.",
        "`quantity: -8`, `date: 03/04/2025`, `#REF!`.",
        "",
        "Correct the cell that the finding names.",
    ],
];

/// The officer's findings by code, any case.
///
/// ```
/// assert_eq!(tidewaiter_officer::explain("listed-party").unwrap().code, "LISTED-PARTY");
/// assert!(tidewaiter_officer::explain("NO-SUCH").is_none());
/// ```
#[must_use]
pub fn explain(code: &str) -> Option<Explanation> {
    ROWS.iter().find(|[known, ..]| known.eq_ignore_ascii_case(code.trim())).map(|row| {
        let [code, title, what, why, example, cite, settle] = row.map(str::to_owned);
        Explanation { code, title, what, why, example, cite, settle, ..Explanation::default() }
    })
}

/// All codes of the officer's own findings, sorted.
#[must_use]
pub fn codes() -> Vec<&'static str> {
    ROWS.iter().map(|[code, ..]| *code).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_explained_in_full_and_sorted() {
        let codes = codes();
        assert!(codes.is_sorted());
        for code in codes {
            let e = explain(code).unwrap();
            for part in [&e.title, &e.what, &e.why, &e.example, &e.settle] {
                assert!(!part.is_empty(), "{code}");
            }
        }
    }
}
