//! Conservation laws.
