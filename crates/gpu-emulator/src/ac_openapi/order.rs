//! The body of a create request, read and checked.

use std::time::Duration;

use serde::Serialize;
use serde_json::Value;

use super::fields::{Fields, Wrong, wrong};

pub(super) const ACCELERATORS: [&str; 4] = ["mlu", "dcu", "gpu", "cpu"];
pub(super) const TASK_TYPES: [&str; 4] = ["ssh", "jupyter", "codeserver", "rstudio"];
const SCOPES: [&str; 2] = ["all", "header"];

/// A create request in which nothing is missing and nothing contradicts.
#[derive(Debug)]
pub(super) struct Order {
    pub(super) name: String,
    pub(super) description: String,
    pub(super) task_type: String,
    pub(super) accelerator: String,
    pub(super) version: String,
    pub(super) image_path: String,
    pub(super) timeout_text: String,
    pub(super) timeout: Option<Duration>,
    pub(super) tasks: u64,
    pub(super) resource_group: String,
    pub(super) spec: Spec,
    pub(super) start_script: bool,
    pub(super) script: Script,
    pub(super) mounts: Vec<Mount>,
    pub(super) ports: Vec<Port>,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Spec {
    pub(super) cpus: u64,
    pub(super) accelerators: u64,
    pub(super) ram_mb: u64,
}

/// A script and the containers that it is for.
#[derive(Debug)]
pub(super) struct Script {
    pub(super) scope: String,
    /// Empty if there is none.
    pub(super) content: String,
}

/// A mount as answers show it. That the target is not shown is the documented table's.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Mount {
    source_path: String,
    r#type: String,
}

#[derive(Debug)]
pub(super) struct Port {
    pub(super) number: u16,
    pub(super) protocol: String,
}

impl Order {
    /// The order of the document's sample, under this name.
    pub(super) fn documented(name: &str) -> Self {
        Self {
            name: name.into(),
            description: String::new(),
            task_type: "ssh".into(),
            accelerator: "gpu".into(),
            version: "jupyter:4.4-py3.7-cpu".into(),
            image_path: "10.0.35.26:5000/gpu/admin/base/jupyter:4.4-py3.7-cpu".into(),
            timeout_text: "unlimited".into(),
            timeout: None,
            tasks: 1,
            resource_group: "TeslaM40".into(),
            spec: Spec { cpus: 3, accelerators: 1, ram_mb: 15_360 },
            start_script: false,
            script: Script { scope: "all".into(), content: String::new() },
            mounts: Vec::new(),
            ports: Vec::new(),
        }
    }

    /// # Errors
    /// The first thing that is wrong.
    pub(super) fn read(fields: &Fields) -> Result<Self, Wrong> {
        let timeout_text = fields.text("timeoutLimit")?;
        let start_script = fields.flag("useStartScript")?;
        let scope = fields.one_of("startScriptActionScope", &SCOPES)?;
        let content = fields.optional_text("startScriptContent")?;
        if start_script && content.is_none() {
            return Err(Wrong::Missing("startScriptContent".into()));
        }
        Ok(Self {
            name: fields.text("instanceServiceName")?,
            description: fields.optional_text("description")?.unwrap_or_default(),
            task_type: fields.one_of("taskType", &TASK_TYPES)?,
            accelerator: fields.one_of("acceleratorType", &ACCELERATORS)?,
            version: fields.text("version")?,
            image_path: fields.text("imagePath")?,
            timeout: timeout(&timeout_text)?,
            timeout_text,
            tasks: fields.positive("taskNumber")?,
            resource_group: fields.text("resourceGroup")?,
            spec: Spec::read(fields)?,
            start_script,
            script: Script { scope, content: content.unwrap_or_default() },
            mounts: read_each(fields, "mountInfoList", mount)?,
            ports: read_each(fields, "containerPortInfoList", port)?,
        })
    }
}

impl Spec {
    pub(super) fn read(fields: &Fields) -> Result<Self, Wrong> {
        Ok(Self {
            cpus: fields.positive("cpuNumber")?,
            accelerators: fields.count("gpuNumber")?,
            ram_mb: fields.positive("ramSize")?,
        })
    }

    /// As instances show it to people.
    pub(super) fn shown(self) -> String {
        // No node has so much memory that a float could not hold it.
        let ram_gb = self.ram_mb as f64 / 1024.0;
        let Self { cpus, accelerators, .. } = self;
        format!("{cpus} 核心; {accelerators} 加速器; {ram_gb:.1}G 内存")
    }
}

impl Script {
    /// The script of an execute-script request.
    pub(super) fn read(fields: &Fields) -> Result<Self, Wrong> {
        Ok(Self {
            scope: fields.one_of("startScriptActionScope", &SCOPES)?,
            content: fields.text("startScriptContent")?,
        })
    }
}

fn read_each<T>(
    fields: &Fields,
    name: &str,
    read: impl Fn(&Fields) -> Result<T, Wrong>,
) -> Result<Vec<T>, Wrong> {
    fields.objects(name)?.iter().map(read).collect()
}

/// The target is required, though no answer shows it.
fn mount(fields: &Fields) -> Result<Mount, Wrong> {
    for name in ["sourcePath", "targetPath"] {
        if !fields.text(name)?.starts_with('/') {
            return Err(wrong(name, "absolute"));
        }
    }
    Ok(Mount {
        source_path: fields.text("sourcePath")?,
        r#type: fields.one_of("type", &["data", "path"])?,
    })
}

/// The number may come as a text (the sample) or a number (the table).
fn port(fields: &Fields) -> Result<Port, Wrong> {
    let name = "containerPort";
    let number = match fields.required(name)? {
        Value::String(text) if text.bytes().all(|byte| byte.is_ascii_digit()) => text.parse().ok(),
        Value::Number(number) => number.as_u64().and_then(|one| u16::try_from(one).ok()),
        _ => None,
    };
    Ok(Port {
        number: number.filter(|number| *number > 0).ok_or_else(|| wrong(name, "a port"))?,
        protocol: fields.one_of("protocolType", &["SSH", "HTTP"])?,
    })
}

/// `timeoutLimit`: hours, minutes and seconds, or `unlimited`.
///
/// `None` for `unlimited`. Hours may be above 24 (seen in use at a sibling service); that a limit
/// of nothing is refused is inferred.
fn timeout(text: &str) -> Result<Option<Duration>, Wrong> {
    if text == "unlimited" {
        return Ok(None);
    }
    let limit = seconds(text).filter(|seconds| *seconds > 0);
    match limit {
        Some(seconds) => Ok(Some(Duration::from_secs(seconds))),
        None => Err(Wrong::Invalid(format!("timeoutLimit is {text:?}"))),
    }
}

fn seconds(text: &str) -> Option<u64> {
    let mut parts = text.split(':').map(digits);
    let (hours, minutes, seconds) = (parts.next()??, parts.next()??, parts.next()??);
    if parts.next().is_some() || minutes > 59 || seconds > 59 {
        return None;
    }
    hours.checked_mul(3600)?.checked_add(minutes * 60 + seconds)
}

/// At least two digits, as in the document.
fn digits(text: &str) -> Option<u64> {
    let digits = text.len() >= 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| digits)
}
