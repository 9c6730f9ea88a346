//! Dates, times and lengths of time as people read them.

use jiff::SignedDuration;
use jiff::civil::{Date, DateTime, Time};

use crate::{Texts, Value};

impl Texts {
    /// "Thứ Hai, 23/11".
    pub fn date(&self, date: Date) -> String {
        let weekday = self.weekday(date);
        let (day, month) = (two_digits(date.day()), two_digits(date.month()));
        self.format(
            "date-short",
            &[("weekday", weekday.into()), ("day", day.into()), ("month", month.into())],
        )
    }

    /// "Thứ Hai, 23/11/2026".
    pub fn date_in_full(&self, date: Date) -> String {
        let values = [
            ("weekday", Value::from(self.weekday(date))),
            ("day", two_digits(date.day()).into()),
            ("month", two_digits(date.month()).into()),
            ("year", date.year().to_string().into()),
        ];
        self.format("date-full", &values)
    }

    /// "08:42".
    pub fn time(&self, time: Time) -> String {
        let (hour, minute) = (two_digits(time.hour()), two_digits(time.minute()));
        self.format("time-short", &[("hour", hour.into()), ("minute", minute.into())])
    }

    /// "Thứ Hai 23/11/2026 08:42".
    pub fn date_time(&self, at: DateTime) -> String {
        let values = [
            ("weekday", Value::from(self.weekday(at.date()))),
            ("day", two_digits(at.day()).into()),
            ("month", two_digits(at.month()).into()),
            // As words, so that no language groups its digits.
            ("year", at.year().to_string().into()),
            ("hour", two_digits(at.hour()).into()),
            ("minute", two_digits(at.minute()).into()),
        ];
        self.format("date-time", &values)
    }

    /// A running time: "02:14", or "1:02:14" from an hour on. Below zero (clocks differ) is "00:00".
    pub fn stopwatch(&self, duration: SignedDuration) -> String {
        let secs = duration.as_secs().max(0);
        let (hours, minutes, secs) = (secs / 3600, secs / 60 % 60, secs % 60);
        if hours == 0 { format!("{minutes:02}:{secs:02}") } else { format!("{hours}:{minutes:02}:{secs:02}") }
    }

    fn weekday(&self, date: Date) -> String {
        let n = i64::from(date.weekday().to_monday_one_offset());
        self.format("date-weekday", &[("n", n.into())])
    }
}

fn two_digits(n: i8) -> String {
    format!("{n:02}")
}
