//! The centre that is measured: a province's, without printers and signs.

use std::fmt::Write as _;

pub(crate) const N_SERVICES: usize = 10;

/// A centre's file. Each counter serves three services, all calendars are open, and no range ends.
pub(crate) fn file(n_kiosks: usize, n_counters: usize, n_boards: usize) -> String {
    let mut text = String::from("[centre]\nname = { vi = \"Trung tâm Phục vụ hành chính công\" }\n");
    text.push_str("[limits]\nwaiting_max = 10000\n");
    text.push_str("[priority]\nrule = \"one-after\"\nothers = 5\n[[classes]]\nid = \"nct\"\nname = { vi = \"Người cao tuổi\" }\n");
    let mut add =
        |line: std::fmt::Arguments<'_>| text.write_fmt(line).expect("writing to a String cannot fail");
    for n in 0..N_SERVICES {
        add(format_args!(
            "[[services]]\nid = \"s{n}\"\nsign = \"{}\"\nname = {{ vi = \"Lĩnh vực {n}\", en = \"Field {n}\" }}\nlast = 99999\nwidth = 5\n",
            letter(n)
        ));
    }
    for n in 1..=n_counters {
        let served = [n, n + 3, n + 6].map(|n| format!("\"s{}\"", n % N_SERVICES)).join(", ");
        add(format_args!(
            "[[counters]]\nnumber = {n}\nname = {{ vi = \"Quầy {n}\" }}\nplace = {{ vi = \"Tầng 1, khu A\" }}\nservices = [{served}]\n"
        ));
    }
    for n in 1..=n_kiosks {
        add(format_args!("[[kiosks]]\nname = \"kiosk-{n}\"\n"));
    }
    for n in 1..=n_boards {
        add(format_args!("[[boards]]\nname = \"board-{n}\"\n"));
    }
    text
}

fn letter(n: usize) -> char {
    char::from(b'A' + u8::try_from(n).expect("there are ten"))
}
