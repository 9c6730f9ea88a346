//! What the kiosk says aloud: when, to whom, and that there is a clip for every word of it.

mod sample;

use std::collections::BTreeSet;
use std::sync::mpsc::channel;
use std::time::Duration;

use goiso_client::LinkEvent;
use goiso_i18n::{Texts, guide_keys};
use goiso_kiosk::{
    Action, Aloud, GuideAction, IDLE_MAX, IDLE_SPOKEN_MAX, Kiosk, Screen, SoundCard, Speaker, Speech, Voices,
    sound_of,
};
use goiso_model::Language;
use goiso_protocol::{
    Accent, Answer, Guidance, GuidanceWhen, IssuingState, KioskSetup, KioskView, PrinterCondition,
    RefusalText, ScannedThing, ServiceState, SlipState, SlipTrouble, TicketInfo, TicketStage,
};
use goiso_voice::Pack;
use insta::assert_snapshot;
use sample::{
    all_in, answer, at, choose, class_id, commune, idle, mockup, own_slip, province, scanned, service_id,
    show, speaking, ticket, with_voice,
};

/// Only a hanging test waits for so long.
const PATIENCE: Duration = Duration::from_mins(1);

/// The words that are heard.
fn heard(kiosk: &Kiosk, secs: i64) -> String {
    let Some(speech) = kiosk.speech(at(secs)) else { return "(silence)".to_owned() };
    words(&speech)
}

fn words(speech: &Speech) -> String {
    let texts = Texts::new(&speech.language);
    let said: Vec<String> = speech.sentences.iter().map(|key| texts.guide(key)).collect();
    let number = speech.number.as_ref().map(ToString::to_string).unwrap_or_default();
    let count = speech.count.map(|count| count.to_string()).unwrap_or_default();
    said.join(" ").replace("{number}", &number).replace("{count}", &count)
}

/// The kiosk with this view after somebody has switched the voice on.
fn listening(view: KioskView) -> Kiosk {
    let mut kiosk = with_voice(view);
    kiosk.handle(Action::Guide(GuideAction::Start), at(0));
    kiosk
}

/// A kiosk that speaks, and gives numbers while the hub is away.
fn on_its_own() -> Kiosk {
    let mut kiosk = sample::away::on_its_own(sample::speaking(mockup()));
    kiosk.set_sound(SoundCard::Works);
    kiosk.handle(Action::Guide(GuideAction::Start), at(0));
    kiosk
}

fn emergency_number() -> Kiosk {
    let mut kiosk = on_its_own();
    kiosk.given(Ok(sample::away::offline()), at(0));
    kiosk
}

fn after(actions: &[Action]) -> Kiosk {
    let mut kiosk = listening(commune());
    for action in actions {
        kiosk.handle(action.clone(), at(0));
    }
    kiosk
}

fn scan(thing: ScannedThing) -> Kiosk {
    let mut kiosk = listening(mockup());
    show(&mut kiosk, scanned(speaking(mockup()), thing), 0);
    kiosk
}

fn taken(ticket: TicketInfo) -> Kiosk {
    let mut kiosk = listening(mockup());
    let id = choose(&mut kiosk, "chung-thuc", 0);
    answer(&mut kiosk, &id, Answer::Done { ticket: Some(ticket) }, 0);
    kiosk
}

fn in_stage(stage: TicketStage) -> Kiosk {
    scan(own_slip(TicketInfo { stage, ..ticket() }))
}

/// An appointment whose number can be had from then on, and has its place until then.
fn with_appointment(from: i64, until: i64) -> Kiosk {
    let (from, in_order_until) = (at(from), at(until));
    let appointment = goiso_protocol::ScannedAppointment { from, in_order_until, ..sample::appointment() };
    scan(ScannedThing::Appointment { appointment: Some(appointment) })
}

