//! Which number comes next, and whether two series could ever write the same.

use goiso_model::{ServiceId, TicketNumber};

use crate::hall::Hall;
use crate::{AtEnd, Refusal, Rules, Series, SeriesId};

/// The most digits of a value: what a slip and an LED board can show.
pub(crate) const DIGITS_MAX: u8 = 6;
/// The greatest value of a series.
pub(crate) const VALUE_MAX: u32 = 999_999;

/// A number about to be given.
pub(crate) struct NextNumber {
    pub(crate) series: SeriesId,
    pub(crate) value: u32,
    pub(crate) number: TicketNumber,
}

impl Rules {
    /// The series that a service takes its numbers from.
    pub fn series_of(&self, service: &ServiceId) -> Option<(&SeriesId, &Series)> {
        self.series.get_key_value(&self.services.get(service)?.series)
    }
}

impl Series {
    /// The number of a value as people see it.
    pub fn number(&self, value: u32) -> TicketNumber {
        TicketNumber::compose(&self.prefix, value, usize::from(self.width))
    }

    /// The value of a number, if this series could give it.
    pub fn value_of(&self, number: &TicketNumber) -> Option<u32> {
        let value = number.as_str().strip_prefix(&self.prefix)?.parse().ok()?;
        let is_mine = (self.first..=self.last).contains(&value) && self.number(value) == *number;
        is_mine.then_some(value)
    }

    /// Whether some value of this series is written like some value of the other.
    pub fn clashes_with(&self, other: &Series) -> bool {
        let (shorter, longer) =
            if self.prefix.len() <= other.prefix.len() { (self, other) } else { (other, self) };
        // Only where the longer prefix goes on with digits can those be digits of the shorter's values.
        let Some(rest) = longer.prefix.strip_prefix(&shorter.prefix) else { return false };
        if !rest.bytes().all(|b| b.is_ascii_digit()) {
            return false;
        }
        // Not a number where it is empty, or longer than any value: then 0 does.
        let rest_value: u64 = rest.parse().unwrap_or(0);
        (1..=u32::from(DIGITS_MAX)).any(|n_digits| {
            let Some((low, high)) = longer.values_of_length(n_digits) else { return false };
            let Some(n_digits_shorter) = u32::try_from(rest.len()).ok().map(|n| n + n_digits) else {
                return false;
            };
            let Some((low_shorter, high_shorter)) = shorter.values_of_length(n_digits_shorter) else {
                return false;
            };
            let shift = rest_value * 10_u64.pow(n_digits);
            shift + low <= high_shorter && low_shorter <= shift + high
        })
    }

    /// The values that are written with this many digits, both ends included.
    fn values_of_length(&self, n_digits: u32) -> Option<(u64, u64)> {
        let width = u32::from(self.width);
        if n_digits < width {
            return None;
        }
        let least = if n_digits == width { 0 } else { 10_u64.saturating_pow(n_digits - 1) };
        let low = u64::from(self.first).max(least);
        let high = u64::from(self.last).min(10_u64.saturating_pow(n_digits) - 1);
        (low <= high).then_some((low, high))
    }
}

impl Hall {
    /// Refuses where a service has given all it may today.
    pub(crate) fn quota_left(&self, service: &ServiceId) -> Result<(), Refusal> {
        let n_issued = self.index.n_issued.get(service).copied().unwrap_or(0);
        match self.daily_max(service).filter(|max| n_issued >= *max) {
            Some(max) => Err(Refusal::ServiceFull { service: service.clone(), max }),
            None => Ok(()),
        }
    }

    /// The number that a service would give now, by its series.
    pub(crate) fn next_number(&self, service: &ServiceId) -> Result<NextNumber, Refusal> {
        let unknown = || Refusal::UnknownService { service: service.clone() };
        let (series_id, series) = self.rules.series_of(service).ok_or_else(unknown)?;
        let value = match self.index.last_values.get(series_id) {
            Some(last) => last.saturating_add(1).max(series.first),
            None => series.first,
        };
        let exhausted = |number| Err(Refusal::RangeExhausted { service: service.clone(), number });
        let value = match series.at_end {
            AtEnd::Wrap => {
                let value = if value > series.last { series.first } else { value };
                // Those carried over from the day before keep their numbers.
                let mut values = (value..=series.last).chain(series.first..value);
                values.find(|value| !self.is_carried(&series.number(*value))).unwrap_or(value)
            }
            // Changed rules may lead a series over numbers that another gave this morning.
            AtEnd::Refuse => match (value..=series.last).find(|v| self.is_free(&series.number(*v))) {
                Some(value) => value,
                None => return exhausted(series.number(series.last.saturating_add(1))),
            },
        };
        let number = series.number(value);
        if self.is_in_use(&number) || self.is_lent(&number) {
            return exhausted(number);
        }
        Ok(NextNumber { series: series_id.clone(), value, number })
    }

    /// Whether nobody was given a number or may be given it by a kiosk.
    pub(crate) fn is_free(&self, number: &TicketNumber) -> bool {
        !self.was_given(number) && !self.is_lent(number)
    }

    pub(crate) fn was_given(&self, number: &TicketNumber) -> bool {
        self.index.numbers.contains_key(number)
    }

    fn is_in_use(&self, number: &TicketNumber) -> bool {
        let ticket = self.ticket_by_number(number).and_then(|id| self.ticket(id));
        ticket.is_some_and(crate::Ticket::is_active)
    }

    fn is_carried(&self, number: &TicketNumber) -> bool {
        let ticket = self.ticket_by_number(number).and_then(|id| self.ticket(id));
        ticket.is_some_and(|ticket| ticket.is_carried && ticket.is_active())
    }
}
