//! What a centre's file says about those who go away, come at a time, or are helped.

use goiso_domain::{CallsWhom, DayEnd, GroupCount, Help, HoldEnds, Rest, ServiceOrder};

use super::tests::{slug, wrong_with};
use super::*;

const HALL: &str = r#"
[centre]
name = "Trung tâm"

[[calendars]]
id = "hanh-chinh"
weekdays = ["07:30-11:30"]

[[services]]
id = "chung-thuc"
sign = "A"
name = "Chứng thực"

[[services]]
id = "ho-tich"
sign = "B"
name = "Hộ tịch"
hours = "hanh-chinh"
group_max = 5
appointments = { slot_minutes = 20, per_slot = 2 }
"#;

fn rules(more: &str) -> goiso_domain::Rules {
    let text = format!("{HALL}{more}");
    Config::parse(&text, "centre.toml").unwrap_or_else(|errors| panic!("{errors}")).rules()
}

const COUNTER: &str = "\n[[counters]]\nnumber = 1\nservices = [\"chung-thuc\", \"ho-tich\"]\n";

#[test]
fn what_is_left_out_is_as_it_was_before() {
    let rules = rules(COUNTER);
    assert_eq!(rules.office, goiso_domain::OfficeRules::default());
    let counter = rules.counters.values().next().unwrap();
    assert_eq!(
        (&counter.order, counter.calls, counter.helps.len()),
        (&ServiceOrder::Together, CallsWhom::Services, 0)
    );
    assert_eq!(rules.services[&slug("chung-thuc")].appointments, None);
}

#[test]
fn the_office_settles_absence_and_the_end_of_the_day() {
    let rules = rules(&format!(
        "{COUNTER}\n[office]\nhold_max_minutes = 45\nhold_ends = \"cancelled\"\nabsent_after_seconds = 90\n\
         restore_within_minutes = 30\ngroups = \"people\"\nday_ends_at = \"17:30\"\nday_rest = \"carry\"\n"
    ));
    let office = rules.office;
    assert_eq!((office.hold_max_secs, office.hold_ends), (2_700, HoldEnds::Cancelled));
    assert_eq!((office.absent_after_secs, office.restore_within_secs), (Some(90), Some(1_800)));
    assert_eq!(office.groups, GroupCount::People);
    assert_eq!(office.day_end, Some(DayEnd { at: jiff::civil::time(17, 30, 0, 0), rest: Rest::Carry }));
}

#[test]
fn a_service_has_hours_groups_and_appointments() {
    let rules = rules(COUNTER);
    let service = &rules.services[&slug("ho-tich")];
    assert_eq!(service.hours.as_ref().map(goiso_domain::CalendarId::as_str), Some("hanh-chinh"));
    assert_eq!(service.group_max, Some(5));
    let slots = service.appointments.unwrap();
    assert_eq!((slots.slot_secs, slots.per_slot, slots.early_secs), (1_200, 2, 900));
    assert_eq!((slots.late_secs, slots.ahead_secs), (600, 900));
}

#[test]
fn counters_share_their_calls_and_help() {
    let rules = rules(
        r#"
[[counters]]
number = 1
services = ["chung-thuc"]
helps = [{ service = "ho-tich", from_minutes = 20 }]

[[counters]]
number = 2
services = ["ho-tich", "chung-thuc"]
order = "weighted"
weights = [3, 1]

[[counters]]
number = 3
services = ["ho-tich", "chung-thuc"]
order = "listed"

[[counters]]
number = 4
services = ["ho-tich"]
calls = "sent-here"
"#,
    );
    let counters: Vec<_> = rules.counters.values().collect();
    assert_eq!(counters[0].helps, [Help { service: slug("ho-tich"), from_wait_secs: Some(1_200) }]);
    let weights = [(slug("chung-thuc"), 1), (slug("ho-tich"), 3)].into();
    assert_eq!(counters[1].order, ServiceOrder::Weighted { weights });
    assert_eq!(counters[2].order, ServiceOrder::Listed);
    assert_eq!(counters[3].calls, CallsWhom::SentHere);
}

