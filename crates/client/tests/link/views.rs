//! Which views a screen gets.

use goiso_client::LinkEvent;
use goiso_protocol::{FromHub, encode};

use crate::player::Step::{self, Open, Welcome};
use crate::player::{at, play};
use crate::samples;
use crate::scripts::opened;

#[test]
fn a_view_older_than_the_last_of_its_epoch_is_dropped() {
    insta::assert_snapshot!(play(&[
        (0.1, Open),
        (0.2, Welcome("e")),
        (0.2, Step::View("e", 5)),
        (0.3, Step::View("e", 4)),
        (0.3, Step::View("e", 5)),
        (0.4, Step::View("e", 6)),
        (0.5, Step::View("f", 1)),
        (0.6, Step::View("f", 2)),
    ]), @r"
    0.0s > connect
    0.1s < opens, > hello of board-1
    0.2s < welcome e, ! up
    0.2s < view e 5, ! view e 5
    0.3s < view e 4
    0.3s < view e 5
    0.4s < view e 6, ! view e 6
    0.5s < view f 1, ! view f 1
    0.6s < view f 2, ! view f 2
    ");
}

/// Whoever sits down gets the view of a counter that may have stood unchanged since before the door's view.
#[test]
fn the_view_of_another_screen_is_taken_whatever_its_revision() {
    let mut link = opened(at(0.0));
    let mut seen = Vec::new();
    for (view, revision) in [
        (samples::desk(), 200),
        (samples::counter(3), 200),
        (samples::counter(3), 199),
        (samples::counter(5), 7),
        (samples::counter(5), 7),
        (samples::desk(), 198),
    ] {
        let frame = FromHub::View { epoch: "e".to_owned(), revision, now: at(1.0), view };
        link.received(&encode(&frame), at(1.0));
        let taken = link.drain_events().iter().any(|event| matches!(event, LinkEvent::View(_)));
        seen.push((revision, taken));
    }
    assert_eq!(seen, [(200, true), (200, true), (199, false), (7, true), (7, false), (198, true)]);
}
