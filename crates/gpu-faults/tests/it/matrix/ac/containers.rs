//! Every call of `ac-openapi-client` to a region's container service.

use ac_openapi_client::{
    Accelerator, Client, Confirmations, Confirming, ImageAccess, ImageType, InstanceIds,
    InstanceName, ListForm, ResourceSpec, Until,
};
use gpu_emulator::Cost;

use super::{OnAc, URL_CREDENTIAL, container, script, unique};
use crate::matrix::call::{Call, Effect, KEY, OLD, PATIENCE};
use crate::matrix::truth::so;
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

impl OnAc {
    async fn create(&self, client: &Client, name: InstanceName) -> Told {
        let key = name.as_str().to_owned();
        let request = client.create_instance(container(name));
        asked!(request, |made| self.world.has(made.id.as_str(), &key))
    }

    async fn list(&self, form: ListForm) -> Told {
        asked!(self.client.list_instances().form(form), |page| {
            self.world.are_all(page.items.as_slice())
        })
    }

    async fn confirm(&self, confirming: Confirming<Confirmations>) -> Told {
        Told::weigh(confirming.limit(PATIENCE).await, |told| {
            let all = told.iter().map(|(_, one)| self.world.confirms(one));
            all.reduce(Claim::and).unwrap_or(Claim::Open)
        })
    }

    async fn confirm_deleted(&self) -> Told {
        self.confirm(self.client.confirm_deleted(self.old()).accepted()).await
    }

    async fn stopped(&self) {
        drop(self.client.stop_instances(self.old()).await.expect("accepted"));
        self.world.ends(OLD).expect("it ends");
    }

    fn scripts(&self) -> usize {
        self.world.emulator.scripts(OLD).len()
    }
}

/// There is something in it.
fn filled(json: &serde_json::Value) -> Result<(), String> {
    let is_list = json.as_array().is_some_and(|items| !items.is_empty());
    so(is_list || json.as_object().is_some_and(|members| !members.is_empty()), json)
}

pub(super) fn calls() -> Vec<Call<OnAc>> {
    let mut calls = about_instances();
    calls.extend(watching());
    calls.extend(about_offers());
    calls
}

fn about_instances() -> Vec<Call<OnAc>> {
    use Effect::{Changes, Creates, Reads, Watches};
    vec![
        Call::new("create_instance, unique name", Creates, CREATE, async |s: &OnAc| {
            s.create(&s.client, unique()).await
        })
        .about(unique().as_str())
        .never_repeated(),
        Call::new("create_instance, chosen name", Creates, CREATE, async |s: &OnAc| {
            s.create(&s.client, InstanceName::new(KEY).expect("a name")).await
        })
        .never_repeated(),
        // The client asks for a token and for its address before.
        Call::new("create_instance, by access keys", Creates, CREATE, async |s: &OnAc| {
            s.create(&s.access().connect().await.expect("a region"), unique()).await
        })
        .about(unique().as_str())
        .never_repeated()
        .passes(2),
        Call::new("get_instance", Reads, DETAIL, async |s: &OnAc| {
            asked!(s.client.get_instance(s.old()), |got| s.world.runs(got, OLD))
        })
        .about(OLD),
        Call::new("list_instances, by query", Reads, LIST, async |s: &OnAc| {
            s.list(ListForm::Query).await
        })
        .machines(3),
        Call::new("list_instances, by body", Reads, LIST_BY_BODY, async |s: &OnAc| {
            s.list(ListForm::Body).await
        })
        .machines(3),
        Call::new("list_instances.stream, second page", Watches, LIST, async |s: &OnAc| {
            let all = s.client.list_instances().per_page(2).stream().collect().await;
            Told::new(all, |all: &Vec<_>| s.world.are_all(all))
        })
        .machines(3)
        .passes(1)
        .limit(120),
        Call::new("find_instance", Watches, LIST_BY_BODY, async |s: &OnAc| {
            let name = InstanceName::new(OLD).expect("a name");
            s.world.found(s.client.find_instance(&name).await)
        })
        .machines(3)
        .about(OLD)
        .limit(120),
        Call::new("get_access_url", Reads, URL, async |s: &OnAc| {
            asked!(s.client.get_access_url(s.old()), |url| {
                let has_one = url.as_ref().is_some_and(|url| url.expose().contains(URL_CREDENTIAL));
                so(has_one, "it has one with a credential")
            })
        })
        .about(OLD),
        Call::new("stop_instances", Changes, STOP, async |s: &OnAc| {
            asked!(s.client.stop_instances(s.old()), |_| s.world.ends(OLD))
        }),
        Call::new("restart_instance", Changes, RESTART, async |s: &OnAc| {
            let runs = |cost| cost == Cost::Machine;
            asked!(s.client.restart_instance(s.old()), |_| s.world.soon(OLD, runs))
        })
        .before(OnAc::stopped),
        Call::new("update_resource_spec", Changes, SPEC, async |s: &OnAc| {
            let spec = ResourceSpec { cpu_number: 4, gpu_number: 1, ram_mb: 4096 };
            asked!(s.client.update_resource_spec(s.old(), spec), |_| s.world.did(SPEC))
        })
        .before(OnAc::stopped),
        Call::new("execute_script", Changes, EXECUTE, async |s: &OnAc| {
            let request = s.client.execute_script(s.old(), script());
            asked!(request, |_| so(s.scripts() == 1, s.scripts()))
        })
        .never_repeated()
        .makes(OnAc::scripts),
        Call::new("delete_instances", Changes, DELETE, async |s: &OnAc| {
            asked!(s.client.delete_instances(s.old()), |_| s.world.ends(OLD))
        }),
    ]
}

