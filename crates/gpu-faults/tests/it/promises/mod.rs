//! What the compiler promises of the clients: they cross threads, and so do their futures, and they
//! share one vocabulary. Several runtimes may share a client.
//!
//! A type that loses `Send` by a private field changes no signature; it fails to compile here.

mod runtimes;
mod vocabulary;

use std::collections::BTreeSet;
use std::error::Error;

use crate::calls::Calls;

/// Can be kept in a static, put behind an `Arc`, and used from every thread.
fn shared<T: Send + Sync + 'static>() {}

/// Can be awaited in a spawned task.
fn sent<T: IntoFuture + Send + 'static>()
where
    T::IntoFuture: Send + 'static,
{
}

/// Can be passed up by `?` and boxed, wherever errors are.
fn error<T: Error + Send + Sync + 'static>() {}

/// A future of a method, which has no name.
fn sent_future<F: Future + Send>(_: impl FnOnce() -> F) {}

/// Checks the types of one crate and gives the names of those that can be awaited.
macro_rules! promises {
    ($vendor:ident, errors: [$($error:ty),*], shared: [$($shared:ty),*], awaited: [$($awaited:ident),*]) => {{
        use $vendor::*;
        $(error::<$error>();)*
        $(shared::<$shared>();)*
        $(sent::<$awaited>();)*
        &[$(stringify!($awaited)),*]
    }};
}

/// Compares the listed builders with those of the crate's source.
fn all_are_listed(krate: &str, listed: &[&str]) {
    let listed: BTreeSet<String> = listed.iter().map(|name| (*name).to_owned()).collect();
    assert_eq!(Calls::of(krate).builders, listed, "{krate}");
}

#[test]
fn glows_crosses_threads() {
    let awaited: &[&str] = promises!(
        glows_client,
        errors: [Error],
        shared: [
            Client, ClientBuilder, Address, Condition<Instance>, CreateInstance, Hardware, Instance,
            InstancePage, ListInstances, MetaKey, Preview, Request<Instance>, Secret,
            Source
        ],
        awaited: [CreateInstance, ListInstances]
    );
    sent::<glows_client::Request<glows_client::Instance>>();
    sent::<glows_client::Waiting<glows_client::Instance>>();
    sent::<glows_client::WaitingAll<glows_client::Instance>>();
    sent::<glows_client::Confirming<glows_client::Confirmation>>();
    all_are_listed("glows-client", awaited);
}

#[test]
fn mdc_crosses_threads() {
    let awaited: &[&str] = promises!(
        mdc_client,
        errors: [Error],
        shared: [
            Client, ClientBuilder, Cluster, Condition<Instance>, CreateInstance, Credentials,
            Instance, InstanceList, ListInstances, Plan, PowerOff, Preview, RegionInfo,
            Request<Instance>, Secret, Sku, Volume
        ],
        awaited: [CreateInstance, ListInstances, PowerOff]
    );
    sent::<mdc_client::Request<mdc_client::Instance>>();
    sent::<mdc_client::Waiting<mdc_client::Instance>>();
    sent::<mdc_client::Confirming<mdc_client::Confirmation>>();
    all_are_listed("mdc-client", awaited);
}

#[test]
fn ac_openapi_crosses_threads() {
    let awaited: &[&str] = promises!(
        ac_openapi_client,
        errors: [Error],
        shared: [
            Access, Client, ClientBuilder, Condition<Instance>, CreateInstance, Credentials,
            Instance, ListImages, ListInstances, NewInstance, Page<Instance>, Platform,
            PlatformBuilder, Preview, Request<Instance>, Secret, Tokens
        ],
        awaited: [CreateInstance, ListImages, ListInstances]
    );
    sent::<ac_openapi_client::Request<ac_openapi_client::Instance>>();
    sent::<ac_openapi_client::Waiting<ac_openapi_client::Instance>>();
    sent::<ac_openapi_client::WaitingAll<ac_openapi_client::Instance>>();
    sent::<ac_openapi_client::Confirming<ac_openapi_client::Confirmations>>();
    sent_future(ac_openapi_client::Client::from_env);
    all_are_listed("ac-openapi-client", awaited);
}

#[test]
fn what_all_of_them_share_crosses_threads() {
    shared::<gpu_http::Http>();
    shared::<gpu_http::HttpConfig>();
    shared::<gpu_http::Clock>();
    shared::<gpu_http::RetryPolicy>();
    error::<gpu_http::Error>();
    error::<gpu_common::InvalidInput>();
    error::<gpu_common::MoneyError>();
    error::<gpu_emulator::StartError>();
    shared::<gpu_emulator::AcOpenApi>();
    shared::<gpu_emulator::Clock>();
    shared::<gpu_emulator::Fault>();
    shared::<gpu_emulator::Glows>();
    shared::<gpu_emulator::Mdc>();
    shared::<gpu_emulator::proxy::FaultProxy>();
}

/// Futures of methods that are no request builders: what they capture crosses threads as well.
#[expect(dead_code, reason = "compiled, never run: the calls would need a server")]
fn futures_of_methods(
    access: &ac_openapi_client::Access,
    create: glows_client::CreateInstance,
    raw: mdc_client::ListInstances,
) {
    sent_future(|| access.connect());
    sent_future(|| access.tokens());
    sent_future(|| create.find_or_create());
    sent_future(|| raw.send_raw());
}
