//! The hall of the tests: a hub, its devices, and whoever speaks to it.

mod browser;
mod centre;
mod child;
mod devices;
mod http;
mod inside;
mod journal;
mod patience;
mod proxy;
mod raw;
mod screen;

pub(crate) use browser::Browser;
pub(crate) use centre::{COUNTER, Centre, SERVICE, service};
pub(crate) use child::{Child, HUB, refused};
pub(crate) use devices::Devices;
pub(crate) use http::{Reply, Rest};
pub(crate) use inside::{Inside, small};
pub(crate) use journal::{Told, books, numbers};
pub(crate) use patience::Patience;
pub(crate) use proxy::Proxy;
pub(crate) use raw::{RawSocket, hello};
pub(crate) use screen::{Screen, call_next, counter, done, issue, open, request_id};
