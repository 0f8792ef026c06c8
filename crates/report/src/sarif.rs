//! SARIF 2.1.0 (OASIS Static Analysis Results Interchange Format), for viewers and gates that read it.
//!
//! One result a finding, at the row of the input it is about; a clear line without findings gives none. The finding's
//! code is the rule's id, its citation the rule's help address. `partialFingerprints` hold a hash over order, line and
//! code, so that a finding keeps its identity when rows are moved or wording changes.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::{Serialize, Serializer};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tidewaiter_model::{BookAnswer, Explanation, Fault, Finding, LineAnswer, Severity};

use crate::cite::first_url;
use crate::text::clean;

/// The whole answer as one SARIF log. Of `rules`, those that a finding names are described; a code without an
/// explanation is described by its citation alone.
///
/// # Errors
/// Those of `out`.
pub fn book(answer: &BookAnswer, rules: &[Explanation], out: &mut dyn Write) -> io::Result<()> {
    let described = describe(answer, rules);
    let index: BTreeMap<&str, usize> = described.keys().enumerate().map(|(at, code)| (*code, at)).collect();
    let uri = uri(&answer.file);
    let (name, version) = answer.ground.engine.rsplit_once(' ').unwrap_or((&answer.ground.engine, "unknown"));
    let run = Run {
        tool: json!({"driver": {
            "name": name,
            "version": version,
            "informationUri": "https://github.com/tidewaiter/tidewaiter",
            "rules": described.values().collect::<Vec<_>>(),
        }}),
        automation_details: json!({"id": format!("tidewaiter/check/{}/", answer.ground.as_of)}),
        column_kind: "unicodeCodePoints",
        artifacts: json!([{"location": {"uri": uri}}]),
        invocations: json!([{
            "executionSuccessful": true,
            "toolExecutionNotifications": answer.faults.iter().map(notification).collect::<Vec<_>>(),
        }]),
        results: Results { answer, index: &index, uri: &uri },
        properties: json!({
            "as_of": answer.ground.as_of,
            "snapshot": answer.ground.snapshot,
            "engine": answer.ground.engine,
            "rules": answer.ground.rules,
            "coverage": answer.ground.coverage(),
            "tally": answer.tally,
            "lists": answer.lists,
            "caveats": answer.caveats,
            "not_checked": crate::text::not_checked(&answer.lines)
                .into_iter()
                .map(|(says, lines)| json!({"says": says, "lines": lines}))
                .collect::<Vec<_>>(),
        }),
    };
    let log = Log { schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] };
    serde_json::to_writer_pretty(&mut *out, &log)?;
    out.write_all(b"\n")
}

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Value,
    automation_details: Value,
    column_kind: &'static str,
    artifacts: Value,
    invocations: Value,
    results: Results<'a>,
    properties: Value,
}

/// One result a finding, made one after the other while they are written, so that a large book needs little memory.
struct Results<'a> {
    answer: &'a BookAnswer,
    index: &'a BTreeMap<&'a str, usize>,
    uri: &'a str,
}

impl Serialize for Results<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // A sheet may name the same order and line twice, and a line may have a code more than once.
        let mut seen: BTreeMap<[&str; 3], u32> = BTreeMap::new();
        let found = self.answer.lines.iter().flat_map(|line| line.findings.iter().map(move |finding| (line, finding)));
        serializer.collect_seq(found.map(|(line, finding)| {
            let identity = [line.order.as_str(), &line.line, &finding.code];
            let nth = seen.entry(identity).and_modify(|n| *n = n.saturating_add(1)).or_insert(1);
            let rule = self.index.get(finding.code.as_str()).copied().unwrap_or_default();
            result(line, finding, rule, self.uri, *nth)
        }))
    }
}

/// SARIF's `level`.
fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Hold => "error",
        Severity::Review => "warning",
        Severity::Note => "note",
    }
}

/// A description of every code that a finding names, in the order of the codes.
fn describe<'a>(answer: &'a BookAnswer, rules: &[Explanation]) -> BTreeMap<&'a str, Value> {
    let mut described = BTreeMap::new();
    for finding in answer.lines.iter().flat_map(|line| &line.findings) {
        described.entry(finding.code.as_str()).or_insert_with(|| {
            match rules.iter().find(|rule| rule.code == finding.code) {
                Some(rule) => explained(rule, finding),
                None => with_help(json!({"id": finding.code, "properties": {"cite": finding.cite}}), &finding.cite),
            }
        });
    }
    described
}

