//! Which numbers kiosks are lent for the time when the hub is away.

use std::collections::BTreeMap;

use goiso_domain::LendingRules;
use goiso_model::DeviceName;

use crate::check::shows_whole;
use crate::reader::Reader;
use crate::types::{Config, CounterConfig, EmergencyConfig, KioskConfig};
use crate::warnings::ConfigWarning;

/// A kiosk's numbers where the file does not say which: `K1-901` to `K1-999`.
const USUAL: (u32, u32) = (901, 999);
/// Where displays are too narrow for that: `K101` to `K199` for the first kiosk, and so on to the ninth, with the first of
/// these letters that is nobody else's.
const SHORT_PREFIXES: [&str; 5] = ["K", "X", "Y", "Z", "Q"];
const SHORT_STEP: u32 = 100;
const SHORT_KIOSKS_MAX: u32 = 9;

impl Config {
    /// The numbers of each kiosk that is lent some.
    pub fn lending(&self) -> BTreeMap<DeviceName, LendingRules> {
        let kiosks = self.kiosks.iter().enumerate();
        kiosks.filter_map(|(idx, kiosk)| Some((kiosk.name.clone(), self.lending_of(idx, kiosk)?))).collect()
    }

    fn lending_of(&self, idx: usize, kiosk: &KioskConfig) -> Option<LendingRules> {
        match &kiosk.emergency {
            EmergencyConfig::None => None,
            EmergencyConfig::Own(rules) => Some(rules.clone()),
            EmergencyConfig::Usual { count } => {
                let n = u32::try_from(idx).ok()? + 1;
                let whole = rules(&format!("K{n}-"), USUAL, *count);
                let values = (n * SHORT_STEP + 1, n * SHORT_STEP + SHORT_STEP - 1);
                let short = SHORT_PREFIXES.iter().filter(|_| n <= SHORT_KIOSKS_MAX);
                let short = short.map(|prefix| rules(prefix, values, *count));
                std::iter::once(whole).chain(short).find(|rules| self.may_have(kiosk, rules))
            }
        }
    }

    /// Whether numbers that the file does not ask for would disturb nothing in it.
    fn may_have(&self, kiosk: &KioskConfig, rules: &LendingRules) -> bool {
        let numbers = rules.series();
        let own = self.kiosks.iter().filter_map(|other| match &other.emergency {
            EmergencyConfig::Own(rules) => Some(rules.series()),
            EmergencyConfig::None | EmergencyConfig::Usual { .. } => None,
        });
        let is_apart = self.series.values().cloned().chain(own).all(|other| !other.clashes_with(&numbers));
        is_apart && self.too_narrow(kiosk, rules).is_none()
    }

    /// The first counter whose display cannot show the whole of a kiosk's numbers.
    fn too_narrow(&self, kiosk: &KioskConfig, rules: &LendingRules) -> Option<&CounterConfig> {
        let longest = rules.series().number(rules.last);
        let may_call = |counter: &&CounterConfig| {
            counter.services.iter().any(|service| kiosk.services.contains(service))
        };
        self.counters.iter().filter(may_call).find(|counter| {
            let led = counter.led.as_ref();
            led.is_some_and(|led| self.led_protocol(led).is_some_and(|p| !shows_whole(led, &p, &longest)))
        })
    }

    /// Kiosks that have nothing to give when the hub is away, though nobody said so.
    pub(crate) fn emergency_warnings(&self) -> impl Iterator<Item = ConfigWarning> {
        let kiosks = self.kiosks.iter().enumerate().filter(|(idx, kiosk)| {
            matches!(kiosk.emergency, EmergencyConfig::Usual { .. }) && self.lending_of(*idx, kiosk).is_none()
        });
        kiosks.map(|(_, kiosk)| ConfigWarning {
            path: format!("kiosks.{}.emergency_numbers", kiosk.name),
            problem: "the usual emergency numbers (K1-901, K101) clash with others or do not fit the LED displays, so \
                this kiosk can give none while the hub is away. Choose emergency_prefix and emergency_first, or say \
                emergency_numbers = 0"
                .to_owned(),
        })
    }
}

/// Displays must show the numbers that the file asks for.
pub(crate) fn check(reader: &mut Reader<'_>, config: &Config) {
    for kiosk in &config.kiosks {
        let EmergencyConfig::Own(rules) = &kiosk.emergency else { continue };
        if let Some(counter) = config.too_narrow(kiosk, rules) {
            let number = rules.series().number(rules.last);
            let path = format!("kiosks.{}.emergency_prefix", kiosk.name);
            let problem = format!("'{number}' does not fit the display over counter {}", counter.number);
            reader.error_at(
                &path,
                format!("{problem}; choose a shorter prefix, e.g. \"K\", with fewer digits"),
            );
        }
    }
}

pub(crate) fn rules(prefix: &str, (first, last): (u32, u32), count: u32) -> LendingRules {
    let n_digits = first.checked_ilog10().map_or(1, |tens| tens + 1);
    let width = u8::try_from(n_digits).unwrap_or(u8::MAX);
    LendingRules { prefix: prefix.to_owned(), first, last, width, count }
}
