//! What was scanned, for the screen beside the scanner, for a moment.

use std::collections::BTreeMap;

use goiso_config::{ClassConfig, DossierServiceConfig, ScannerPlace, ServiceConfig};
use goiso_domain::PersonToken;
use goiso_hardware::scanner::{DossierCode, Scan, ScanRefusal};
use goiso_model::{CounterNumber, DeviceName, PriorityClassId, ServiceId, TicketId};
use goiso_protocol::{RefusalText, Request, Scanned, ScannedThing};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use super::{Hub, Origin, Outcome, Stale, convert};
use crate::card_key::CardKey;
use crate::refusal::{self, HubRefusal};

/// How long a screen may show what was scanned. Then it is forgotten.
const SCAN_KEPT: SignedDuration = SignedDuration::from_secs(20);

/// How long a scanned card or slip counts for what its holder then asks for.
const CARD_KEPT: SignedDuration = SignedDuration::from_mins(3);

/// The last scan at each place.
#[derive(Default)]
pub(super) struct Scans {
    kiosks: BTreeMap<DeviceName, Kept>,
    counters: BTreeMap<CounterNumber, Kept>,
    /// Whose card was scanned last at a kiosk.
    cards: BTreeMap<DeviceName, ShownCard>,
    /// Whose slip was scanned last at a kiosk: only there may it be given up.
    slips: BTreeMap<DeviceName, (TicketId, Timestamp)>,
    /// Makes persons of cards; none where it cannot be read, and nobody is then known again.
    key: Option<CardKey>,
}

struct ShownCard {
    sequence: u64,
    /// None without the day's key.
    person: Option<PersonToken>,
    until: Timestamp,
}

#[derive(Debug)]
struct Kept {
    scanned: Scanned,
    until: Timestamp,
}

impl Scans {
    pub(super) fn at_kiosk(&self, kiosk: &DeviceName) -> Option<&Scanned> {
        self.kiosks.get(kiosk).map(|kept| &kept.scanned)
    }

    /// The card that a kiosk's visitor has shown in the scan of this sequence; none if it is not known any more.
    fn card_at(&self, kiosk: &DeviceName, sequence: u64, now: Timestamp) -> Option<&ShownCard> {
        self.cards.get(kiosk).filter(|card| card.sequence == sequence && now < card.until)
    }

    pub(super) fn slip_at(&self, kiosk: &DeviceName) -> Option<TicketId> {
        self.slips.get(kiosk).map(|(ticket, _)| *ticket)
    }

    pub(super) fn at_counter(&self, counter: CounterNumber) -> Option<&Scanned> {
        self.counters.get(&counter).map(|kept| &kept.scanned)
    }

    pub(super) fn next_deadline(&self) -> Option<Timestamp> {
        let cards = self.cards.values().map(|card| card.until);
        let cards = cards.chain(self.slips.values().map(|(_, until)| *until));
        self.kiosks.values().chain(self.counters.values()).map(|kept| kept.until).chain(cards).min()
    }

    /// Forgets what has been shown long enough, and says whose views that changes.
    pub(super) fn forget_due(&mut self, now: Timestamp) -> Stale {
        self.cards.retain(|_, card| now < card.until);
        self.slips.retain(|_, (_, until)| now < *until);
        let n_kiosks = self.kiosks.len();
        self.kiosks.retain(|_, kept| now < kept.until);
        let due = self.counters.iter().filter(|(_, kept)| kept.until <= now).map(|(counter, _)| *counter);
        let counters = due.collect();
        self.counters.retain(|_, kept| now < kept.until);
        Stale { is_kiosks: self.kiosks.len() < n_kiosks, counters, ..Stale::default() }
    }
}

impl Hub {
    /// Takes a scan: the screen beside the scanner tells what it leads to. Nothing of it is
    /// journaled, but that somebody who was held is back.
    pub(super) fn scanned(&mut self, scanner: &DeviceName, scan: &Scan, now: Timestamp) -> Outcome {
        let Some(place) = self
            .config
            .scanners
            .iter()
            .find(|config| config.name == *scanner)
            .map(|config| config.place.clone())
        else {
            return Outcome::default();
        };
        let mut outcome = self.come_back(scanner, scan, now);
        let sequence = now.as_millisecond().unsigned_abs();
        let found = Scanned { sequence, thing: self.scanned_thing(scan, now) };
        tracing::info!(%scanner, thing = kind(scan), "scanned");
        let kept = Kept { scanned: found, until: now.saturating_add(SCAN_KEPT).unwrap_or(now) };
        let stale = match place {
            ScannerPlace::Kiosk(kiosk) => {
                let until = now.saturating_add(CARD_KEPT).unwrap_or(now);
                if let Some(ticket) = self.shown_ticket(scan) {
                    self.scans.slips.insert(kiosk.clone(), (ticket, until));
                }
                if let Scan::IdentityCard(card) = scan {
                    let person = self.scans.key.as_ref().map(|key| key.token(&card.number));
                    self.scans.cards.insert(kiosk.clone(), ShownCard { sequence, person, until });
                }
                self.scans.kiosks.insert(kiosk, kept);
                Stale { is_kiosks: true, ..Stale::default() }
            }
            ScannerPlace::Counter(counter) => {
                self.scans.counters.insert(counter, kept);
                Stale { counters: [counter].into(), ..Stale::default() }
            }
        };
        outcome.stale.add(stale);
        outcome.answer = None;
        outcome
    }