fn watching() -> Vec<Call<OnAc>> {
    use Effect::Watches;
    vec![
        Call::new("confirm_stopped", Watches, DETAIL, async |s: &OnAc| {
            s.confirm(s.client.confirm_stopped(s.old())).await
        })
        .about(OLD)
        .before(OnAc::stopped),
        Call::new("confirm_deleted, of a deleted one", Watches, DETAIL, OnAc::confirm_deleted)
            .about(OLD)
            .before(async |s: &OnAc| {
                drop(s.client.delete_instances(s.old()).await.expect("accepted"));
            }),
        Call::new("confirm_deleted, of one that runs", Watches, DETAIL, OnAc::confirm_deleted)
            .about(OLD),
        Call::new("give_back", Watches, STOP, async |s: &OnAc| {
            s.confirm(s.client.give_back(s.old())).await
        })
        .about(OLD),
        Call::new("wait_until(running)", Watches, DETAIL, async |s: &OnAc| {
            let waiting = s.client.wait_until(s.called(KEY), Until::running()).limit(PATIENCE);
            Told::new(waiting.await, |state| s.world.runs(state, KEY))
        })
        .about(KEY)
        .before(OnAc::queued),
        Call::new("list_instances.wait_all(running)", Watches, LIST, async |s: &OnAc| {
            let ids = InstanceIds::from(s.old()).and(s.called(KEY));
            let waiting = s.client.list_instances().wait_all(ids, Until::running());
            s.world.all_run(waiting.limit(PATIENCE).await)
        })
        .before(OnAc::queued),
    ]
}

fn about_offers() -> Vec<Call<OnAc>> {
    use Effect::{Reads, Watches};
    vec![
        Call::new("get_node_limits", Reads, LIMITS, async |s: &OnAc| {
            let limits = s.client.get_node_limits(Accelerator::Gpu, "TeslaM40").await;
            Told::new(limits, |limits| {
                so(limits.cpu_number.copied() == Some(40), &limits.cpu_number)
            })
        }),
        Call::new("list_resource_groups", Reads, GROUPS, async |s: &OnAc| {
            Told::new(s.client.list_resource_groups().await, |json| filled(&json["gpu"]))
        }),
        Call::new("list_allowed_mount_dirs", Reads, DIRS, async |s: &OnAc| {
            Told::new(s.client.list_allowed_mount_dirs().await, filled)
        }),
        Call::new("list_images", Reads, IMAGES, async |s: &OnAc| {
            Told::new(s.client.list_images(ImageAccess::Public).await, |page| {
                let listed = page.items.as_slice().len() as u64;
                so(listed > 0 && page.total.copied() == Some(listed), &page.total)
            })
        }),
        Call::new("list_images.stream, second page", Watches, IMAGES, async |s: &OnAc| {
            let images = s.client.list_images(ImageAccess::Public).per_page(1).stream();
            Told::new(images.collect().await, |all: &Vec<_>| so(all.len() > 1, "there are more"))
        })
        .passes(1)
        .limit(120),
        Call::new("list_images_by_get", Reads, IMAGES_BY_GET, async |s: &OnAc| {
            let request = s.client.list_images_by_get(Accelerator::Gpu, ImageType::JupyterLab);
            Told::new(request.await, filled)
        }),
    ]
}
