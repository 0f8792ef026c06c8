//! How many comparisons a second: `cargo run --release -p tidewaiter-names --example compare_speed`.
#![expect(clippy::print_stdout, reason = "a program that prints answers")]

use std::time::Instant;

use tidewaiter_names::{LegalForm, Name, Side, Weighted, compare, weight};

fn main() {
    let brands = ["Quorvex", "Tarnum", "Bellorin", "Xinhaote", "Quorvix", "Jiliangda", "Ostrava Mare", "Zhong Lin"];
    let ends = ["Electronics Co., Ltd.", "Technology (Shenzhen) Limited", "International Trading LLC", "Group"];
    let people = ["Ivan Petrovich Quorvin", "Mohammed bin Ali Tarnum", "Li Xiaoming", "Lee Xiao Ming"];
    let made = brands.iter().flat_map(|brand| ends.iter().map(move |end| format!("{brand} {end}")));
    let names: Vec<Name> = made.chain(people.iter().map(|&name| name.to_owned())).map(|n| Name::new(&n)).collect();
    let sides: Vec<(Vec<Weighted<'_>>, LegalForm)> = names
        .iter()
        .filter_map(|name| name.readings.first())
        .map(|reading| {
            let weigh = |t| -> Weighted<'_> {
                let token: &tidewaiter_names::Token = t;
                Weighted { text: &token.text, kind: token.kind, weight: weight(token.kind, 0.9) }
            };
            (reading.tokens.iter().map(weigh).collect(), reading.legal_form)
        })
        .collect();
    let (start, mut count, mut sum) = (Instant::now(), 0u32, 0.0);
    while start.elapsed().as_secs_f64() < 2.0 {
        for a in &sides {
            for b in &sides {
                let query = Side { tokens: &a.0, legal_form: a.1 };
                sum += compare(&query, &Side { tokens: &b.0, legal_form: b.1 }).score;
                count = count.saturating_add(1);
            }
        }
    }
    let seconds = start.elapsed().as_secs_f64();
    println!("{:.0} comparisons a second (mean score {:.3})", f64::from(count) / seconds, sum / f64::from(count));
}
