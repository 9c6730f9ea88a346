//! Where a number stands that a kiosk gave while the hub was away.

use goiso_domain::Rules;
use insta::assert_snapshot;

use crate::lending::lending;
use crate::play::{Play, rules};

#[test]
fn it_stands_where_its_time_puts_it_and_who_is_in_the_way_moves_on() {
    let mut play = Play::new(Rules { lending: lending(), ..rules() });
    play.run(
        "
        0 open 1 lan
        1 borrow kiosk-1 7
        2 keep kiosk-1 7 1
        10 issue chung-thuc
        20 issue chung-thuc
        40 tell kiosk-1 K1-902 chung-thuc 15
        41 tell kiosk-1 K1-903 chung-thuc 15
        42 tell kiosk-1 K1-901 chung-thuc 12
        43 tell kiosk-1 K1-904 chung-thuc 5
    ",
    );
    assert_snapshot!(play.run("
        50 next 1
        51 next 1
        52 next 1
        53 next 1
        54 next 1
        55 next 1
    "), @r"
    50s next 1 -> K1-904 called (oldest) [announce K1-904 to 1 as call 1 light 1]
    51s next 1 -> K1-904 here [light 1], K1-904 done [light 1], A001 called (oldest) [announce A001 to 1 as call 2 light 1]
    52s next 1 -> A001 here [light 1], A001 done [light 1], K1-901 called (oldest) [announce K1-901 to 1 as call 3 light 1]
    53s next 1 -> K1-901 here [light 1], K1-901 done [light 1], K1-902 called (oldest) [announce K1-902 to 1 as call 4 light 1]
    54s next 1 -> K1-902 here [light 1], K1-902 done [light 1], K1-903 called (oldest) [announce K1-903 to 1 as call 5 light 1]
    55s next 1 -> K1-903 here [light 1], K1-903 done [light 1], A002 called (oldest) [announce A002 to 1 as call 6 light 1]
    ");
}

#[test]
fn whoever_is_taken_back_stands_behind_a_number_told_meanwhile_that_is_older() {
    let mut play = Play::new(Rules { lending: lending(), ..rules() });
    play.run(
        "
        0 open 1 lan
        1 borrow kiosk-1 7
        2 keep kiosk-1 7 1
        10 issue chung-thuc
        11 next 1
        40 tell kiosk-1 K1-902 chung-thuc 15
        41 tell kiosk-1 K1-903 chung-thuc 15
        42 finish 1
        43 cancel K1-902 1
        44 tell kiosk-1 K1-901 chung-thuc 12
    ",
    );
    assert_snapshot!(play.run("
        45 undo 1
        50 next 1
        51 next 1
        52 next 1
    "), @r"
    45s undo 1 -> K1-902 as before [light 1]
    50s next 1 -> K1-901 called (oldest) [announce K1-901 to 1 as call 2 light 1]
    51s next 1 -> K1-901 here [light 1], K1-901 done [light 1], K1-902 called (oldest) [announce K1-902 to 1 as call 3 light 1]
    52s next 1 -> K1-902 here [light 1], K1-902 done [light 1], K1-903 called (oldest) [announce K1-903 to 1 as call 4 light 1]
    ");
}
