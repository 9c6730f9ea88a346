//! The story of a number in words.

use goiso_domain::{
    AbsentCause, Because, CallReason, CancelCause, Event, Fact, Line, Rules, Standing, Story, Target,
    TransferPlace,
};
use goiso_i18n::Texts;
use goiso_store::Record;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// Tells stories of one day in one language, with the centre's clock.
pub struct Teller<'a> {
    texts: &'a Texts,
    zone: TimeZone,
    day: Date,
}

/// The day's records as stories are told from.
pub fn events(records: Vec<Record>) -> Vec<(Event, Timestamp)> {
    records.into_iter().map(|record| (record.event, record.at)).collect()
}

impl<'a> Teller<'a> {
    /// Of this business day, with the zone of these rules; where this machine does not know it, Vietnam's offset
    /// stands in.
    pub fn new(texts: &'a Texts, rules: &Rules, day: Date) -> Self {
        let zone = TimeZone::get(&rules.zone).unwrap_or_else(|_| TimeZone::fixed(jiff::tz::offset(7)));
        Self { texts, zone, day }
    }

    /// The time of day, to the second; of another date than the story's day, with the date.
    pub fn clock(&self, at: Timestamp) -> String {
        let at = at.to_zoned(self.zone.clone());
        let form = if at.date() == self.day { "%H:%M:%S" } else { "%d/%m/%Y %H:%M:%S" };
        at.strftime(form).to_string()
    }

    fn minute(&self, at: Timestamp) -> String {
        let at = at.to_zoned(self.zone.clone());
        if at.date() == self.day { self.texts.time(at.time()) } else { self.texts.date_time(at.datetime()) }
    }

    /// What a line says.
    pub fn line(&self, story: &Story, line: &Line) -> String {
        match &line.fact {
            Fact::Given { n_ahead, since, standing } => self.given(story, *n_ahead, *since, *standing),
            Fact::Passed { by, counter, because } => {
                let cause = self.because(story, because);
                let values = [
                    ("number", by.as_str().into()),
                    ("counter", counter.to_string().into()),
                    ("cause", cause.into()),
                ];
                self.texts.format("story-passed", &values)
            }
            Fact::StillWaiting { n_ahead } => {
                self.texts.format("story-still-waiting", &[("n", (*n_ahead).into())])
            }
            Fact::Happened(event) => self.happened(event),
        }
    }

    fn given(&self, story: &Story, n_ahead: u32, since: Option<Timestamp>, standing: Standing) -> String {
        let key = match standing {
            Standing::CarriedOver => "story-given-again",
            Standing::Appointment => "story-given-for-appointment",
            Standing::Came
            | Standing::Restored
            | Standing::Returned
            | Standing::Transferred
            | Standing::TransferredFirst => "story-given",
        };
        let values = [("service", story.service.as_str().into()), ("n", n_ahead.into())];
        let given = self.texts.format(key, &values);
        match since {
            Some(since) => {
                let since = self.texts.format("story-counts-since", &[("time", self.minute(since).into())]);
                format!("{given}; {since}")
            }
            None => given,
        }
    }

    fn because(&self, story: &Story, because: &Because) -> String {
        let number = || ("number", story.number.as_str().into());
        match because {
            Because::Held { since, counter } => self.texts.format(
                "story-because-held",
                &[number(), ("time", self.minute(*since).into()), ("counter", counter.to_string().into())],
            ),
            Because::Absent { since, counter } => self.texts.format(
                "story-because-absent",
                &[number(), ("time", self.minute(*since).into()), ("counter", counter.to_string().into())],
            ),
            Because::SentTo { counter } => {
                self.texts.format("story-because-sent", &[number(), ("counter", counter.to_string().into())])
            }
            Because::Restored => self.texts.format("story-because-restored", &[number()]),
            Because::SentToTheEnd => self.texts.format("story-because-sent-to-the-end", &[number()]),
            Because::Turn { reason, note } => self.reason(reason, note.as_deref()),
        }
    }

    fn reason(&self, reason: &CallReason, note: Option<&str>) -> String {
        let words = self.texts.text(match reason {
            CallReason::Oldest => "story-reason-oldest",
            CallReason::Priority { class } => {
                return self.texts.format("story-reason-priority", &[("class", class.as_str().into())]);
            }
            CallReason::MaxWait => "story-reason-max-wait",
            CallReason::OutOfTurn => "story-reason-out-of-turn",
            CallReason::Returned => "story-reason-returned",
            CallReason::Restored => "story-reason-restored",
            CallReason::Transferred => "story-reason-transferred",
            CallReason::Appointment => "story-reason-appointment",
            CallReason::CarriedOver => "story-reason-carried-over",
            CallReason::ServiceOrder => "story-reason-service-order",
            CallReason::ServiceShare => "story-reason-service-share",
            CallReason::Helping => "story-reason-helping",
            CallReason::WalkIn => "story-reason-walk-in",
        });
        note.map_or(words.clone(), |note| format!("{words} (“{note}”)"))
    }