/// What can be done with one's own slip.
fn own_slips() -> Vec<Kiosk> {
    let mut cancelling = in_stage(TicketStage::Waiting);
    cancelling.handle(Action::AskCancel, at(0));
    let mut cancelled = cancelling.clone();
    let sent = cancelled.handle(Action::Cancel(ticket().ticket), at(0));
    let id = sent.and_then(goiso_protocol::ToHub::into_id).expect("a request");
    let given_up = TicketInfo { stage: TicketStage::Cancelled, ..ticket() };
    answer(&mut cancelled, &id, Answer::Done { ticket: Some(given_up) }, 0);
    let mut reprinted = in_stage(TicketStage::Waiting);
    let sent = reprinted.handle(Action::Reprint(ticket().ticket), at(0));
    let id = sent.and_then(goiso_protocol::ToHub::into_id).expect("a request");
    answer(&mut reprinted, &id, Answer::Done { ticket: Some(ticket()) }, 0);
    vec![cancelling, cancelled, reprinted]
}

/// A kiosk on each screen, in each state, in which something is said.
fn screens() -> Vec<Kiosk> {
    let closed = ServiceState::Closed { opens_at: Some(at(80_000)) };
    let mut holiday = all_in(mockup(), &closed);
    holiday.services.iter_mut().for_each(|service| service.hours_today.clear());
    let mut failed = taken(ticket());
    let trouble = SlipTrouble {
        ticket: ticket().ticket,
        number: ticket().number,
        slip: SlipState::NotPrinted,
        can_reprint: false,
    };
    show(&mut failed, KioskView { slips: vec![trouble], ..speaking(mockup()) }, 0);
    let mut asking = listening(mockup());
    let id = choose(&mut asking, "chung-thuc", 0);
    let mut refused = asking.clone();
    let refusal = RefusalText { code: "service_full".to_owned(), values: [].into() };
    answer(&mut refused, &id, Answer::Refused { refusal }, 0);
    let mut unanswered = asking.clone();
    unanswered.tick(at(20));
    let mut away = listening(mockup());
    away.take(LinkEvent::Down { since: at(-60) }, at(0));
    let mut screens = own_slips();
    screens.extend([on_its_own(), emergency_number()]);
    screens.extend(vec![
        listening(commune()),
        listening(province()),
        after(&[Action::AskPriority]),
        after(&[Action::AskPriority, Action::ChooseClass(class_id("te"))]),
        after(&[Action::Search]),
        after(&[Action::AskScan]),
        after(&[Action::AskLanguage]),
        scan(ScannedThing::IdentityCard { class: Some(class_id("nct")) }),
        scan(ScannedThing::Dossier { service: Some(service_id("nhan-ket-qua")) }),
        scan(ScannedThing::Dossier { service: None }),
        scan(ScannedThing::UnreadableCard),
        scan(ScannedThing::OldSlip),
        scan(ScannedThing::Nothing),
        scan(ScannedThing::Appointment { appointment: Some(sample::appointment()) }),
        with_appointment(-600, 600),
        with_appointment(-600, -1),
        in_stage(TicketStage::Waiting),
        scan(own_slip(TicketInfo { ahead: 0, ..ticket() })),
        in_stage(TicketStage::Called),
        in_stage(TicketStage::Serving),
        in_stage(TicketStage::Absent),
        in_stage(TicketStage::Held),
        in_stage(TicketStage::PutOff),
        in_stage(TicketStage::Done),
        in_stage(TicketStage::Cancelled),
        in_stage(TicketStage::Unknown),
        asking,
        refused,
        unanswered,
        taken(ticket()),
        taken(TicketInfo { is_printing: false, ..ticket() }),
        failed,
        listening(KioskView { printer: PrinterCondition::NoPaper, ..mockup() }),
        listening(KioskView { issuing: IssuingState::JournalUnavailable, ..mockup() }),
        listening(all_in(mockup(), &closed)),
        listening(holiday),
        listening(all_in(mockup(), &ServiceState::Full)),
        away,
    ]);
    screens
}

#[test]
fn every_screen_is_said_in_every_voice() {
    let voices = [
        (Language::vietnamese(), Accent::North, goiso_voice::Accent::North),
        (Language::vietnamese(), Accent::South, goiso_voice::Accent::South),
        (Language::english(), Accent::North, goiso_voice::Accent::North),
    ];
    for (language, accent, words) in voices {
        let pack = Pack::guide(&language, words).expect("a built-in voice");
        let texts = Texts::new(&language);
        let mut said = BTreeSet::new();
        for kiosk in screens() {
            let speech = kiosk.speech(at(0)).unwrap_or_else(|| kiosk.speech(at(20)).expect("it speaks"));
            let speech = Speech { language: language.clone(), accent, ..speech };
            said.extend(speech.sentences.iter().copied());
            let sound = sound_of(&speech, &texts, &pack).expect("there is something to hear");
            assert!(sound.missing.is_empty(), "{:?}: no clip of {:?}", kiosk.screen(), sound.missing);
            let millis = sound.length().as_millis();
            assert!((500..20_000).contains(&millis), "{:?} takes {millis} ms", speech.sentences);
        }
        let mut unsaid: Vec<&str> = guide_keys().into_iter().filter(|key| !said.contains(key)).collect();
        unsaid.retain(|key| *key != "say-leaving");
        assert_eq!(unsaid, [""; 0], "sentences that no screen says");
    }
}

