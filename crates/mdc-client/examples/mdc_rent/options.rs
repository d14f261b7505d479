//! What to rent: flags before variables before the cheapest there is.

use std::time::Duration;

pub(crate) const USAGE: &str = "\
usage: rent [--gpu NAME] [--region NAME] [--image REFERENCE] [--disk GB] [--hold SECONDS] [--yes]

  --gpu     GPU model           MDC_GPU       the cheapest in stock
  --region  name or cluster     MDC_REGION    any
  --image   image to boot       MDC_IMAGE     the documented TensorFlow image
  --disk    data disk in GB     MDC_DISK      what is free of charge
  --hold    how long to keep it before it is given back, 0 by default
  --yes     rent a real machine without asking

With MDC_TOKEN, MDC_USER_ID and MDC_BASE_URL a real machine is rented, without them an
emulated one.";

#[derive(Default)]
pub(crate) struct Options {
    pub(crate) gpu: Option<String>,
    pub(crate) region: Option<String>,
    pub(crate) image: Option<String>,
    pub(crate) disk: Option<u32>,
    pub(crate) hold: Duration,
    pub(crate) yes: bool,
}

impl Options {
    /// `None` if help is wanted.
    pub(crate) fn read() -> crate::Result<Option<Self>> {
        let variable = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
        let mut options = Self {
            gpu: variable("MDC_GPU"),
            region: variable("MDC_REGION"),
            image: variable("MDC_IMAGE"),
            disk: variable("MDC_DISK").map(|size| size.parse()).transpose()?,
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
                "--gpu" => options.gpu = Some(value),
                "--region" => options.region = Some(value),
                "--image" => options.image = Some(value),
                "--disk" => options.disk = Some(value.parse()?),
                "--hold" => options.hold = Duration::from_secs(value.parse()?),
                _ => return Err(format!("unknown flag {flag}\n\n{USAGE}").into()),
            }
        }
        Ok(Some(options))
    }
}