fn explained(rule: &Explanation, finding: &Finding) -> Value {
    let cite = if rule.cite.is_empty() { &finding.cite } else { &rule.cite };
    let paragraphs = |parts: &[&str]| {
        parts.iter().filter(|part| !part.is_empty()).map(|part| clean(part)).collect::<Vec<_>>().join("\n\n")
    };
    let settle = if rule.settle.is_empty() { String::new() } else { format!("What settles it: {}", rule.settle) };
    let mut described = json!({"id": rule.code, "shortDescription": {"text": clean(&rule.title)}});
    // A message without text is not allowed, so empty ones are left out.
    for (key, text) in [
        ("fullDescription", paragraphs(&[&rule.what, &rule.why])),
        ("help", paragraphs(&[&rule.what, &rule.why, &rule.example, &settle, cite])),
    ] {
        if !text.is_empty() {
            put(&mut described, key, json!({"text": text}));
        }
    }
    put(&mut described, "properties", json!({"cite": cite, "effective": rule.effective, "status": rule.status}));
    with_help(described, cite)
}

fn with_help(mut described: Value, cite: &str) -> Value {
    if let Some(url) = first_url(cite) {
        put(&mut described, "helpUri", json!(url));
    }
    described
}

fn put(object: &mut Value, key: &str, value: Value) {
    if let Some(fields) = object.as_object_mut() {
        fields.insert(key.to_owned(), value);
    }
}

fn result(line: &LineAnswer, finding: &Finding, rule: usize, uri: &str, nth: u32) -> Value {
    let name = format!("{} / {}", line.order, line.line);
    let mut says = format!("{}: {}", clean(&name), clean(&finding.says));
    if !finding.settle.is_empty() {
        says = format!("{says} To settle: {}", clean(&finding.settle));
    }
    json!({
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": level(finding.severity),
        "message": {"text": says},
        "locations": [{
            "physicalLocation": {
                "artifactLocation": {"uri": uri, "index": 0},
                "region": {"startLine": line.row.max(1)},
            },
            "logicalLocations": [{"fullyQualifiedName": name, "kind": "orderLine"}],
        }],
        "partialFingerprints": {"orderLineCode/v1": fingerprint(line, finding, nth)},
        "properties": {
            "verdict": line.verdict,
            "good": line.good,
            "destination": line.destination,
            "cite": finding.cite,
            "evidence": finding.evidence,
            "settle": finding.settle,
        },
    })
}

fn notification(fault: &Fault) -> Value {
    let mut place = json!({"artifactLocation": {"uri": uri(&fault.position.file)}});
    if let Some(row) = fault.position.row {
        put(&mut place, "region", json!({"startLine": row.max(1)}));
    }
    json!({
        "descriptor": {"id": fault.code},
        "level": "warning",
        "message": {"text": clean(&fault.to_string())},
        "locations": [{"physicalLocation": place}],
    })
}

/// The first 128 bits of SHA-256, in hex, over order, line, code and, where the three come more than once,
/// which.
fn fingerprint(line: &LineAnswer, finding: &Finding, nth: u32) -> String {
    let mut hash = Sha256::new();
    for part in [&line.order, &line.line, &finding.code] {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    hash.update(nth.to_be_bytes());
    hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// A file's name as a URI reference (RFC 3986): relative as it is, absolute with the `file` scheme.
fn uri(file: &str) -> String {
    let slashes = file.replace('\\', "/");
    let drive = matches!(slashes.as_bytes(), [letter, b':', b'/', ..] if letter.is_ascii_alphabetic());
    let mut uri = match (drive, slashes.starts_with('/')) {
        (true, _) => "file:///".to_owned(),
        (false, true) => "file://".to_owned(),
        (false, false) => String::new(),
    };
    for byte in slashes.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn names_become_uri_references() {
        assert_eq!(uri("my orders.csv"), "my%20orders.csv");
        assert_eq!(uri("/a/b.csv"), "file:///a/b.csv");
        assert_eq!(uri("C:\\a\\订.csv"), "file:///C%3A/a/%E8%AE%A2.csv");
    }
}
