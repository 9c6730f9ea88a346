//! Draws slips as pictures: `cargo run -p goiso-hardware --example slip -- FOLDER`.
//!
//! One for each built-in layout, width and way over the wire; `long` has long names and a priority.
#![allow(clippy::print_stdout, reason = "an example talks on the terminal")]

use std::path::PathBuf;

use goiso_hardware::printer::{
    GraphicsSupport, PageSupport, Press, Profile, SlipContent, SlipLayout, SlipSetup, Strategy, render,
};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("usage: slip FOLDER")?);
    std::fs::create_dir_all(&folder)?;
    let layouts = [("vi", SlipLayout::vietnamese()), ("bilingual", SlipLayout::bilingual())];
    for (layout_name, layout) in layouts {
        for dots in [576, 512, 384] {
            for (slip_name, slip) in [("usual", SlipContent::sample()), ("long", long())] {
                for strategy in Strategy::ALL {
                    let profile = Profile {
                        dots,
                        graphics: GraphicsSupport::Nv { bytes: 262_144 },
                        page: PageSupport::PageMode,
                        ..Profile::GENERIC_80MM
                    };
                    let samples = vec![slip.clone()];
                    let setup = SlipSetup { layout: layout.clone(), samples, ..SlipSetup::default() };
                    let mut press = Press::with_strategy(setup, profile, strategy);
                    let mut stock = Vec::new();
                    let mut of_days = Vec::new();
                    for day in 1.. {
                        stock.extend_from_slice(press.stock());
                        press.stock_is_proven();
                        of_days.push(press.encode(&slip)?.len());
                        press.begin_day(day);
                        if press.stock().is_empty() {
                            break;
                        }
                    }
                    let bytes = press.encode(&slip)?;
                    let slips = render(&[stock.clone(), bytes].concat(), dots);
                    let name = format!("{layout_name}-{dots}-{slip_name}-{strategy:?}.png");
                    println!("{name:<44} bytes on each day: {of_days:?}; {:>6} once", stock.len());
                    std::fs::write(folder.join(name), slips[0].to_png())?;
                }
            }
        }
    }
    Ok(())
}

/// Long names, and a visitor with priority.
fn long() -> SlipContent {
    let mut slip = SlipContent::sample();
    "Trung tâm Phục vụ hành chính công phường Nghĩa Lộ".clone_into(&mut slip.texts.centre);
    "Cấp bản sao trích lục hộ tịch, bản sao giấy khai sinh".clone_into(&mut slip.texts.service);
    "Ưu tiên: Người cao tuổi (từ 75 tuổi)".clone_into(&mut slip.texts.priority);
    "HT-0123".clone_into(&mut slip.number);
    if let Some(second) = &mut slip.second {
        "Copies of civil status extracts and birth certificates".clone_into(&mut second.service);
        "Priority: 75 years and older".clone_into(&mut second.priority);
    }
    slip
}