    /// Whoever was held shows the slip, and need touch nothing more.
    fn come_back(&mut self, scanner: &DeviceName, scan: &Scan, now: Timestamp) -> Outcome {
        let Scan::Slip(ticket) = scan else { return Outcome::default() };
        let state = self.hall.ticket(*ticket).map(|ticket| &ticket.state);
        if !matches!(state, Some(goiso_domain::TicketState::Held { .. })) {
            return Outcome::default();
        }
        let origin = Origin::Scanner(scanner.clone());
        self.request(&origin, None, &Request::ReturnHeld { ticket: *ticket }, now)
    }

    /// Whether a wish is not about giving a number up at a kiosk, or its slip is the last thing that was scanned there.
    pub(super) fn is_slip_shown(&self, origin: &Origin, request: &Request) -> bool {
        match (origin, request) {
            (Origin::Kiosk(kiosk), Request::Cancel { ticket, .. }) => {
                self.scans.slip_at(kiosk) == Some(*ticket)
            }
            _ => true,
        }
    }

    /// Which day's key makes persons of cards now.
    pub fn card_day(&self) -> Option<Date> {
        self.scans.key.as_ref().map(CardKey::day)
    }

    /// Makes persons of cards with this key from now on.
    pub fn set_card_key(&mut self, key: CardKey) {
        self.scans.key = Some(key);
    }

    /// The person whose card was shown for this wish, if one was; a refusal if there is no number for that person.
    pub(super) fn person_for(
        &self,
        origin: &Origin,
        request: &Request,
        now: Timestamp,
    ) -> Result<Option<PersonToken>, RefusalText> {
        let Request::Issue { service, scan: Some(sequence), .. } = request else { return Ok(None) };
        let Origin::Kiosk(kiosk) = origin else { return Err(HubRefusal::NotAllowed.text()) };
        let card = self.scans.card_at(kiosk, *sequence, now).ok_or(HubRefusal::ScanOver.text())?;
        let Some(person) = card.person else { return Ok(None) };
        let services = &self.config.services;
        let field = services.iter().find(|known| known.id == *service).and_then(|known| known.field.as_ref());
        let is_alike = |known: &&ServiceConfig| {
            known.id == *service || (field.is_some() && known.field.as_ref() == field)
        };
        let alike = services.iter().filter(is_alike).map(|known| known.id.clone()).collect();
        match self.hall.may_take(person, &alike, self.config.limits.persons) {
            Ok(()) => Ok(Some(person)),
            Err(refusal) => Err(refusal::text(&refusal)),
        }
    }

    fn scanned_thing(&self, scan: &Scan, now: Timestamp) -> ScannedThing {
        match scan {
            Scan::IdentityCard(card) => {
                ScannedThing::IdentityCard { class: self.class_of(card.birth_year, now) }
            }
            Scan::Dossier(code) => ScannedThing::Dossier { service: self.service_of_dossier(code) },
            Scan::Slip(ticket) => self.scanned_slip(*ticket, now),
            Scan::Appointment(code) => self.scanned_appointment(code.as_str(), now),
            Scan::Refused(ScanRefusal::CardBroken) => ScannedThing::UnreadableCard,
            Scan::Refused(ScanRefusal::Unknown | ScanRefusal::TooLong) => ScannedThing::Nothing,
        }
    }

    pub(super) fn scanned_slip(&self, id: TicketId, now: Timestamp) -> ScannedThing {
        let Some(ticket) = self.hall.ticket(id) else { return ScannedThing::OldSlip };
        let stage = convert::stage(&ticket.state);
        let ahead = match stage {
            goiso_protocol::TicketStage::Waiting => self.hall.ahead(id, now),
            goiso_protocol::TicketStage::Called
            | goiso_protocol::TicketStage::Serving
            | goiso_protocol::TicketStage::Absent
            | goiso_protocol::TicketStage::Done
            | goiso_protocol::TicketStage::Cancelled
            | goiso_protocol::TicketStage::Held
            | goiso_protocol::TicketStage::PutOff
            | goiso_protocol::TicketStage::Unknown => 0,
        };
        let whole = self.ticket_info(id, now).map(Box::new);
        ScannedThing::Slip { ticket: id, number: ticket.number.clone(), stage, ahead, whole }
    }

    /// The class of the greatest age that somebody born in this year has reached or reaches this year.
    fn class_of(&self, birth_year: i16, now: Timestamp) -> Option<PriorityClassId> {
        let zone = jiff::tz::TimeZone::get(&self.config.centre.zone).unwrap_or(jiff::tz::TimeZone::UTC);
        let age = now.to_zoned(zone).year() - birth_year;
        let from_age = |class: &&ClassConfig| class.from_age.filter(|from| i16::from(*from) <= age);
        let class =
            self.config.classes.iter().filter(|class| from_age(class).is_some()).max_by_key(from_age)?;
        Some(class.id.clone())
    }

    fn service_of_dossier(&self, code: &DossierCode) -> Option<ServiceId> {
        let services = &self.config.dossier_services;
        let of = |prefix: &str| services.iter().find(|dossier| dossier.prefix == prefix);
        of(code.prefix()).or_else(|| of(DossierServiceConfig::ANY)).map(|dossier| dossier.service.clone())
    }
}

/// For the log: what kind of thing it was, and nothing of it.
fn kind(scan: &Scan) -> &'static str {
    match scan {
        Scan::IdentityCard(_) => "identity card",
        Scan::Dossier(_) => "dossier",
        Scan::Slip(_) => "slip",
        Scan::Appointment(_) => "appointment",
        Scan::Refused(_) => "nothing known",
    }
}
