//! The built-in packs are read by a macro, which cargo does not ask what it read.

fn main() {
    println!("cargo::rerun-if-changed=../../assets/voice");
}
