//! How bright the displays are at which time of the day.

use std::collections::BTreeMap;

use goiso_config::Config;
use goiso_model::DeviceName;
use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, Zoned};

use super::Action;

/// What a bus has without being told.
const FULL: u8 = 100;

/// What each bus was told, and when one is to be told something else.
#[derive(Debug, Default)]
pub(super) struct Dimming {
    told: BTreeMap<DeviceName, u8>,
    next: Option<Timestamp>,
}

impl Dimming {
    /// What is to be said to the buses now. Asked again before [`Self::next_deadline`], it says nothing.
    pub(super) fn due(&mut self, config: &Config, now: Timestamp) -> Vec<Action> {
        if self.next.is_some_and(|next| now < next) {
            return Vec::new();
        }
        let Ok(zone) = TimeZone::get(&config.centre.zone) else { return Vec::new() };
        let local = now.to_zoned(zone);
        let mut actions = Vec::new();
        for bus in &config.led_buses {
            let percent = percent_at(&bus.brightness, local.time());
            // A bus that is always bright needs no word.
            let is_always_full = bus.brightness.iter().all(|(_, percent)| *percent == FULL);
            if self.told.insert(bus.name.clone(), percent) != Some(percent) && !is_always_full {
                actions.push(Action::Dim { bus: bus.name.clone(), percent });
            }
        }
        self.next = config.led_buses.iter().filter_map(|bus| next_change(&bus.brightness, &local)).min();
        actions
    }

    /// What was said to the buses last, for displays that did not hear it.
    pub(super) fn told(&self) -> impl Iterator<Item = Action> {
        let dimmed = self.told.iter().filter(|(_, percent)| **percent != FULL);
        dimmed.map(|(bus, percent)| Action::Dim { bus: bus.clone(), percent: *percent })
    }

    /// When the next change is due; none before the first one was asked for, or if nothing ever changes.
    pub(super) fn next_deadline(&self) -> Option<Timestamp> {
        self.next
    }

    /// Forgets what was said: it may not have been heard.
    pub(super) fn forget(&mut self) {
        *self = Self::default();
    }
}

/// The last entry that has begun; before the first one of the day, the last one of the day before.
fn percent_at(schedule: &[(Time, u8)], time: Time) -> u8 {
    let begun = schedule.iter().rfind(|(from, _)| *from <= time);
    begun.or(schedule.last()).map_or(FULL, |(_, percent)| *percent)
}

fn next_change(schedule: &[(Time, u8)], now: &Zoned) -> Option<Timestamp> {
    let [(first, _), _, ..] = schedule else { return None };
    let later = schedule.iter().find(|(from, _)| *from > now.time());
    let (date, time) = match later {
        Some((from, _)) => (now.date(), *from),
        None => (now.date().checked_add(1.day()).ok()?, *first),
    };
    Some(date.to_datetime(time).to_zoned(now.time_zone().clone()).ok()?.timestamp())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn schedule() -> Vec<(Time, u8)> {
        vec![(Time::constant(6, 30, 0, 0), 100), (Time::constant(17, 0, 0, 0), 60)]
    }

    fn at(hour: i8, minute: i8) -> Zoned {
        let zone = TimeZone::get("Asia/Ho_Chi_Minh").expect("our own zone");
        date(2026, 11, 24).at(hour, minute, 0, 0).to_zoned(zone).expect("no gaps there")
    }

    #[test]
    fn the_evenings_brightness_holds_until_the_morning() {
        let percents = [at(6, 29), at(6, 30), at(16, 59), at(17, 0), at(23, 59)];
        let percents = percents.map(|now| percent_at(&schedule(), now.time()));
        assert_eq!(percents, [60, 100, 100, 60, 60]);
        assert_eq!(percent_at(&[], at(12, 0).time()), 100);
    }

    #[test]
    fn the_next_change_is_the_next_time_of_the_list_be_it_tomorrows() {
        let next = |now: Zoned| next_change(&schedule(), &now).map(|at| at.duration_since(now.timestamp()));
        assert_eq!(next(at(6, 0)), Some(jiff::SignedDuration::from_mins(30)));
        assert_eq!(next(at(6, 30)), Some(jiff::SignedDuration::from_mins(630)));
        assert_eq!(next(at(17, 0)), Some(jiff::SignedDuration::from_mins(810)));
        assert_eq!(next_change(&schedule()[..1], &at(6, 0)), None);
    }

    #[test]
    fn a_bus_is_told_once_for_each_change() {
        let sample = include_str!("../../../../assets/centres/sample.toml");
        let mut config = Config::parse(sample, "sample.toml").expect("our own sample");
        config.led_buses[0].brightness = schedule();
        let mut dimming = Dimming::default();
        let mut told = |now: Zoned| {
            let actions = dimming.due(&config, now.timestamp());
            (
                actions.len(),
                dimming.next_deadline().map(|next| next.duration_since(now.timestamp()).as_secs()),
            )
        };
        assert_eq!(told(at(7, 0)), (1, Some(36_000)));
        assert_eq!(told(at(12, 0)), (0, Some(18_000)));
        assert_eq!(told(at(17, 0)), (1, Some(48_600)));
        assert_eq!(told(at(17, 1)), (0, Some(48_540)));
    }
}