fn wrong(more: &str) -> String {
    Config::parse(&format!("{HALL}{more}"), "centre.toml").unwrap_err().to_string()
}

#[test]
fn what_contradicts_itself_is_named() {
    let told = wrong(&format!("{COUNTER}order = \"weighted\"\nweights = [3]\n"));
    assert!(told.contains("counters.1.weights: has 1 numbers for 2 services; write one for each"), "{told}");
    let told = wrong(&format!("{COUNTER}weights = [3, 1]\norder = \"listed\"\n"));
    assert!(told.contains("does not belong to order = \"listed\", only to \"weighted\""), "{told}");
    let told = wrong(&format!("{COUNTER}helps = [{{ service = \"ho-tich\" }}]\n"));
    assert!(told.contains("counters.1.helps: names 'ho-tich', which the counter serves"), "{told}");
    let told = wrong(&format!("{COUNTER}helps = [{{ service = \"ho-tick\" }}]\n"));
    assert!(told.contains("did you mean 'ho-tich'?"), "{told}");
    let told = wrong(&format!("{COUNTER}calls = \"sent-here\"\n"));
    assert!(told.contains("no counter serves it, so its numbers would never be called"), "{told}");
    let told = wrong_with("[office]\nhold_max_minutes = 0\nday_ends_at = \"late\"\n");
    assert!(told.contains("office.hold_max_minutes") && told.contains("office.day_ends_at"), "{told}");
    let told = wrong_with("[office]\nday_ends_at = \"00:00\"\n");
    assert!(told.contains("office.day_ends_at: 00:00 is when the day begins"), "{told}");
}

#[test]
fn the_centre_settles_how_a_service_can_end() {
    let ids = |rules: &goiso_domain::Rules| {
        rules.outcomes.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(ids(&rules(COUNTER)), "done received refused guided");
    let settled = "
[[outcomes]]
id = \"tra-ket-qua\"
name = \"Đã trả kết quả\"

[[outcomes]]
id = \"bo-sung\"
name = { vi = \"Yêu cầu bổ sung\", en = \"Papers missing\" }
";
    assert_eq!(ids(&rules(&format!("{COUNTER}{settled}"))), "tra-ket-qua bo-sung");
    let text = format!("{HALL}{COUNTER}{settled}");
    let config = Config::parse(&text, "centre.toml").unwrap_or_else(|errors| panic!("{errors}"));
    assert_eq!(config.outcomes[1].name.get(&goiso_model::Language::english()), "Papers missing");
    let wrong = |more: &str| {
        let text = format!("{HALL}{COUNTER}{settled}{more}");
        Config::parse(&text, "centre.toml").expect_err(more).to_string()
    };
    insta::assert_snapshot!(wrong("[[outcomes]]\nid = \"bo-sung\"\nname = \"Lại\"\n"), @r"centre.toml:34: outcomes.bo-sung: 'bo-sung' is already used in line 31; it must be unique among the outcomes");
    insta::assert_snapshot!(wrong("[[outcomes]]\nid = \"day_ended\"\nname = \"Hết ngày\"\n"), @r#"centre.toml:34: outcomes.day_ended.id: must be an id of a–z, 0–9 and inner '-', at most 24 long, e.g. id = "received"; found the text 'day_ended'"#);
    let long = "x".repeat(41);
    insta::assert_snapshot!(wrong(&format!("[[outcomes]]\nid = \"khac\"\nname = \"{long}\"\n")), @r"centre.toml:35: outcomes.khac.name: is 41 characters long; at most 40");
    let entry = |n: u32| format!("[[outcomes]]\nid = \"o{n}\"\nname = \"{n}\"\n");
    let many = (0..8).map(entry).collect::<Vec<_>>().concat();
    insta::assert_snapshot!(wrong(&many), @r"centre.toml:54: outcomes: 10 entries are too many; at most 9");
}