#[test]
fn an_emergency_number_is_said_to_be_one() {
    insta::assert_snapshot!(heard(&on_its_own(), 1), @"Máy này đang cấp số dự phòng. Xin chạm vào việc ông bà cần làm.");
    insta::assert_snapshot!(heard(&emergency_number(), 1), @"Số dự phòng của ông bà là K1-901. Xin nhớ số, hoặc chụp lại màn hình. Khi máy chủ hoạt động lại, ông bà được gọi theo giờ lấy số.");
}

#[test]
fn a_visitor_who_listens_hears_each_screen() {
    let mut kiosk = listening(mockup());
    let mut told = vec![heard(&kiosk, 1)];
    kiosk.handle(Action::AskPriority, at(2));
    told.push(heard(&kiosk, 2));
    kiosk.handle(Action::ChooseClass(class_id("nct")), at(3));
    told.push(heard(&kiosk, 3));
    let id = choose(&mut kiosk, "chung-thuc", 4);
    told.push(heard(&kiosk, 4));
    answer(&mut kiosk, &id, Answer::Done { ticket: Some(ticket()) }, 5);
    told.push(heard(&kiosk, 5));
    kiosk.handle(Action::Done, at(9));
    told.push(heard(&kiosk, 9));
    assert_snapshot!(told.join("\n"), @r"
    Xin chạm vào việc ông bà cần làm.
    Xin chọn đối tượng ưu tiên của ông bà.
    Ông bà đã chọn diện ưu tiên. Xin chạm vào việc ông bà cần làm.
    Xin ông bà chờ giây lát.
    Số của ông bà là A005. Xin lấy phiếu ở khe bên dưới. Trước ông bà còn 4 người.
    (silence)
    ");
}

#[test]
fn the_next_visitor_hears_nothing_and_finds_the_volume_as_it_was() {
    let mut kiosk = listening(mockup());
    kiosk.handle(Action::Guide(GuideAction::Louder), at(1));
    kiosk.handle(Action::Guide(GuideAction::Louder), at(1));
    kiosk.handle(Action::Guide(GuideAction::Louder), at(1));
    assert_eq!(kiosk.volume(), 100, "it grows no louder than that");
    let id = choose(&mut kiosk, "chung-thuc", 2);
    answer(&mut kiosk, &id, Answer::Done { ticket: Some(ticket()) }, 2);
    assert_ne!(heard(&kiosk, 2), "(silence)");
    kiosk.tick(at(60));
    assert_eq!((kiosk.aloud(), kiosk.volume()), (Aloud::Off, 60));
    kiosk.handle(Action::AskPriority, at(61));
    assert_eq!(heard(&kiosk, 61), "(silence)");
}

#[test]
fn a_kiosk_that_always_speaks_does_so_from_the_first_touch_to_the_last() {
    let guidance = Guidance { when: GuidanceWhen::Always, accent: Accent::South, volume: 80 };
    let view = KioskView { setup: KioskSetup { guidance: Some(guidance), ..mockup().setup }, ..mockup() };
    let mut kiosk = idle(view);
    kiosk.set_sound(SoundCard::Works);
    assert_eq!(heard(&kiosk, 0), "(silence)", "an empty hall is not spoken to");
    kiosk.handle(Action::Begin, at(1));
    assert_eq!(heard(&kiosk, 1), "Xin chạm vào việc ông bà cần làm.");
    kiosk.handle(Action::Guide(GuideAction::Stop), at(2));
    assert_eq!(heard(&kiosk, 2), "(silence)");
    kiosk.tick(at(2) + IDLE_MAX);
    assert_eq!(*kiosk.screen(), Screen::Attract);
    kiosk.handle(Action::Begin, at(90));
    assert_ne!(heard(&kiosk, 90), "(silence)", "the next visitor is spoken to again");
    let speech = kiosk.speech(at(90)).expect("it speaks");
    assert_eq!((speech.accent, speech.volume), (Accent::South, 80));
}

#[test]
fn without_a_sound_card_or_where_it_is_off_nothing_is_offered_or_said() {
    let mut deaf = idle(speaking(mockup()));
    let mut off = idle(mockup());
    off.set_sound(SoundCard::Works);
    for kiosk in [&mut deaf, &mut off] {
        assert_eq!(kiosk.aloud(), Aloud::Never);
        kiosk.handle(Action::Guide(GuideAction::Start), at(0));
        assert_eq!((kiosk.aloud(), kiosk.speech(at(0))), (Aloud::Never, None));
        assert_eq!(*kiosk.screen(), Screen::Attract);
    }
    let mut lost = listening(mockup());
    lost.set_sound(SoundCard::Away);
    assert_eq!((lost.aloud(), lost.speech(at(0))), (Aloud::Never, None));
}

#[test]
fn whoever_listens_has_more_time_and_is_asked_aloud() {
    let mut kiosk = listening(mockup());
    kiosk.handle(Action::AskPriority, at(0));
    assert_eq!(kiosk.next_deadline(), Some(at(0) + IDLE_SPOKEN_MAX));
    assert_eq!(heard(&kiosk, 39), "Xin chọn đối tượng ưu tiên của ông bà.");
    assert_eq!(heard(&kiosk, 41), "Ông bà còn ở đây không? Xin chạm vào màn hình.");
    kiosk.handle(Action::Stay, at(42));
    assert_eq!(heard(&kiosk, 42), "Xin chọn đối tượng ưu tiên của ông bà.");
}

#[test]
fn what_was_said_can_be_heard_again_and_at_another_volume() {
    let mut kiosk = listening(mockup());
    let first = kiosk.speech(at(0)).expect("it speaks");
    kiosk.handle(Action::Guide(GuideAction::Again), at(1));
    let again = kiosk.speech(at(1)).expect("it speaks");
    assert_ne!(first, again, "it is said anew");
    assert_eq!(words(&first), words(&again));
    kiosk.handle(Action::Guide(GuideAction::Softer), at(2));
    assert_eq!(kiosk.speech(at(2)).map(|speech| speech.volume), Some(40));
}

/// ALSA's file device stands in for a sound card.
#[test]
fn what_is_to_be_said_reaches_the_sound_card() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("heard.wav");
    let device = format!("file:FILE={},FORMAT=wav", file.display());
    let (wake, woken) = channel();
    let notify = move || wake.send(()).expect("the test waits");
    let mut speaker = Speaker::start(&device, Voices::default(), notify).expect("a thread");
    woken.recv_timeout(PATIENCE).expect("the card is found");
    assert_eq!(speaker.sound_card(), Some(SoundCard::Works));
    let kiosk = listening(mockup());
    let speech = kiosk.speech(at(0)).expect("it speaks");
    let pack = Pack::guide(&Language::vietnamese(), goiso_voice::Accent::North).expect("a voice");
    let sound = sound_of(&speech, &Texts::new(&Language::vietnamese()), &pack).expect("sound");
    speaker.tell(Some(speech));
    woken.recv_timeout(PATIENCE).expect("the sentence is heard to its end");
    let heard = std::fs::read(&file).expect("ALSA has written the file");
    let wanted: Vec<u8> = sound.samples.iter().flat_map(|sample| sample.to_le_bytes()).collect();
    assert!(heard[44..].starts_with(&wanted), "other samples than those of the sentence");
}

#[test]
fn without_a_sound_card_the_speaker_says_so_and_goes_on() {
    let (wake, woken) = channel();
    let notify = move || wake.send(()).expect("the test waits");
    let mut speaker = Speaker::start("hw:31", Voices::default(), notify).expect("a thread");
    woken.recv_timeout(PATIENCE).expect("the missing card is told");
    assert_eq!(speaker.sound_card(), Some(SoundCard::Away));
    speaker.tell(listening(mockup()).speech(at(0)));
    speaker.tell(None);
}
