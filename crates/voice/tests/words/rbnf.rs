//! An interpreter for the rules in which Unicode CLDR says how numbers are spelled out (UTS #35 part 3, RBNF),
//! as far as the rules of these two languages need it.

use std::collections::BTreeMap;

/// Rule sets by name, each with its rules in rising order of their base value.
pub(crate) struct Rules(BTreeMap<String, Vec<Rule>>);

struct Rule {
    base: u32,
    text: String,
}

impl Rules {
    pub(crate) fn parse(text: &str) -> Self {
        let mut sets: BTreeMap<String, Vec<Rule>> = BTreeMap::new();
        let mut name = String::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            if let Some(heading) = line.strip_suffix(':') {
                heading.clone_into(&mut name);
            } else {
                let (base, text) = line.split_once(": ").expect("a rule has a base value");
                let text = text.strip_suffix(';').expect("a rule ends").to_owned();
                let base = base.parse().expect("a base value is a number");
                sets.entry(name.clone()).or_default().push(Rule { base, text });
            }
        }
        Self(sets)
    }

    /// `value` by the rules of the set `name`.
    pub(crate) fn spell(&self, name: &str, value: u32) -> String {
        let rules = &self.0[name];
        let mut idx = rules.iter().rposition(|rule| rule.base <= value).expect("each set begins at 0");
        // Rollback: a rule for what is left over does not hold where nothing is left over.
        let has_both = rules[idx].text.contains('<') && rules[idx].text.contains('>');
        let divisor = divisor(rules[idx].base);
        if has_both && value.is_multiple_of(divisor) && !rules[idx].base.is_multiple_of(divisor) {
            idx -= 1;
        }
        self.filled(name, &rules[idx], value)
    }

    fn filled(&self, own: &str, rule: &Rule, value: u32) -> String {
        let divisor = divisor(rule.base);
        let mut spelled = String::new();
        let mut rest = rule.text.as_str();
        while let Some(at) = rest.find(['<', '>', '=']) {
            spelled.push_str(&rest[..at]);
            let sign = &rest[at..=at];
            let (name, after) = rest[at + 1..].split_once(sign).expect("a substitution ends with its sign");
            let part = match sign {
                "<" => value / divisor,
                ">" => value % divisor,
                _ => value,
            };
            spelled.push_str(&self.spell(if name.is_empty() { own } else { name }, part));
            rest = after;
        }
        spelled + rest
    }
}

/// The greatest power of ten that a base value holds.
fn divisor(base: u32) -> u32 {
    base.checked_ilog10().map_or(1, |exponent| 10_u32.pow(exponent))
}
