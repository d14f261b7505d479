//! Every call of `ac-openapi-client` to a region's container service.

use ac_openapi_client::{
    Accelerator, Client, Confirmations, Confirming, Error, ImageAccess, ImageType, InstanceIds,
    InstanceName, ListForm, ResourceSpec, Until,
};
use gpu_emulator::Cost;

use super::stage::{AcStage, URL_CREDENTIAL, container, order_past, past, script, unique};
use crate::matrix::{Call, Effect, KEY, OLD, PATIENCE};
use crate::told::{Claim, Told, asked};

const CREATE: (&str, &str) = ("POST", "/ai/openapi/v2/instance-service/task");
const DELETE: (&str, &str) = ("DELETE", "/ai/openapi/v2/instance-service/task");
const LIST_BY_BODY: (&str, &str) = ("GET", "/ai/openapi/v2/instance-service/task");
const LIST: (&str, &str) = ("GET", "/ai/openapi/v2/instance-service/task/list");
const RESTART: (&str, &str) = ("POST", "/ai/openapi/v2/instance-service/task/actions/restart");
const STOP: (&str, &str) = ("POST", "/ai/openapi/v2/instance-service/task/actions/stop");
const EXECUTE: (&str, &str) =
    ("POST", "/ai/openapi/v2/instance-service/task/actions/execute-script");
const DETAIL: (&str, &str) = ("GET", "/ai/openapi/v2/instance-service/{id}/detail");
const URL: (&str, &str) = ("GET", "/ai/openapi/v2/instance-service/{id}/url");
const SPEC: (&str, &str) = ("POST", "/ai/openapi/v2/instance-service/resource-spec/actions/update");
const LIMITS: (&str, &str) = ("GET", "/ai/openapi/v2/instance-service/resources");
const GROUPS: (&str, &str) = ("GET", "/ai/openapi/v2/instance-service/resource-group");
const DIRS: (&str, &str) = ("GET", "/ai/openapi/v2/instance-service/allowed-mount-dir");
const IMAGES: (&str, &str) = ("POST", "/ai/openapi/v2/image/images");
const IMAGES_BY_GET: (&str, &str) = ("GET", "/ai/openapi/v2/instance-service/images");

type OfAc = Call<AcStage>;

pub(super) fn calls() -> Vec<OfAc> {
    let mut calls = about_instances();
    calls.extend(watching());
    calls.extend(about_offers());
    calls
}

fn about_instances() -> Vec<OfAc> {
    use Effect::{Changes, Creates, Reads, Watches};
    vec![
        OfAc::new("create_instance, unique name", Creates, CREATE, |s| {
            Box::pin(s.create(unique()))
        })
        .about(unique().as_str())
        .never_repeated(),
        OfAc::new("create_instance, chosen name", Creates, CREATE, |s| {
            Box::pin(s.create(InstanceName::new(KEY).expect("a name")))
        })
        .never_repeated(),
        OfAc::new("create_instance, by access keys", Creates, CREATE, |s| {
            Box::pin(s.create_by_keys(unique()))
        })
        .about(unique().as_str())
        .never_repeated()
        .passes(2),
        OfAc::new("get_instance", Reads, DETAIL, |s| Box::pin(s.get())).about(OLD),
        OfAc::new("list_instances, by query", Reads, LIST, |s| Box::pin(s.list(ListForm::Query)))
            .machines(3),
        OfAc::new("list_instances, by body", Reads, LIST_BY_BODY, |s| {
            Box::pin(s.list(ListForm::Body))
        })
        .machines(3),
        OfAc::new("list_instances.stream, second page", Watches, LIST, |s| Box::pin(s.stream()))
            .machines(3)
            .passes(1)
            .limit(120),
        OfAc::new("find_instance", Watches, LIST_BY_BODY, |s| Box::pin(s.find()))
            .machines(3)
            .about(OLD)
            .limit(120),
        OfAc::new("get_access_url", Reads, URL, |s| Box::pin(s.access_url())).about(OLD),
        OfAc::new("stop_instances", Changes, STOP, |s| Box::pin(s.stop())),
        OfAc::new("restart_instance", Changes, RESTART, |s| Box::pin(s.restart()))
            .before(|s| Box::pin(s.stopped_before())),
        OfAc::new("update_resource_spec", Changes, SPEC, |s| Box::pin(s.resize()))
            .before(|s| Box::pin(s.stopped_before())),
        OfAc::new("execute_script", Changes, EXECUTE, |s| Box::pin(s.execute()))
            .never_repeated()
            .makes(|s| s.world.emulator.scripts(OLD).len()),
        OfAc::new("delete_instances", Changes, DELETE, |s| Box::pin(s.delete())),
    ]
}

