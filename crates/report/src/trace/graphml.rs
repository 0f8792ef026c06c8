//! Sites and what went between them, as GraphML (graphml.graphdrawing.org): Gephi, yEd, NetworkX and igraph read it.

use tidewaiter_model::trace::TraceAnswer;

use super::words;
use crate::svg::escaped;
use crate::text::one_line;

/// Name, kind of element and type of every attribute.
const KEYS: [(&str, &str, &str); 14] = [
    ("label", "node", "string"),
    ("country", "node", "string"),
    ("role", "node", "string"),
    ("also", "node", "string"),
    ("units", "edge", "long"),
    ("at_least", "edge", "long"),
    ("at_most", "edge", "long"),
    ("first", "edge", "string"),
    ("last", "edge", "string"),
    ("inferred", "edge", "boolean"),
    ("records", "edge", "string"),
    ("question", "graph", "string"),
    ("answer", "graph", "string"),
    ("notice", "graph", "string"),
];

/// The graph: one node a site, one edge a leg, both in the order of the answer.
#[must_use]
pub fn graphml(answer: &TraceAnswer) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.push_str("<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n");
    for (name, of, kind) in KEYS {
        out.push_str(&format!("<key id=\"{name}\" for=\"{of}\" attr.name=\"{name}\" attr.type=\"{kind}\"/>\n"));
    }
    out.push_str("<graph id=\"trace\" edgedefault=\"directed\">\n");
    data(&mut out, "question", &words::title(&answer.question));
    data(&mut out, "answer", &words::interval(answer));
    data(&mut out, "notice", &words::caution(answer));
    for (at, site) in answer.sites.iter().enumerate() {
        out.push_str(&format!("<node id=\"n{at}\">\n"));
        data(&mut out, "label", &words::name(site));
        data(&mut out, "country", words::country(site));
        data(&mut out, "role", &site.role);
        if !site.also.is_empty() {
            data(&mut out, "also", &site.also.join("; "));
        }
        out.push_str("</node>\n");
    }
    for (at, (leg, _, _)) in words::legs(answer).enumerate() {
        out.push_str(&format!("<edge id=\"e{at}\" source=\"n{}\" target=\"n{}\">\n", leg.from, leg.to));
        data(&mut out, "units", &leg.units.to_string());
        data(&mut out, "at_least", &leg.at_least.to_string());
        data(&mut out, "at_most", &leg.at_most.to_string());
        data(&mut out, "first", &leg.first.to_string());
        data(&mut out, "last", &leg.last.to_string());
        data(&mut out, "inferred", &leg.inferred.to_string());
        if !leg.records.is_empty() {
            data(&mut out, "records", &leg.records.join("; "));
        }
        out.push_str("</edge>\n");
    }
    out.push_str("</graph>\n</graphml>\n");
    out
}

fn data(out: &mut String, key: &str, value: &str) {
    out.push_str(&format!("<data key=\"{key}\">{}</data>\n", escaped(&one_line(value))));
}
