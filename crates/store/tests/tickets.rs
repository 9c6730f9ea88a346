//! A day told ticket by ticket, in the lines that `goiso-hub export` writes.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod common;

use common::{day, open, two_days};
use goiso_store::{Reader, tickets_of_day};

fn lines_of(of: i8) -> String {
    let dir = tempfile::tempdir().unwrap();
    open(dir.path()).commit(&two_days()).unwrap();
    let records = Reader::open(dir.path()).unwrap().records_of_day(day(of)).unwrap();
    let lines: String =
        tickets_of_day(&records).iter().map(|row| serde_json::to_string(row).unwrap() + "\n").collect();
    // The time of day is enough to read them by.
    lines.replace("2026-03-02T", "").replace(".000001Z", "")
}

#[test]
fn each_ticket_of_a_day_is_one_line() {
    insta::assert_snapshot!(lines_of(2), @r#"
    {"ticket":"14d2pf2dbr001","number":"A001","service":"chung-thuc","state":"done","class":null,"counter":3,"official":"cb-lan","issued_at":"00:30:10","called_at":"00:33:00","arrived_at":"00:33:10","ended_at":"2026-03-03T00:30:00","n_calls":3,"outcome":"day_ended","reason":{"why":"out_of_turn"},"cause":null}
    {"ticket":"14d2pf2dbr002","number":"A002","service":"chung-thuc","state":"done","class":null,"counter":3,"official":"cb-lan","issued_at":"00:30:20","called_at":"00:32:10","arrived_at":"00:32:20","ended_at":"00:32:30","n_calls":1,"outcome":"done","reason":{"why":"max_wait"},"cause":null}
    {"ticket":"14d2pf2dbr003","number":"A003","service":"chung-thuc","state":"done","class":"nct","counter":3,"official":"cb-lan","issued_at":"00:30:30","called_at":"00:30:50","arrived_at":"00:31:00","ended_at":"00:31:10","n_calls":1,"outcome":"received","reason":{"why":"priority","class":"nct"},"cause":null}
    {"ticket":"14d2pf2dbr004","number":"A004","service":"chung-thuc","state":"cancelled","class":null,"counter":null,"official":null,"issued_at":"00:30:40","called_at":null,"arrived_at":null,"ended_at":"00:32:15","n_calls":0,"outcome":null,"reason":null,"cause":"visitor"}
    {"ticket":"14d2pf2dbr005","number":"A005","service":"chung-thuc","state":"cancelled","class":null,"counter":null,"official":null,"issued_at":"00:33:20","called_at":null,"arrived_at":null,"ended_at":"2026-03-03T00:30:00","n_calls":0,"outcome":null,"reason":null,"cause":"day_ended"}
    "#);
}

#[test]
fn a_day_under_way_has_its_tickets_too() {
    insta::assert_snapshot!(lines_of(3), @r#"{"ticket":"14d2pf2dbr006","number":"A006","service":"chung-thuc","state":"waiting","class":"nct","counter":null,"official":null,"issued_at":"2026-03-03T00:30:10","called_at":null,"arrived_at":null,"ended_at":null,"n_calls":0,"outcome":null,"reason":null,"cause":null}"#);
}
