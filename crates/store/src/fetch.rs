//! Lists from their official addresses.

use std::time::Duration;

use crate::StoreError;
use crate::unpack::{UNPACKED_MAX, Unpacked, unpack};

/// Where a list is published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// What it is, in words.
    pub name: String,
    /// Its address.
    pub url: String,
}

/// Host and path of each official list.
const OFFICIAL: [(&str, &str, &str); 1] = [(
    // International Trade Administration: https://www.trade.gov/consolidated-screening-list
    "US Consolidated Screening List",
    "https://data.trade.gov",
    "/downloadable_consolidated_screening_list/v1/consolidated.json",
)];

/// The official addresses. `base` puts another host in the place of theirs, for a mirror or a test.
#[must_use]
pub fn official_sources(base: Option<&str>) -> Vec<Source> {
    let source = |(name, host, path): (&str, &str, &str)| Source {
        name: name.to_owned(),
        url: format!("{}{path}", base.unwrap_or(host).trim_end_matches('/')),
    };
    OFFICIAL.into_iter().map(source).collect()
}

/// Bounds of a download.
#[derive(Clone, Copy, Debug)]
pub struct FetchOptions {
    /// For the whole download.
    pub timeout: Duration,
    /// Bytes at most, unpacked.
    pub bytes_max: u64,
}

impl Default for FetchOptions {
    /// Five minutes, and [`UNPACKED_MAX`].
    fn default() -> Self {
        Self { timeout: Duration::from_secs(300), bytes_max: UNPACKED_MAX }
    }
}

/// The files of a source, unpacked.
pub(crate) fn fetch(source: &Source, options: &FetchOptions) -> Result<Unpacked, StoreError> {
    let fail = |says: String| StoreError::Fetch { url: source.url.clone(), says };
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .timeout_global(Some(options.timeout))
        .user_agent(concat!("tidewaiter/", env!("CARGO_PKG_VERSION")))
        .build()
        .into();
    let mut response = agent.get(&source.url).call().map_err(|error| fail(in_words(&error, options)))?;
    let announced = response.headers().get("content-length").and_then(|v| v.to_str().ok()?.parse::<u64>().ok());
    let packed = response.headers().contains_key("content-encoding");
    let bytes = response
        .body_mut()
        .with_config()
        .limit(options.bytes_max)
        .read_to_vec()
        .map_err(|error| fail(in_words(&error, options)))?;
    let got = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if let Some(announced) = announced
        && !packed
        && announced != got
    {
        return Err(fail(format!("the server announced {announced} bytes and sent {got}: cut off")));
    }
    unpack(&source.url, bytes, options.bytes_max)
}

fn in_words(error: &ureq::Error, options: &FetchOptions) -> String {
    match error {
        ureq::Error::StatusCode(code) => format!("the server answered with status {code}"),
        ureq::Error::Timeout(_) => format!("no whole answer within {} seconds", options.timeout.as_secs_f32()),
        ureq::Error::BodyExceedsLimit(limit) => format!("the answer is larger than {limit} bytes"),
        ureq::Error::HostNotFound => "the server's name is not known here (is there a network?)".to_owned(),
        ureq::Error::ConnectionFailed => "no connection (is there a network?)".to_owned(),
        other => format!("the download broke off ({other})"),
    }
}
