//! What to rent: flags before variables before the documented sample.

use std::str::FromStr;
use std::time::Duration;

use ac_openapi_client::{Accelerator, ImageRef, InstanceName, NewInstance, TimeoutLimit};

pub(crate) const USAGE: &str = "\
usage: rent [--region ID|NAME] [--accelerator KIND] [--group NAME] [--image PATH] [--version NAME:TAG]
            [--gpus N] [--cpus N] [--ram-mb N] [--hold SECONDS] [--yes]

  --region       where                    AC_REGION       the only one that can be used
  --accelerator  mlu, dcu, gpu or cpu     AC_ACCELERATOR  gpu
  --group        resource group           AC_GROUP        TeslaM40
  --image        the image's whole path   AC_IMAGE        10.0.35.26:5000/gpu/admin/base/jupyter:4.4-py3.7-cpu
  --version      the image's name:tag     AC_VERSION      jupyter:4.4-py3.7-cpu
  --gpus         accelerators, 1 by default
  --cpus         cores, 3 by default
  --ram-mb       memory in MB, 15360 by default
  --hold         how long to keep it before it is given back, 0 by default
  --yes          rents a real container without asking

With AC_USER, AC_ACCESS_KEY and AC_SECRET_KEY, or with AC_TOKEN and AC_BASE_URL, a real container is
rented once you have typed yes, without them an emulated one.";

pub(crate) struct Options {
    pub(crate) region: Option<String>,
    pub(crate) accelerator: Accelerator,
    pub(crate) group: String,
    image: String,
    version: String,
    gpus: u32,
    cpus: u32,
    ram_mb: u64,
    pub(crate) hold: Duration,
    pub(crate) yes: bool,
}

impl Options {
    /// `None` if help is wanted.
    pub(crate) fn read() -> crate::Result<Option<Self>> {
        let mut options = Self::from_variables();
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
                "--region" => options.region = Some(value),
                "--accelerator" => options.accelerator = value.into(),
                "--group" => options.group = value,
                "--image" => options.image = value,
                "--version" => options.version = value,
                "--gpus" => options.gpus = number(&flag, &value)?,
                "--cpus" => options.cpus = number(&flag, &value)?,
                "--ram-mb" => options.ram_mb = number(&flag, &value)?,
                "--hold" => options.hold = Duration::from_secs(number(&flag, &value)?),
                _ => return Err(format!("unknown flag {flag}\n\n{USAGE}").into()),
            }
        }
        Ok(Some(options))
    }

    fn from_variables() -> Self {
        let variable =
            |name, default: &str| std::env::var(name).unwrap_or_else(|_| default.to_owned());
        Self {
            region: None, // the client reads AC_REGION itself
            accelerator: variable("AC_ACCELERATOR", "gpu").into(),
            group: variable("AC_GROUP", "TeslaM40"),
            image: variable("AC_IMAGE", "10.0.35.26:5000/gpu/admin/base/jupyter:4.4-py3.7-cpu"),
            version: variable("AC_VERSION", "jupyter:4.4-py3.7-cpu"),
            gpus: 1,
            cpus: 3,
            ram_mb: 15_360,
            hold: Duration::ZERO,
            yes: false,
        }
    }

    /// What to ask for under this name.
    pub(crate) fn instance(&self, name: InstanceName) -> NewInstance {
        // A limit of its own, in case that giving it back fails: it stops by itself then.
        let limit = self.hold + Duration::from_secs(3600);
        let image = ImageRef::new(&self.image, &self.version);
        let plain = NewInstance::new(name, image, self.accelerator.clone(), &self.group);
        NewInstance {
            gpu_number: self.gpus,
            cpu_number: self.cpus,
            ram_mb: self.ram_mb,
            timeout_limit: TimeoutLimit::After(limit),
            ..plain
        }
    }
}

fn number<T: FromStr>(flag: &str, text: &str) -> crate::Result<T> {
    let number = text.parse();
    number.map_err(|_| format!("{flag} needs a number, not {text:?}").into())
}
