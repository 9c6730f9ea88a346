//! The built-in layouts, and what a wrong file is told.

use super::*;

#[test]
fn the_built_in_layouts_are_read() {
    assert_eq!(SlipLayout::vietnamese().languages, SlipLanguages::Vietnamese);
    assert_eq!(SlipLayout::bilingual().languages, SlipLanguages::Bilingual);
    assert_eq!(SlipLayout::vietnamese().elements.len(), SlipLayout::bilingual().elements.len());
}

#[test]
fn a_wrong_layout_is_told_where_and_what_would_be_right() {
    let good = "margin = 24\n[[element]]\nkind = \"number\"\nsize = 168\n";
    let parse = |text: &str| SlipLayout::parse(text, "slip.toml", Path::new("/nowhere"));
    assert!(parse(good).is_ok());
    let told = |from: &str, to: &str| {
        assert!(good.contains(from), "{from}");
        parse(&good.replace(from, to)).unwrap_err().to_string()
    };
    let added = |element: &str| parse(&format!("{good}[[element]]\n{element}")).unwrap_err().to_string();
    insta::assert_snapshot!(
        [
            told("margin = 24", "margin = 240"),
            told("margin = 24", "marge = 24"),
            told("size = 168", "size = 20"),
            told("size = 168", "size = \"large\""),
            told("size = 168", "capitals = true"),
            told("\"number\"", "\"nummer\""),
            told("\"number\"", "\"unit\""),
            told("kind = ", "kind "),
            parse("").unwrap_err().to_string(),
            added("kind = \"text\""),
            added("kind = \"text\"\ntext = { en = \"Hello\" }"),
            added("kind = \"rule\"\nsize = 3"),
            added("kind = \"logo\""),
            added("kind = \"logo\"\nfile = \"khong-co.png\""),
            added("kind = \"unit\"\nsize = 20\nline = 10"),
        ]
        .join("\n"),
        @r#"
        slip.toml:1:10: margin is 240; write a number from 0 to 80
        slip.toml:1:1: unknown field `marge`, expected one of `languages`, `margin`, `narrow_percent`, `element`
        slip.toml:4:8: size is 20; write a number from 60 to 240
        slip.toml:4:8: invalid type: string "large", expected u32
        slip.toml:4:12: capitals does not belong to this kind of element; it has: kind, above, size, weight, align
        slip.toml:3:8: unknown variant `nummer`, expected one of `logo`, `unit`, `centre`, `caption`, `number`, `service`, `priority`, `counters`, `place`, `ahead`, `wait`, `qr`, `qr-caption`, `date`, `footer`, `rule`, `space`, `text`
        slip.toml: prints no number; add [[element]] with kind = "number"
        slip.toml:3:6: key with no value, expected `=`
        slip.toml: has 0 elements; write [[element]] once for each, 1 to 40
        slip.toml:6:8: has no text; add text = { vi = "…", en = "…" }
        slip.toml:7:8: missing field `vi`
        slip.toml:7:8: size does not belong to this kind of element; it has: kind, above
        slip.toml:6:8: has no picture; add file = "logo.png", which lies beside this file
        slip.toml:7:8: 'khong-co.png' cannot be read: No such file or directory (os error 2)
        slip.toml:8:8: line is 10; write a number from 20 to 60
        "#
    );
}
