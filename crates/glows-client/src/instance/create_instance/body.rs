//! The body of a create as it goes over the wire, once everything in it has been checked.

use gpu_common::{Protocol, Region, Secret, check_text};
use serde::Serialize;

use super::CreateInstance;
use crate::{Category, Error, Hardware, MetaKey, PublicIpId, Result, Source};

/// Wire form. What is `None` is not sent.
#[derive(Serialize)]
pub(super) struct Body<'a> {
    #[serde(flatten)]
    source: &'a Source,
    #[serde(flatten)]
    hardware: &'a Hardware,
    custom_meta_key: &'a MetaKey,
    instance_category: &'a Category,
    region_name: &'a Region,
    #[serde(skip_serializing_if = "Option::is_none")]
    remark: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    public_ip_id: Option<&'a PublicIpId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    envs: Option<Secret>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ports: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cmd: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit_qty: Option<u32>,
}

impl CreateInstance {
    /// Refuses what the types do not rule out. Texts once more, because they may be out of a file or an
    /// answer.
    pub(super) fn body<'a>(&'a self, key: &'a MetaKey) -> Result<Body<'a>> {
        key.check()?;
        let region = self.region.as_ref().map_err(Clone::clone)?;
        region.check()?;
        self.source.check()?;
        self.hardware.check()?;
        check_text("category", self.category.as_str(), usize::MAX)?;
        if let Some(cmd) = &self.cmd {
            if cmd.trim().is_empty() {
                return Err(Error::invalid("cmd", "is blank"));
            }
            if self.category != Category::Container {
                let reason = format!("is for containers only, not for category {}", self.category);
                return Err(Error::invalid("cmd", reason));
            }
        }
        if self.unit_qty == Some(0) {
            return Err(Error::invalid("unit_qty", "must be at least 1"));
        }
        Ok(Body {
            source: &self.source,
            hardware: &self.hardware,
            custom_meta_key: key,
            instance_category: &self.category,
            region_name: region,
            remark: self.remark.as_deref(),
            public_ip_id: self.public_ip.as_ref(),
            envs: self.envs_text()?,
            ports: self.ports_text()?,
            cmd: self.cmd.as_deref(),
            unit_qty: self.unit_qty,
        })
    }

    /// `k=v;k=v`, ordered by name. What would need an escape is refused, because none is published.
    fn envs_text(&self) -> Result<Option<Secret>> {
        let refuse = |reason: String| Err(Error::invalid("envs", reason));
        let mut pairs = Vec::with_capacity(self.envs.len());
        for (name, value) in &self.envs {
            if name.trim().is_empty() {
                return refuse("a variable has no name".into());
            }
            if name.contains(['=', ';']) {
                return refuse(format!("the name {name:?} has `=` or `;` in it"));
            }
            if value.expose().contains(';') {
                let reason = "has `;` in it, for which no escape is published";
                return refuse(format!("the value of {name:?} {reason}"));
            }
            pairs.push(format!("{name}={}", value.expose()));
        }
        Ok((!pairs.is_empty()).then(|| pairs.join(";").into()))
    }

    /// A JSON array in a JSON string, in the caller's order.
    fn ports_text(&self) -> Result<Option<String>> {
        let refuse = |reason: String| Err(Error::invalid("ports", reason));
        let mut pairs = Vec::with_capacity(self.ports.len());
        for (index, (port, protocol)) in self.ports.iter().enumerate() {
            if *port == 0 {
                return refuse("port 0 cannot be opened".into());
            }
            if self.ports.iter().take(index).any(|(other, _)| other == port) {
                return refuse(format!("port {port} is there twice"));
            }
            // Documented; a related platform has further numbers, which are not taken over.
            let protocol = match protocol {
                Protocol::Ssh => 1,
                Protocol::Http => 2,
                _ => {
                    let reason = format!("no number is published for protocol {protocol}");
                    return refuse(format!("{reason} of port {port}"));
                }
            };
            pairs.push(format!(r#"{{"port":{port},"protocol":{protocol}}}"#));
        }
        Ok((!pairs.is_empty()).then(|| format!("[{}]", pairs.join(","))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Client;

    #[test]
    fn variables_and_ports_are_joined_as_documented_and_the_last_value_of_a_name_counts() {
        let client = Client::new("token").unwrap();
        let (image, gpu) = (Source::image("i"), Hardware::gpu("g"));
        let order = client.create_instance(image, gpu, Category::Container, "r", "k");
        for (variables, text) in [
            (&[][..], None),
            (&[("foo", "bar"), ("tik", "tok")], Some("foo=bar;tik=tok")),
            (&[("a", "1"), ("a", "2")], Some("a=2")),
            (&[("a", "")], Some("a=")),
            (&[("a", "x=y")], Some("a=x=y")),
        ] {
            let order = order.clone().envs(variables.iter().copied());
            assert_eq!(order.envs_text().unwrap(), text.map(Secret::from));
        }
        assert_eq!(order.ports_text().unwrap(), None);
        let text = r#"[{"port":7890,"protocol":2},{"port":3306,"protocol":1}]"#;
        let order = order.http_port(7890).ssh_port(3306);
        assert_eq!(order.ports_text().unwrap().as_deref(), Some(text));
    }
}
