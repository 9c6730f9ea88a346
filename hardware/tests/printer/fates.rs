//! What becomes of slips, over a pipe in virtual time.

use goiso_hardware::RelayLine;
use goiso_hardware::printer::{
    Cover, Fate, Fault, JobId, NotPrintedWhy, Paper, Plug, PrintRefusal, PrinterEvent, PrinterState,
    PrinterTarget, Profile, QUEUED_SLIPS_MAX, SlipContent, UnknownWhy, VirtualPrinter,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::bench::{Bench, n_slips, slip, virtual_printer};

#[tokio::test(start_paused = true)]
async fn a_slip_is_printed_and_the_printer_confirms_it() {
    let dir = tempfile::tempdir().unwrap();
    let device = virtual_printer(dir.path());
    let mut bench = Bench::ready(PrinterTarget::Virtual(device.clone()), Profile::GENERIC_80MM).await;
    bench.print(5);
    assert_eq!(bench.fate().await, (5, Fate::Printed));
    let printed = device.printed().wait_for(|printed| printed.slips == 1).await.unwrap().clone();
    assert_eq!(printed.last, Some(dir.path().join("slip-0001.png")));
    assert!(std::fs::metadata(dir.path().join("slip-0001.png")).unwrap().len() > 1000);
}

#[tokio::test(start_paused = true)]
async fn a_simple_printer_confirms_by_answering_in_order() {
    let dir = tempfile::tempdir().unwrap();
    let device = VirtualPrinter::spawn(dir.path(), 384).unwrap();
    let mut bench = Bench::ready(PrinterTarget::Virtual(device.clone()), Profile::GENERIC_58MM).await;
    bench.print(1);
    assert_eq!(bench.fate().await, (1, Fate::Printed));

    device.end_paper_after(200);
    bench.print(2);
    bench.wait_for(PrinterState::NoPaper).await;
    device.set_paper(Paper::Ok);
    assert_eq!(bench.fate().await, (2, Fate::Printed));
    device.printed().wait_for(|printed| printed.slips == 2).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn without_paper_a_slip_is_refused_before_anything_is_sent() {
    let dir = tempfile::tempdir().unwrap();
    let device = virtual_printer(dir.path());
    device.set_paper(Paper::End);
    let mut bench = Bench::new(PrinterTarget::Virtual(device.clone()), Profile::GENERIC_80MM);
    assert_eq!(bench.printer.state(), PrinterState::Unknown);
    assert_eq!(bench.printer.print(JobId(1), slip("A001")), Err(PrintRefusal::State(PrinterState::Unknown)));
    bench.wait_for(PrinterState::NoPaper).await;
    assert_eq!(bench.printer.print(JobId(1), slip("A001")), Err(PrintRefusal::State(PrinterState::NoPaper)));

    device.set_paper(Paper::Low);
    bench.wait_for(PrinterState::PaperLow).await;
    bench.print(2);
    assert_eq!(bench.fate().await, (2, Fate::Printed));
}

#[tokio::test(start_paused = true)]
async fn each_fault_is_told_apart() {
    let dir = tempfile::tempdir().unwrap();
    let device = virtual_printer(dir.path());
    for profile in [Profile::GENERIC_80MM, Profile::GENERIC_58MM] {
        let mut bench = Bench::ready(PrinterTarget::Virtual(device.clone()), profile).await;
        device.set_cover(Cover::Open);
        bench.wait_for(PrinterState::CoverOpen).await;
        device.set_cover(Cover::Closed);
        device.set_fault(Some(Fault::Cutter));
        bench.wait_for(PrinterState::CutterFault).await;
        device.set_fault(Some(Fault::Head));
        bench.wait_for(PrinterState::Hot).await;
        device.set_fault(None);
        bench.wait_for(PrinterState::Ready).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_slip_held_by_a_printer_out_of_paper_comes_out_once_with_the_new_roll() {
    let dir = tempfile::tempdir().unwrap();
    let device = virtual_printer(dir.path());
    let mut bench = Bench::ready(PrinterTarget::Virtual(device.clone()), Profile::GENERIC_80MM).await;
    device.end_paper_after(300);
    bench.print(1);
    bench.print(2);
    bench.wait_for(PrinterState::NoPaper).await;
    // The second was never sent, so it is known not to be printed, and at once.
    let why = NotPrintedWhy::State(PrinterState::NoPaper);
    assert_eq!(bench.fate().await, (2, Fate::NotPrinted { why }));

    device.set_cover(Cover::Open);
    bench.wait_for(PrinterState::CoverOpen).await;
    device.set_paper(Paper::Ok);
    device.set_cover(Cover::Closed);
    assert_eq!(bench.fate().await, (1, Fate::Printed));
    device.printed().wait_for(|printed| printed.slips == 1).await.unwrap();
    bench.print(3);
    assert_eq!(bench.fate().await, (3, Fate::Printed));
    device.printed().wait_for(|printed| printed.slips == 2).await.unwrap();
    assert_eq!(n_slips(dir.path()), 2);
}

#[tokio::test(start_paused = true)]
async fn a_slip_held_for_too_long_is_unknown() {
    let dir = tempfile::tempdir().unwrap();
    let device = virtual_printer(dir.path());
    let mut bench = Bench::ready(PrinterTarget::Virtual(device.clone()), Profile::GENERIC_80MM).await;
    device.end_paper_after(300);
    bench.print(1);
    let why = UnknownWhy::Held(PrinterState::NoPaper);
    assert_eq!(bench.fate().await, (1, Fate::Unknown { why }));
    assert_eq!(n_slips(dir.path()), 0);
}

#[tokio::test(start_paused = true)]
async fn a_cable_pulled_in_the_middle_of_a_slip_leaves_its_fate_unknown() {
    let dir = tempfile::tempdir().unwrap();
    let device = virtual_printer(dir.path());
    let mut bench = Bench::ready(PrinterTarget::Virtual(device.clone()), Profile::GENERIC_80MM).await;
    device.end_paper_after(300);
    bench.print(1);
    bench.wait_for(PrinterState::NoPaper).await;
    device.set_plug(Plug::Out);
    bench.wait_for(PrinterState::Gone).await;
    assert_eq!(bench.fate().await, (1, Fate::Unknown { why: UnknownWhy::ConnectionLost }));
    assert_eq!(bench.printer.print(JobId(2), slip("A002")), Err(PrintRefusal::State(PrinterState::Gone)));

    // The printer kept what had arrived whole; nothing is sent a second time.
    device.set_plug(Plug::In);
    device.set_paper(Paper::Ok);
    bench.wait_for(PrinterState::Ready).await;
    bench.print(2);
    assert_eq!(bench.fate().await, (2, Fate::Printed));
    device.printed().wait_for(|printed| printed.slips >= 1).await.unwrap();
    assert!(n_slips(dir.path()) <= 2);
}

#[tokio::test(start_paused = true)]
async fn a_printer_that_falls_silent_is_gone_and_its_slip_unknown() {
    let dir = tempfile::tempdir().unwrap();
    let device = virtual_printer(dir.path());
    let mut bench = Bench::ready(PrinterTarget::Virtual(device.clone()), Profile::GENERIC_80MM).await;
    device.set_fault(Some(Fault::Mute));
    bench.print(1);
    assert_eq!(bench.fate().await, (1, Fate::Unknown { why: UnknownWhy::NoAnswer }));
    bench.wait_for(PrinterState::Gone).await;
    device.set_fault(None);
    bench.wait_for(PrinterState::Ready).await;
}

#[tokio::test(start_paused = true)]
async fn a_full_queue_refuses_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let device = virtual_printer(dir.path());
    let bench = Bench::ready(PrinterTarget::Virtual(device.clone()), Profile::GENERIC_80MM).await;
    // Nothing runs in between, so the queue fills up.
    for job in 0..QUEUED_SLIPS_MAX as u64 {
        bench.print(job);
    }
    assert_eq!(bench.printer.print(JobId(99), slip("A099")), Err(PrintRefusal::QueueFull));
}

#[tokio::test(start_paused = true)]
async fn every_slip_gets_one_fate_and_slips_come_out_in_order() {
    let dir = tempfile::tempdir().unwrap();
    let device = virtual_printer(dir.path());
    let mut bench = Bench::ready(PrinterTarget::Virtual(device.clone()), Profile::GENERIC_80MM).await;
    for job in 1..=6 {
        bench.print(job);
    }
    for job in 1..=6 {
        assert_eq!(bench.fate().await, (job, Fate::Printed));
    }
    device.printed().wait_for(|printed| printed.slips == 6).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_slip_that_cannot_be_encoded_is_not_printed() {
    let dir = tempfile::tempdir().unwrap();
    let device = virtual_printer(dir.path());
    let mut bench = Bench::ready(PrinterTarget::Virtual(device), Profile::GENERIC_80MM).await;
    let long = SlipContent { qr: "x".repeat(SlipContent::QR_BYTES_MAX + 1), ..slip("A001") };
    bench.printer.print(JobId(1), long).unwrap();
    let (_, fate) = bench.fate().await;
    assert!(matches!(fate, Fate::NotPrinted { why: NotPrintedWhy::Unprintable(_) }), "{fate:?}");
}

#[tokio::test(start_paused = true)]
async fn a_new_virtual_printer_overwrites_no_slip() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("slip-0007.png"), "kept").unwrap();
    let device = virtual_printer(dir.path());
    std::fs::write(dir.path().join("slip-0008.png"), "kept, too").unwrap();
    let mut bench = Bench::ready(PrinterTarget::Virtual(device.clone()), Profile::GENERIC_80MM).await;
    bench.print(1);
    assert_eq!(bench.fate().await, (1, Fate::Printed));
    let printed = device.printed().wait_for(|printed| printed.slips == 1).await.unwrap().clone();
    assert_eq!(printed.last, Some(dir.path().join("slip-0009.png")));
    assert_eq!(std::fs::read(dir.path().join("slip-0008.png")).unwrap(), b"kept, too");
}

#[tokio::test(start_paused = true)]
async fn a_slip_torn_by_the_cable_spoils_none_of_the_next() {
    let dir = tempfile::tempdir().unwrap();
    let device = virtual_printer(dir.path());
    let (line, mut calls) = RelayLine::new();
    let mut bench = Bench::new(PrinterTarget::Relay { line, baud: None }, Profile::GENERIC_80MM);
    // The cable breaks when so many bytes have gone through it: in the middle of a raster of the slip.
    let (near, mut far) = tokio::io::duplex(256);
    calls.next().await.unwrap().answer(near);
    let mut printer = device.connect().await.unwrap();
    bench.print_once_ready(&mut far, &mut printer).await;
    let mut piece = [0; 3000];
    far.read_exact(&mut piece).await.unwrap();
    printer.write_all(&piece).await.unwrap();
    drop(far);
    assert_eq!(bench.fate().await, (9, Fate::Unknown { why: UnknownWhy::ConnectionLost }));

    for slips in 2..=3 {
        // The first after the tear, and one that is surely whole to compare it with.
        calls.next().await.unwrap().answer(device.connect().await.unwrap());
        bench.wait_for(PrinterState::Ready).await;
        bench.print(9);
        assert_eq!(bench.fate().await, (9, Fate::Printed));
        assert_eq!(n_slips(dir.path()), slips, "the torn slip is cut off, and each whole one comes out");
        device.set_plug(Plug::Out);
        bench.wait_for(PrinterState::Gone).await;
        device.set_plug(Plug::In);
    }
    let read = |name| std::fs::read(dir.path().join(name)).unwrap();
    assert!(read("slip-0002.png") == read("slip-0003.png"), "the slip after the tear is spoilt");
}

#[tokio::test(start_paused = true)]
async fn a_power_cut_in_the_middle_of_a_slip_prints_it_never_and_leaves_its_fate_unknown() {
    let dir = tempfile::tempdir().unwrap();
    let device = virtual_printer(dir.path());
    let mut bench = Bench::ready(PrinterTarget::Virtual(device.clone()), Profile::GENERIC_80MM).await;
    device.end_paper_after(300);
    bench.print(1);
    bench.wait_for(PrinterState::NoPaper).await;
    device.set_plug(Plug::Off);
    assert_eq!(bench.fate().await, (1, Fate::Unknown { why: UnknownWhy::ConnectionLost }));
    device.set_paper(Paper::Ok);
    device.set_plug(Plug::In);
    bench.wait_for(PrinterState::Ready).await;
    bench.print(2);
    assert_eq!(bench.fate().await, (2, Fate::Printed));
    assert_eq!(n_slips(dir.path()), 1);
}

#[tokio::test(start_paused = true)]
async fn a_jammed_printer_goes_on_with_its_slip_once_asked_and_prints_it_once() {
    let dir = tempfile::tempdir().unwrap();
    let device = virtual_printer(dir.path());
    for profile in [Profile::GENERIC_80MM, Profile::GENERIC_58MM] {
        let mut bench = Bench::ready(PrinterTarget::Virtual(device.clone()), profile).await;
        let before = n_slips(dir.path());
        // The slip is in the printer, which jams before it prints.
        device.set_cover(Cover::Open);
        bench.wait_for(PrinterState::CoverOpen).await;
        device.set_cover(Cover::Closed);
        bench.wait_for(PrinterState::Ready).await;
        bench.print(1);
        device.set_fault(Some(Fault::Jam));
        bench.wait_for(PrinterState::Stopped).await;
        assert_eq!(bench.fate().await, (1, Fate::Printed));
        assert_eq!(n_slips(dir.path()), before + 1);
    }
}

#[tokio::test(start_paused = true)]
async fn the_hub_hears_at_once_that_a_printer_stopped_over_a_slip() {
    let dir = tempfile::tempdir().unwrap();
    let device = virtual_printer(dir.path());
    let mut bench = Bench::ready(PrinterTarget::Virtual(device.clone()), Profile::GENERIC_80MM).await;
    device.end_paper_after(300);
    bench.print(7);
    loop {
        match bench.event().await {
            PrinterEvent::Held { job, state, .. } => {
                assert_eq!((job, state), (JobId(7), PrinterState::NoPaper));
                break;
            }
            PrinterEvent::StateChanged { .. }
            | PrinterEvent::Kept { .. }
            | PrinterEvent::Named { .. }
            | PrinterEvent::Said { .. } => {}
            PrinterEvent::Job { fate, .. } => panic!("{fate:?} before it is known"),
        }
    }
}
