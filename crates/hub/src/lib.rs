//! The hub: one loop decides, commits and tells; tasks around it speak to clients and devices.
//!
//! Start at [`core::Hub`], which is the whole behaviour without a socket, a disk or a clock; then
//! [`core_loop`], the thin thread around it; then [`run`](mod@run), which wires the rest.

pub mod advice;
pub mod card_key;
pub mod channels;
pub mod cli_config;
pub mod cli_devices;
pub mod cli_kiosk;
pub mod cli_official;
pub mod cli_voice;
pub mod clock;
pub mod core;
pub mod core_loop;
pub mod devices;
pub mod message;
pub mod past;
pub mod refusal;
pub mod report;
pub mod run;
pub mod sign_in;
pub mod story;
pub mod web;
