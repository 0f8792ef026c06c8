//! Where things are kept.

use std::ffi::OsString;
use std::path::PathBuf;

use crate::StoreError;

/// The home folder from the process's environment: see [`home_from`].
///
/// # Errors
/// [`StoreError::NoHome`] where the environment names no folder.
pub fn home() -> Result<PathBuf, StoreError> {
    home_from(|name| std::env::var_os(name))
}

/// `TIDEWAITER_HOME`, or `tidewaiter` in the platform's data folder: `%LOCALAPPDATA%` on Windows,
/// `~/Library/Application Support` on macOS, else `$XDG_DATA_HOME` or `~/.local/share`.
///
/// # Errors
/// [`StoreError::NoHome`] where the variables name no folder.
pub fn home_from(variable: impl Fn(&str) -> Option<OsString>) -> Result<PathBuf, StoreError> {
    let folder = |name: &str| variable(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    if let Some(home) = folder("TIDEWAITER_HOME") {
        return Ok(home);
    }
    let data = if cfg!(windows) {
        folder("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        folder("HOME").map(|home| home.join("Library").join("Application Support"))
    } else {
        // The base directory rules say that a relative path is to be ignored.
        folder("XDG_DATA_HOME")
            .filter(|path| path.is_absolute())
            .or_else(|| folder("HOME").map(|home| home.join(".local").join("share")))
    };
    data.map(|folder| folder.join("tidewaiter")).ok_or(StoreError::NoHome)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_variable_of_its_own_comes_first() {
        let with = |pairs: &'static [(&'static str, &'static str)]| {
            home_from(move |name| pairs.iter().find(|(known, _)| *known == name).map(|(_, value)| value.into()))
        };
        assert_eq!(with(&[("TIDEWAITER_HOME", "/kept"), ("HOME", "/home/a")]).unwrap(), PathBuf::from("/kept"));
        assert!(matches!(with(&[]), Err(StoreError::NoHome)));
        if cfg!(target_os = "linux") {
            assert_eq!(with(&[("HOME", "/home/a")]).unwrap(), PathBuf::from("/home/a/.local/share/tidewaiter"));
            let xdg = with(&[("XDG_DATA_HOME", "/data"), ("HOME", "/home/a")]).unwrap();
            assert_eq!(xdg, PathBuf::from("/data/tidewaiter"));
            let relative = with(&[("XDG_DATA_HOME", "data"), ("HOME", "/home/a")]).unwrap();
            assert_eq!(relative, PathBuf::from("/home/a/.local/share/tidewaiter"));
        }
    }
}
