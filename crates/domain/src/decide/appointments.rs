//! Times that are promised, and who comes to one.

use goiso_model::{DeviceName, ServiceId, TicketId};
use jiff::{SignedDuration, Timestamp, ToSpan};

use crate::hall::Hall;
use crate::{AppointmentRules, BOOKINGS_MAX, Entry, Event, Refusal, Standing, business_day};

/// How far ahead a time may be promised.
const BOOKING_DAYS_MAX: i64 = 60;

impl Hall {
    pub(super) fn decide_book(
        &self,
        code: TicketId,
        service: &ServiceId,
        slot: Timestamp,
        now: Timestamp,
    ) -> Result<Vec<Event>, Refusal> {
        self.is_new(code)?;
        let rules = self.appointment_rules(service)?;
        if self.bookings.len() >= BOOKINGS_MAX {
            return Err(Refusal::TooManyBookings { max: BOOKINGS_MAX });
        }
        if slot <= now {
            return Err(Refusal::SlotOver { slot });
        }
        let today = business_day(&self.rules, now);
        let is_near = today.checked_add(BOOKING_DAYS_MAX.days()).is_ok_and(|last| {
            let day = business_day(&self.rules, slot);
            day <= last && (self.closed.is_none() || day > today)
        });
        if !is_near || !self.rules.is_slot(self.known_service(service)?, &rules, slot) {
            return Err(Refusal::UnknownSlot { service: service.clone(), slot });
        }
        if self.n_booked(service, slot) >= rules.per_slot {
            return Err(Refusal::SlotFull { service: service.clone(), slot });
        }
        Ok(vec![Event::Booked { code, service: service.clone(), slot }])
    }

    pub(super) fn decide_drop_booking(&self, code: TicketId) -> Result<Vec<Event>, Refusal> {
        if !self.bookings.contains_key(&code) {
            return Err(Refusal::UnknownBooking { code });
        }
        Ok(vec![Event::BookingDropped { code }])
    }

    /// In the line an appointment counts as having come `ahead_secs` before its slot, so that there is one order
    /// with those who simply came. Who is late waits like them.
    pub(super) fn decide_check_in(
        &self,
        code: TicketId,
        kiosk: Option<&DeviceName>,
        now: Timestamp,
    ) -> Result<Vec<Event>, Refusal> {
        let booking = self.bookings.get(&code).ok_or(Refusal::UnknownBooking { code })?;
        let service = &booking.service;
        let rules = self.appointment_rules(service)?;
        if self.closed.is_some() {
            return Err(Refusal::DayClosed);
        }
        let from = before(booking.slot, rules.early_secs);
        if now < from || Some(business_day(&self.rules, booking.slot)) != self.day {
            return Err(Refusal::TooEarly { from });
        }
        let next = self.next_number(service)?;
        self.has_room()?;
        let is_late = now > before(booking.slot, 0).saturating_add(secs(rules.late_secs)).unwrap_or(now);
        let entry = if is_late {
            Entry { slot: Some(booking.slot), ..Entry::default() }
        } else {
            let since = before(booking.slot, rules.ahead_secs).min(now);
            let earlier = self.tickets.values().filter(|ticket| ticket.since <= since);
            let place = self.free_place_after(earlier.map(|ticket| ticket.place).max().unwrap_or(0));
            Entry {
                standing: Standing::Appointment,
                place: Some(place),
                since: Some(since),
                slot: Some(booking.slot),
                ..Entry::default()
            }
        };
        Ok(vec![Event::Issued {
            ticket: code,
            number: next.number,
            service: service.clone(),
            series: next.series,
            value: next.value,
            class: None,
            kiosk: kiosk.cloned(),
            entry: Some(Box::new(entry)),
        }])
    }

    fn appointment_rules(&self, service: &ServiceId) -> Result<AppointmentRules, Refusal> {
        let rules = self.known_service(service)?.appointments;
        rules.ok_or_else(|| Refusal::NoAppointments { service: service.clone() })
    }

    /// How many have been promised a slot; those who have come are among them.
    pub fn n_booked(&self, service: &ServiceId, slot: Timestamp) -> u32 {
        let booked = self.bookings.values().filter(|b| b.service == *service && b.slot == slot).count();
        let came = self.tickets.values().filter(|t| t.came_for == *service && t.slot == Some(slot)).count();
        u32::try_from(booked + came).unwrap_or(u32::MAX)
    }

    /// Promises that are still to be kept on a new day.
    pub(super) fn kept_bookings(&self, day: jiff::civil::Date) -> impl Iterator<Item = Event> {
        let kept = self.bookings().filter(move |(_, b)| business_day(&self.rules, b.slot) >= day);
        kept.map(|(code, b)| Event::Booked { code, service: b.service.clone(), slot: b.slot })
    }
}

fn secs(secs: u32) -> SignedDuration {
    SignedDuration::from_secs(i64::from(secs))
}

fn before(at: Timestamp, n_secs: u32) -> Timestamp {
    at.saturating_sub(secs(n_secs)).unwrap_or(Timestamp::MIN)
}
