//! A user's project outside the repository, which knows the packages only.

use std::fs;
use std::io::Write;

use super::packages::{cargo, patches, unpacked};
use super::readme::first_example;
use crate::Error;
use crate::cli::Outcome;
use crate::scratch;
use crate::workspace::{self, Member, target_folder};

/// The crate that the project depends on.
const CRATE: &str = "mdc-client";

/// Compiles and runs the README's first example, which rents a machine from the emulator.
pub(super) fn run_readme(options: &[&str], out: &mut dyn Write) -> Result<Outcome, Error> {
    let members = workspace::published()?;
    let packages = unpacked(&members, options, out)?;
    let readme = packages.join(CRATE).join("README.md");
    let text = fs::read_to_string(&readme).map_err(|error| Error::io("read", &readme, &error))?;
    let program = first_example(&text)
        .ok_or_else(|| Error::new(format!("{} has no example", readme.display())))?;
    let project = scratch::folder("user")?;
    let manifest = manifest(&members, &packages)?;
    scratch::write(&project.join("Cargo.toml"), &manifest)?;
    scratch::write(&project.join("src/main.rs"), &program)?;
    let target = target_folder()?.display().to_string();
    cargo(&["run", "--quiet", "--target-dir", &target], &project, out)?;
    Ok(Outcome::Clean)
}

/// What a reader of the README would write, and where the unpublished packages are.
fn manifest(members: &[Member], packages: &std::path::Path) -> Result<String, Error> {
    let requirement = |name: &str| {
        let member = members.iter().find(|member| member.name == name);
        let member = member.ok_or_else(|| Error::new(format!("no crate {name} to publish")))?;
        Ok::<_, Error>(format!("{name} = {:?}\n", member.version))
    };
    Ok(format!(
        "[package]\nname = \"user\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         {}tokio = {{ version = \"1\", features = [\"macros\", \"net\", \"rt\"] }}\n\
         # The README's example starts the emulator itself.\n{}\n[workspace]\n\n{}",
        requirement(CRATE)?,
        requirement("gpu-emulator")?,
        patches(members, packages),
    ))
}