fn watching() -> Vec<OfAc> {
    use Effect::Watches;
    vec![
        OfAc::new("confirm_stopped", Watches, DETAIL, |s| {
            Box::pin(s.confirm(s.client.confirm_stopped(s.old())))
        })
        .about(OLD)
        .before(|s| Box::pin(s.stopped_before())),
        OfAc::new("confirm_deleted, of a deleted one", Watches, DETAIL, |s| {
            Box::pin(s.confirm(s.client.confirm_deleted(s.old()).accepted()))
        })
        .about(OLD)
        .before(|s| Box::pin(s.deleted_before())),
        OfAc::new("confirm_deleted, of one that runs", Watches, DETAIL, |s| {
            Box::pin(s.confirm(s.client.confirm_deleted(s.old()).accepted()))
        })
        .about(OLD),
        OfAc::new("give_back", Watches, STOP, |s| Box::pin(s.confirm(s.client.give_back(s.old()))))
            .about(OLD),
        OfAc::new("wait_until(running)", Watches, DETAIL, |s| Box::pin(s.wait()))
            .about(KEY)
            .before(|s| Box::pin(s.queued_before())),
        OfAc::new("list_instances.wait_all(running)", Watches, LIST, |s| Box::pin(s.wait_all()))
            .before(|s| Box::pin(s.queued_before())),
    ]
}

fn about_offers() -> Vec<OfAc> {
    use Effect::{Reads, Watches};
    vec![
        OfAc::new("get_node_limits", Reads, LIMITS, |s| Box::pin(s.limits())),
        OfAc::new("list_resource_groups", Reads, GROUPS, |s| Box::pin(s.groups())),
        OfAc::new("list_allowed_mount_dirs", Reads, DIRS, |s| Box::pin(s.dirs())),
        OfAc::new("list_images", Reads, IMAGES, |s| Box::pin(s.images())),
        OfAc::new("list_images.stream, second page", Watches, IMAGES, |s| {
            Box::pin(s.image_stream())
        })
        .passes(1)
        .limit(120),
        OfAc::new("list_images_by_get", Reads, IMAGES_BY_GET, |s| Box::pin(s.images_by_get())),
    ]
}

impl AcStage {
    async fn create(&self, name: InstanceName) -> Told {
        self.create_with(&self.client, name).await
    }

    /// The client asks for a token and for its address before.
    async fn create_by_keys(&self, name: InstanceName) -> Told {
        let client = self.access().connect().await.expect("a region");
        self.create_with(&client, name).await
    }

    async fn create_with(&self, client: &Client, name: InstanceName) -> Told {
        let key = name.as_str().to_owned();
        let request = client.create_instance(container(name));
        asked!(request, |made| self.world.has(made.id.as_str(), &key))
    }

    async fn get(&self) -> Told {
        asked!(self.client.get_instance(self.old()), |got| self.world.runs(got.id.as_str(), OLD))
    }

    async fn list(&self, form: ListForm) -> Told {
        asked!(self.client.list_instances().form(form), |page| {
            self.world.are_all(page.instances.iter().map(|one| one.id.as_str()))
        })
    }

    async fn stream(&self) -> Told {
        let all = self.client.list_instances().per_page(2).stream().collect().await;
        Told::new(all, |all| self.world.are_all(all.iter().map(|one| one.id.as_str())))
    }

    async fn find(&self) -> Told {
        let name = InstanceName::new(OLD).expect("a name");
        let found = self.client.find_instance(&name).await;
        Told::weigh(found, |found| self.world.finds(found, OLD))
    }

    async fn access_url(&self) -> Told {
        asked!(self.client.get_access_url(self.old()), |url| match url {
            Some(url) if url.expose().contains(URL_CREDENTIAL) => Ok(()),
            _ => Err("it has one with a credential".to_owned()),
        })
    }

