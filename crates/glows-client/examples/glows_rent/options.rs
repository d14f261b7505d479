//! What to rent: flags before variables before the documented sample.

use std::time::Duration;

pub(crate) const USAGE: &str = "\
usage: rent [--gpu NAME] [--image ID] [--region NAME] [--hold SECONDS] [--yes]

  --gpu     exact GPU name      GLOWS_GPU      NVIDIA GeForce RTX 4090
  --image   image to boot       GLOWS_IMAGE    img-87p9kq26
  --region  where               GLOWS_REGION   TW-03
  --hold    how long to keep it before it is given back, 0 by default
  --yes     rent a real machine without asking

With GLOWS_SDK_TOKEN a real machine is rented, without it an emulated one.";

pub(crate) struct Options {
    pub(crate) gpu: String,
    pub(crate) image: String,
    pub(crate) region: String,
    pub(crate) hold: Duration,
    pub(crate) yes: bool,
}

impl Options {
    /// `None` if help is wanted.
    pub(crate) fn read() -> crate::Result<Option<Self>> {
        let variable =
            |name, default: &str| std::env::var(name).unwrap_or_else(|_| default.to_owned());
        let mut options = Self {
            gpu: variable("GLOWS_GPU", "NVIDIA GeForce RTX 4090"),
            image: variable("GLOWS_IMAGE", "img-87p9kq26"),
            region: variable("GLOWS_REGION", "TW-03"),
            hold: Duration::ZERO,
            yes: false,
        };
        let mut arguments = std::env::args().skip(1);
        while let Some(flag) = arguments.next() {
            if matches!(flag.as_str(), "-h" | "--help") {
                return Ok(None);
            }
            if flag == "--yes" {
                options.yes = true;
                continue;
            }
            let value =
                arguments.next().ok_or_else(|| format!("{flag} needs a value\n\n{USAGE}"))?;
            match flag.as_str() {
                "--gpu" => options.gpu = value,
                "--image" => options.image = value,
                "--region" => options.region = value,
                "--hold" => options.hold = Duration::from_secs(value.parse()?),
                _ => return Err(format!("unknown flag {flag}\n\n{USAGE}").into()),
            }
        }
        Ok(Some(options))
    }
}