    fn happened(&self, event: &Event) -> String {
        let at = |key: &str, counter: &dyn std::fmt::Display| {
            self.texts.format(key, &[("counter", counter.to_string().into())])
        };
        match event {
            Event::Called { counter, reason, note, .. } => {
                format!("{}: {}", at("story-called", counter), self.reason(reason, note.as_deref()))
            }
            Event::Recalled { counter, .. } => at("story-recalled", counter),
            Event::Arrived { counter, .. } => at("story-arrived", counter),
            Event::Finished { counter, .. } => at("story-finished", counter),
            Event::MarkedAbsent { counter, cause, .. } => match cause {
                AbsentCause::Official => at("story-absent", counter),
                AbsentCause::LastCall => at("story-absent-last-call", counter),
                AbsentCause::HoldOver => at("story-absent-hold-over", counter),
            },
            Event::Held { counter, until, .. } => self.texts.format(
                "story-held",
                &[("counter", counter.to_string().into()), ("time", self.minute(*until).into())],
            ),
            Event::Returned { .. } => self.texts.text("story-returned"),
            Event::Restored { .. } => self.texts.text("story-restored"),
            Event::Transferred { to, place, .. } => self.sent(to, *place),
            Event::Chained { then, .. } => {
                let then: Vec<_> = then.iter().map(|target| self.target(target)).collect();
                self.texts.format("story-chained", &[("to", then.join(" → ").into())])
            }
            Event::Undone { counter, .. } => at("story-undone", counter),
            Event::PutOff { .. } => self.texts.text("story-put-off"),
            Event::Cancelled { cause, .. } => self.texts.text(match cause {
                CancelCause::Visitor => "story-given-up",
                CancelCause::DayEnded => "story-day-ended",
                CancelCause::HoldOver => "story-hold-over",
                CancelCause::ServiceEnded => "story-service-ended",
                CancelCause::Replaced => "story-replaced",
            }),
            Event::Booked { slot, .. } => {
                let at = slot.to_zoned(self.zone.clone()).datetime();
                self.texts.format("story-booked", &[("time", self.texts.date_time(at).into())])
            }
            Event::BookingDropped { .. } => self.texts.text("story-booking-dropped"),
            // Nothing else is told of a number.
            _ => String::new(),
        }
    }

    fn sent(&self, to: &Target, place: TransferPlace) -> String {
        let key = match place {
            TransferPlace::Keep => "story-sent",
            TransferPlace::First => "story-sent-first",
            TransferPlace::Last => "story-sent-last",
        };
        self.texts.format(key, &[("to", self.target(to).into())])
    }

    fn target(&self, target: &Target) -> String {
        match target {
            Target::Service(service) => {
                self.texts.format("story-to-service", &[("service", service.as_str().into())])
            }
            Target::Counter(counter) => {
                self.texts.format("story-to-counter", &[("counter", counter.to_string().into())])
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use goiso_config::Config;
    use goiso_domain::Fact;
    use goiso_model::{Language, TicketNumber};

    use super::*;

    #[test]
    fn a_time_of_another_date_than_the_day_of_the_story_has_its_date() {
        let config = Config::parse(include_str!("../../../assets/centres/commune.toml"), "commune.toml");
        let rules = config.expect("the sample is right").rules();
        let texts = Texts::new(&Language::vietnamese());
        let teller = Teller::new(&texts, &rules, "2026-11-20".parse().expect("a day"));
        let at = |text: &str| -> Timestamp { format!("{text}+07:00").parse().expect("a time") };
        let told =
            ["2026-11-20T00:00:00", "2026-11-20T23:59:59", "2026-11-21T00:00:00", "2026-11-19T23:59:59"]
                .map(|text| teller.clock(at(text)));
        assert_eq!(told, ["00:00:00", "23:59:59", "21/11/2026 00:00:00", "19/11/2026 23:59:59"]);
        let story = Story {
            number: TicketNumber::typed("A001"),
            service: "chung-thuc".parse().expect("a slug"),
            lines: Vec::new(),
        };
        let given = |since| {
            let fact = Fact::Given { n_ahead: 3, since: Some(at(since)), standing: Standing::Came };
            teller.line(&story, &Line { at: at("2026-11-20T08:00:00"), fact })
        };
        let told = ["2026-11-20T07:40:00", "2026-11-19T16:20:00"].map(given);
        let given = "Lấy số, dịch vụ chung-thuc; trước đó có 3 người; tính như đã chờ từ";
        assert_eq!(told, [format!("{given} 07:40"), format!("{given} Thứ Năm 19/11/2026 16:20")]);
    }
}
