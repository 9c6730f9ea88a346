use super::*;

#[test]
fn a_sample_is_right_as_it_is() {
    let config = Config::parse(include_str!("../../../../assets/centres/sample.toml"), "sample.toml");
    let config = config.unwrap_or_else(|errors| panic!("{errors}"));
    assert_eq!(config.services.len(), 2);
}

#[test]
fn everything_that_is_wrong_is_said_at_once() {
    let text = r#"[[servces]]
[centre]
name = 3
[[services]]
id = "a"
prefx = "A"
sign = "A"
name = "A"
field = "b"
[[counters]]
number = 1
services = ["b"]
led = { bus = "x", adress = 1 }
"#;
    insta::assert_snapshot!(Config::parse(text, "centre.toml").unwrap_err(), @r#"
    centre.toml:1: servces: unknown table; did you mean 'services'?
    centre.toml:3: centre.name: must be a text, or one for each language, of at most 120 characters, e.g. name = { vi = "Trung tâm Phục vụ hành chính công", en = "Public Administrative Service Centre" }; found the number 3
    centre.toml:6: services.a.prefx: unknown key; did you mean 'prefix'?
    centre.toml:9: services.a.field: there is no 'b' in [[fields]]; there are none
    centre.toml:12: counters.1.services: there is no 'b' in [[services]]; there are: a
    centre.toml:13: counters.1.led.address: missing key; add address = 3
    centre.toml:13: counters.1.led.bus: there is no 'x' in [[led_buses]]; there are none
    centre.toml:13: counters.1.led.adress: unknown key; did you mean 'address'?
    "#);
}
