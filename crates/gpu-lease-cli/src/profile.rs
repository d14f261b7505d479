//! Credentials: from the environment, or from a profile file that only its owner can read.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use crate::exit::{Code, Failure, Result};
use crate::world::World;

/// Names that tell that a vendor is set up, and the vendor.
const VENDORS: [(&str, &str); 5] = [
    ("GLOWS_SDK_TOKEN", "glows"),
    ("MDC_TOKEN", "mdc"),
    ("AC_TOKEN", "ac"),
    ("AC_USER", "ac"),
    ("AC_ACCESS_KEY", "ac"),
];

/// Where credentials come from, and the variables in there.
#[derive(Clone)]
pub(crate) struct Profile {
    /// `environment`, or the file's name without its ending.
    pub(crate) name: String,
    variables: HashMap<String, String>,
}

impl Profile {
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let value = self.variables.get(name)?.trim();
        (!value.is_empty()).then_some(value)
    }

    /// A variable that is needed.
    pub(crate) fn require(&self, name: &str, what: &str) -> Result<&str> {
        self.get(name).ok_or_else(|| {
            let place = match self.name.as_str() {
                "environment" => "the environment".to_owned(),
                file => format!("the profile {file}"),
            };
            let what = format!("{name} is not set in {place}: put {what} there");
            Failure::new(Code::Credentials, what)
        })
    }

    /// The vendors that are set up here, in the order of the alphabet.
    pub(crate) fn vendors(&self) -> Vec<&'static str> {
        let mut found: Vec<_> = VENDORS
            .iter()
            .filter(|(name, _)| self.get(name).is_some())
            .map(|(_, vendor)| *vendor)
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}

fn environment(world: &World) -> Profile {
    Profile { name: "environment".to_owned(), variables: world.variables().clone() }
}

/// The one profile that is meant: the named one, or the environment.
pub(crate) fn chosen(world: &World) -> Result<Profile> {
    let name = world.options.profile.as_deref();
    name.map_or_else(|| Ok(environment(world)), |name| read(world, name))
}

/// The named profile; without a name the environment and all files.
pub(crate) fn all(world: &World) -> Result<Vec<Profile>> {
    if let Some(name) = &world.options.profile {
        return Ok(vec![read(world, name)?]);
    }
    let mut profiles = vec![environment(world)];
    let files = world.config_dir().ok().map(fs::read_dir);
    let mut names: Vec<String> = files
        .into_iter()
        .flatten()
        .flatten()
        .flatten()
        .filter_map(|file| {
            let name = file.file_name().into_string().ok()?;
            Some(name.strip_suffix(".env")?.to_owned())
        })
        .collect();
    names.sort_unstable();
    for name in names {
        profiles.push(read(world, &name)?);
    }
    Ok(profiles)
}

fn read(world: &World, name: &str) -> Result<Profile> {
    let plain = |one: char| one.is_ascii_alphanumeric() || "-_".contains(one);
    if name.is_empty() || !name.chars().all(plain) {
        let what = "--profile: a name has letters, digits, - and _ only";
        return Err(Failure::usage(what));
    }
    let path = world.config_dir()?.join(format!("{name}.env"));
    let failed = |error: std::io::Error| {
        let what = format!("the profile {} cannot be read: {error}", path.display());
        Failure::usage(what).hint("write NAME=value lines there, with mode 0600")
    };
    only_ours(&path, &fs::metadata(&path).map_err(failed)?)?;
    let text = fs::read_to_string(&path).map_err(failed)?;
    let variables = parse(&text).map_err(|line| {
        let what = format!("{}, line {line}: not NAME=value", path.display());
        Failure::usage(what)
    })?;
    Ok(Profile { name: name.to_owned(), variables })
}

/// Refuses a file that others can read or write.
#[cfg(unix)]
fn only_ours(path: &Path, file: &fs::Metadata) -> Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = file.permissions().mode() & 0o777;
    if mode & 0o077 == 0 {
        return Ok(());
    }
    let path = path.display();
    let what = format!("{path} has mode {mode:03o}, so others can read or change it");
    Err(Failure::new(Code::Credentials, what).hint(&format!("run: chmod 600 '{path}'")))
}

/// The folder's own rights are what protects a file elsewhere.
#[cfg(not(unix))]
fn only_ours(_: &Path, _: &fs::Metadata) -> Result<()> {
    Ok(())
}

/// Lines of `NAME=value`, as a shell reads them: `export`, quotes, comments and blank lines are fine. An
/// error is the number of the line, never its text.
fn parse(text: &str) -> Result<HashMap<String, String>, usize> {
    let mut variables = HashMap::new();
    for (place, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let line = line.strip_prefix("export ").unwrap_or(line);
        let (name, value) = line.split_once('=').ok_or(place + 1)?;
        let word = |one: char| one.is_ascii_alphanumeric() || one == '_';
        if name.is_empty() || !name.chars().all(word) {
            return Err(place + 1);
        }
        let unquoted = |quote: &char| value.strip_prefix(*quote)?.strip_suffix(*quote);
        let value = ['\'', '"'].iter().find_map(unquoted).unwrap_or(value);
        variables.insert(name.to_owned(), value.to_owned());
    }
    Ok(variables)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_is_read_as_a_shell_reads_it_and_an_error_shows_no_value() {
        let text = "# mine\nexport GLOWS_SDK_TOKEN='a b'\n\nMDC_TOKEN=\"x=y\"\nAC_USER=anna\n";
        let read = parse(text).unwrap();
        for (name, value) in [("GLOWS_SDK_TOKEN", "a b"), ("MDC_TOKEN", "x=y"), ("AC_USER", "anna")]
        {
            assert_eq!(read[name], value);
        }
        assert_eq!(parse("A=1\nhunter2\n"), Err(2));
    }
}
