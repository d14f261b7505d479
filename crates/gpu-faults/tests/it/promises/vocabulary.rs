//! One vocabulary: the same job has the same name and takes the same forms in all three clients. What
//! differs does not compile here.

/// What a program says to a client, checked by the compiler and never run.
fn says<S, I, N>(_: impl FnOnce(&S, &I, &N)) {}

macro_rules! speak_alike {
    ($($vendor:ident, $service:ident, named by $name:ident;)+) => { $({
        use $vendor::{Instance, Until};

        says(|service: &$vendor::$service, instance: &Instance, name: &$vendor::$name| {
            let ready = Until::running().and(Until::ssh_ready());
            drop(service.list_instances());
            drop(service.get_instance(instance));
            drop(service.wait_until(instance, ready).reachable(Instance::ssh_address));
            drop(service.find_instance(name));
            drop(service.give_back(instance));
            let _: &str = instance.status_text();
            let _: Option<$vendor::SshEndpoint> = instance.ssh();
            drop(name.clone());
        });
        let named = $vendor::$name::unique("job").unwrap();
        assert!(named.as_str().starts_with("job"), "{named}");
        assert_eq!(named.as_str().parse::<$vendor::$name>().unwrap(), named);
    })+ };
}

#[test]
fn the_same_job_has_the_same_name_in_all_clients() {
    speak_alike! {
        glows_client, Client, named by MetaKey;
        mdc_client, Cluster, named by DisplayName;
        ac_openapi_client, Client, named by InstanceName;
    }
}

#[test]
fn lists_that_have_pages_say_alike_how_long_they_are() {
    says(|glows: &glows_client::Client, ac: &ac_openapi_client::Client, _: &()| {
        drop(glows.list_instances().per_page(50));
        drop(ac.list_instances().per_page(50));
        drop(ac.list_images(ac_openapi_client::ImageAccess::Public).per_page(50));
    });
}