    async fn stop(&self) -> Told {
        asked!(self.client.stop_instances(self.old()), |_| self.world.ends(OLD))
    }

    async fn restart(&self) -> Told {
        let check = |cost| cost == Cost::Machine;
        asked!(self.client.restart_instance(self.old()), |_| self.world.soon(OLD, check))
    }

    async fn resize(&self) -> Told {
        let spec = ResourceSpec { cpu_number: 4, gpu_number: 1, ram_mb: 4096 };
        asked!(self.client.update_resource_spec(self.old(), spec), |_| self.world.did(SPEC))
    }

    async fn execute(&self) -> Told {
        let ran = || self.world.emulator.scripts(OLD).len();
        asked!(self.client.execute_script(self.old(), script()), |_| match ran() {
            1 => Ok(()),
            other => Err(format!("{other} scripts ran")),
        })
    }

    async fn delete(&self) -> Told {
        asked!(self.client.delete_instances(self.old()), |_| self.world.ends(OLD))
    }

    async fn confirm(&self, confirming: Confirming<Confirmations>) -> Told {
        Told::weigh(confirming.limit(PATIENCE).await, |told| {
            let all = told.iter().map(|(_, one)| self.world.confirms(one, OLD));
            all.reduce(Claim::and).unwrap_or(Claim::Open)
        })
    }

    async fn wait(&self) -> Told {
        let waiting = self.client.wait_until(self.called(KEY), Until::running());
        let state = waiting.limit(PATIENCE).await;
        Told::new(state, |state| self.world.runs(state.id.as_str(), KEY))
    }

    async fn wait_all(&self) -> Told {
        let ids = InstanceIds::from(self.old()).and(self.called(KEY));
        let waiting = self.client.list_instances().wait_all(ids, Until::running());
        let settled = waiting.limit(PATIENCE).await;
        let states: Result<Vec<_>, Error> = settled.into_iter().map(|one| one.result).collect();
        Told::new(states, |states| {
            self.world.are_all(states.iter().map(|one| one.id.as_str()))?;
            self.world.runs(self.called(KEY).as_str(), KEY)
        })
    }

    async fn limits(&self) -> Told {
        let limits = self.client.get_node_limits(Accelerator::Gpu, "TeslaM40").await;
        Told::new(limits, |limits| match limits.cpu_number.copied() {
            Some(40) => Ok(()),
            other => Err(format!("it has 40, not {other:?}")),
        })
    }

    async fn groups(&self) -> Told {
        Told::new(self.client.list_resource_groups().await, |json| filled(&json["gpu"]))
    }

    async fn dirs(&self) -> Told {
        Told::new(self.client.list_allowed_mount_dirs().await, filled)
    }

    async fn images(&self) -> Told {
        let images = self.client.list_images(ImageAccess::Public).await;
        Told::new(images, |page| {
            let listed = page.images.as_slice().len() as u64;
            let all = listed > 0 && page.total.copied() == Some(listed);
            all.then_some(()).ok_or_else(|| format!("{listed} of {:?}", page.total))
        })
    }

    async fn image_stream(&self) -> Told {
        let all = self.client.list_images(ImageAccess::Public).per_page(1);
        let all = all.stream().collect().await;
        Told::new(all, |all| {
            (all.len() > 1)
                .then_some(())
                .ok_or_else(|| format!("there are more than {}", all.len()))
        })
    }

    async fn images_by_get(&self) -> Told {
        let request = self.client.list_images_by_get(Accelerator::Gpu, ImageType::JupyterLab);
        Told::new(request.await, filled)
    }

    async fn queued_before(&self) {
        order_past(&self.world, KEY).await;
    }

    async fn stopped_before(&self) {
        let path = format!("/task/actions/stop?ids={}", self.old());
        past(&self.world, "POST", &path, None).await;
        self.world.ends(OLD).expect("it ends");
    }

    async fn deleted_before(&self) {
        past(&self.world, "DELETE", &format!("/task?ids={}", self.old()), None).await;
    }
}

/// There is something in it.
fn filled(json: &serde_json::Value) -> Result<(), String> {
    let is_filled = match json {
        serde_json::Value::Array(items) => !items.is_empty(),
        serde_json::Value::Object(members) => !members.is_empty(),
        _ => false,
    };
    is_filled.then_some(()).ok_or_else(|| json.to_string())
}
