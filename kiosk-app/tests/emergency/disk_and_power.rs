//! What a disk that fails and a power cut at each step leave.

use goiso_protocol::Lending;
use insta::assert_snapshot;

use crate::hall::{Hall, lent, play, play_on};

#[test]
fn a_disk_that_takes_nothing_gives_nothing() {
    assert_snapshot!(play("
        1 the hub is gone
        2 touches
        3 the disk is full
        4 takes chung-thuc
        5 is done
        6 takes chung-thuc
        7 the disk has room
        70 touches
        71 takes chung-thuc
        72 the power goes
        90 the hub is gone
        91 the hub is there
    "), @r"
     1s the hub is gone -> nobody (own numbers)
     2s touches -> choosing (own numbers)
     3s the disk is full -> choosing (own numbers)
     4s takes chung-thuc -> no number: Disk (away, Disk)
     5s is done -> choosing (away, Disk)
     6s takes chung-thuc -> choosing (away, Disk)
     7s the disk has room -> choosing (away, Disk)
    36s by itself -> nobody (away, Disk)
    70s touches -> choosing (own numbers)
    71s takes chung-thuc -> prints K1-901, shows K1-901 (own numbers)
    72s the power goes -> nobody
    90s the hub is gone -> nobody (own numbers)
    91s the hub is there -> tells K1-901, nobody
    ");
}

#[test]
fn a_disk_that_fails_leaves_the_wish_to_the_hub_alone() {
    assert_snapshot!(play("
        1 touches
        2 takes chung-thuc
        8 the hub is gone
        9 the disk is full
        10 takes an emergency number
        20 the hub is there
        21 the hub answers
    "), @r"
     1s touches -> choosing
     2s takes chung-thuc -> asks for chung-thuc, asking
     8s the hub is gone -> asking (own numbers)
     9s the disk is full -> asking (own numbers)
    10s takes an emergency number -> asking (away, Disk)
    20s the hub is there -> asking
    21s the hub answers -> shows A005
    ");
}

/// What the kiosk had done when the power went is told in order, and nothing twice.
#[test]
fn the_power_goes_at_each_step() {
    assert_snapshot!(play("
        1 the hub is gone
        2 touches
        3 takes chung-thuc
        3 the power goes
        20 the hub is gone
        21 touches
        21 the power goes
        40 the hub is gone
        41 touches
        42 takes ho-tich
        43 is done
        44 the power goes
        50 the hub is there
        51 the power goes
        60 the hub is there
        61 the hub answers
        62 the power goes
        70 the hub is there
        71 the hub answers
        72 the power goes
        80 the hub is there
        81 the hub is gone
        87 touches
        88 takes chung-thuc
    "), @r"
     1s the hub is gone -> nobody (own numbers)
     2s touches -> choosing (own numbers)
     3s takes chung-thuc -> prints K1-901, shows K1-901 (own numbers)
     3s the power goes -> nobody
    20s the hub is gone -> nobody (own numbers)
    21s touches -> choosing (own numbers)
    21s the power goes -> nobody
    40s the hub is gone -> nobody (own numbers)
    41s touches -> choosing (own numbers)
    42s takes ho-tich -> prints K1-902, shows K1-902 (own numbers)
    43s is done -> choosing (own numbers)
    44s the power goes -> nobody
    50s the hub is there -> tells K1-901, nobody
    51s the power goes -> nobody
    60s the hub is there -> tells K1-901, nobody
    61s the hub answers -> tells K1-902, nobody
    62s the power goes -> nobody
    70s the hub is there -> tells K1-902, nobody
    71s the hub answers -> nobody
    72s the power goes -> nobody
    80s the hub is there -> nobody
    81s the hub is gone -> nobody (own numbers)
    87s touches -> choosing (own numbers)
    88s takes chung-thuc -> prints K1-903, shows K1-903 (away, UsedUp)
    ");
}

/// Before the hub has heard that the block is here, none of it is given.
#[test]
fn the_line_and_the_power_go_while_the_block_is_borrowed() {
    let mut hall = Hall::new();
    hall.view.lending = Some(Lending { blocks: Vec::new(), ..lent(false) });
    hall.act("the hub is there", 0);
    assert_eq!(hall.told, ["borrows"]);
    hall.view.lending = Some(lent(false));
    let (_, told) = play_on(
        hall,
        "
        1 the hub is gone
        2 touches
        3 takes chung-thuc
        10 the hub is there
        10 the hub keeps it
        11 the hub is gone
        12 the hub is there
        12 the power goes
        22 the hub is gone
        23 the hub is there
        24 the hub keeps it
        25 the power goes
        35 the hub is gone
        36 touches
        37 takes chung-thuc
    ",
    );
    assert_snapshot!(told, @r"
     1s the hub is gone -> nobody (away, NoneLent)
     2s touches -> choosing (away, NoneLent)
     3s takes chung-thuc -> choosing (away, NoneLent)
    10s the hub is there -> choosing
    10s the hub keeps it -> choosing
    11s the hub is gone -> choosing (away, NoneLent)
    12s the hub is there -> keeps, choosing
    12s the power goes -> nobody
    22s the hub is gone -> nobody (away, NoneLent)
    23s the hub is there -> keeps, nobody
    24s the hub keeps it -> nobody
    25s the power goes -> nobody
    35s the hub is gone -> nobody (own numbers)
    36s touches -> choosing (own numbers)
    37s takes chung-thuc -> prints K1-901, shows K1-901 (own numbers)
    ");
}
