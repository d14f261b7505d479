//! The body of a create request, read and checked.

use std::num::NonZeroU64;
use std::time::Duration;

use serde_json::{Value, json};

use super::fields::Fields;
use crate::shared::Refusal;

pub(super) const ACCELERATORS: [&str; 4] = ["mlu", "dcu", "gpu", "cpu"];
pub(super) const TASK_TYPES: [&str; 4] = ["ssh", "jupyter", "codeserver", "rstudio"];

/// A create request in which nothing is missing and nothing contradicts.
#[derive(Debug, Default)]
pub(super) struct Order {
    pub(super) name: String,
    pub(super) description: String,
    pub(super) task_type: String,
    pub(super) accelerator: String,
    pub(super) version: String,
    pub(super) image_path: String,
    /// As it was written.
    pub(super) timeout_limit: String,
    /// `None` for `unlimited`.
    pub(super) timeout: Option<Duration>,
    pub(super) tasks: u64,
    pub(super) resource_group: String,
    pub(super) spec: Spec,
    pub(super) uses_script: bool,
    /// Which containers the script is for.
    pub(super) script_scope: String,
    /// Empty if there is none.
    pub(super) script: String,
    /// As answers show them: without the target, as the documented table has it.
    pub(super) mounts: Vec<Value>,
    pub(super) ports: Vec<Port>,
}

#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Spec {
    pub(super) cpus: u64,
    pub(super) accelerators: u64,
    pub(super) ram_mb: u64,
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
            task_type: "ssh".into(),
            accelerator: "gpu".into(),
            version: "jupyter:4.4-py3.7-cpu".into(),
            image_path: "10.0.35.26:5000/gpu/admin/base/jupyter:4.4-py3.7-cpu".into(),
            timeout_limit: "unlimited".into(),
            tasks: 1,
            resource_group: "TeslaM40".into(),
            spec: Spec { cpus: 3, accelerators: 1, ram_mb: 15_360 },
            script_scope: "all".into(),
            ..Self::default()
        }
    }

    /// # Errors
    /// The first thing that is wrong.
    pub(super) fn read(fields: &Fields<'_>) -> Result<Self, Refusal> {
        let timeout_limit = fields.required_text("timeoutLimit")?;
        let uses_script = fields.required("useStartScript")?;
        let script = fields.text("startScriptContent")?;
        if uses_script && script.is_none() {
            return Err(fields.missing("startScriptContent"));
        }
        Ok(Self {
            name: fields.required_text("instanceServiceName")?,
            description: fields.text("description")?.unwrap_or_default(),
            task_type: fields.required_word("taskType", &TASK_TYPES)?,
            accelerator: fields.required_word("acceleratorType", &ACCELERATORS)?,
            version: fields.required_text("version")?,
            image_path: fields.required_text("imagePath")?,
            timeout: timeout(&timeout_limit)
                .ok_or_else(|| fields.wrong("timeoutLimit", format!("not {timeout_limit:?}")))?,
            timeout_limit,
            tasks: positive(fields, "taskNumber")?,
            resource_group: fields.required_text("resourceGroup")?,
            spec: Spec::read(fields)?,
            uses_script,
            script_scope: scope(fields)?,
            script: script.unwrap_or_default(),
            mounts: fields.each("mountInfoList", mount)?,
            ports: fields.each("containerPortInfoList", port)?,
        })
    }
}

impl Spec {
    pub(super) fn read(fields: &Fields<'_>) -> Result<Self, Refusal> {
        Ok(Self {
            cpus: positive(fields, "cpuNumber")?,
            accelerators: fields.required("gpuNumber")?,
            ram_mb: positive(fields, "ramSize")?,
        })
    }
}

pub(super) fn scope(fields: &Fields<'_>) -> Result<String, Refusal> {
    fields.required_word("startScriptActionScope", &["all", "header"])
}

fn positive(fields: &Fields<'_>, name: &str) -> Result<u64, Refusal> {
    fields.required(name).map(NonZeroU64::get)
}

/// The target is required, though no answer shows it.
fn mount(fields: &Fields<'_>) -> Result<Value, Refusal> {
    for name in ["sourcePath", "targetPath"] {
        if !fields.required_text(name)?.starts_with('/') {
            return Err(fields.wrong(name, "not absolute"));
        }
    }
    let kind = fields.required_word("type", &["data", "path"])?;
    Ok(json!({"sourcePath": fields.text("sourcePath")?, "type": kind}))
}

/// The number may come as a text (the sample) or a number (the table).
fn port(fields: &Fields<'_>) -> Result<Port, Refusal> {
    let name = "containerPort";
    let number = match fields.required(name)? {
        Value::String(text) if text.bytes().all(|byte| byte.is_ascii_digit()) => text.parse().ok(),
        Value::Number(number) => number.as_u64().and_then(|one| u16::try_from(one).ok()),
        _ => None,
    };
    Ok(Port {
        number: number.filter(|number| *number > 0).ok_or_else(|| fields.wrong(name, "no port"))?,
        protocol: fields.required_word("protocolType", &["SSH", "HTTP"])?,
    })
}

/// `timeoutLimit`: hours, minutes and seconds of at least two digits each, as in the document, or
/// `unlimited`, which is `Some(None)`. Hours may be above 24 (seen in use at a sibling service); that a
/// limit of nothing is refused is inferred.
fn timeout(text: &str) -> Option<Option<Duration>> {
    if text == "unlimited" {
        return Some(None);
    }
    let digits = |part: &str| part.len() >= 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    let number = |part: &str| part.parse().ok().filter(|_| digits(part));
    let parts: Vec<u64> = text.split(':').map(number).collect::<Option<_>>()?;
    let [hours, minutes @ ..=59, seconds @ ..=59] = parts[..] else {
        return None;
    };
    let seconds = hours.checked_mul(3600)?.checked_add(minutes * 60 + seconds)?;
    Some(Some(Duration::from_secs(seconds))).filter(|_| seconds > 0)
}
