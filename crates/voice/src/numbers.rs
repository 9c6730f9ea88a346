//! Whole numbers as words, by the rules of Unicode CLDR.

use crate::Accent;
use crate::words::{ENGLISH, Region, Tongue, VIETNAMESE};

/// The greatest number that is read as one; what is longer is read digit by digit.
pub(crate) const NUMBER_MAX: u32 = 9_999_999;

/// The words of a number of at most [`NUMBER_MAX`], each a clip.
pub(crate) fn number(tongue: Tongue, value: u32) -> Vec<&'static str> {
    let mut words = Vec::new();
    match tongue {
        Tongue::Vietnamese(accent) => vietnamese(value, VIETNAMESE.region(accent), &mut words),
        Tongue::English => english(value, &mut words),
    }
    words
}

/// The word of one digit, 0 to 9, said alone.
pub(crate) fn digit(tongue: Tongue, value: u32) -> &'static str {
    let idx = (value % 10) as usize;
    match tongue {
        Tongue::Vietnamese(Accent::North | Accent::South) => &VIETNAMESE.digits[idx],
        Tongue::English => &ENGLISH.to_nineteen[idx],
    }
}

fn vietnamese(value: u32, region: &'static Region, words: &mut Vec<&'static str>) {
    let all = &*VIETNAMESE;
    match value {
        0..10 => words.push(&all.digits[value as usize]),
        10..20 => {
            words.push(&all.ten);
            match value % 10 {
                0 => {}
                5 => words.push(&all.five_after_ten),
                unit => words.push(&all.digits[unit as usize]),
            }
        }
        20..100 => {
            words.extend([all.digits[(value / 10) as usize].as_str(), &all.tens]);
            match value % 10 {
                0 => {}
                1 => words.push(&all.one_after_tens),
                4 => words.push(&region.four_after_tens),
                5 => words.push(&all.five_after_ten),
                unit => words.push(&all.digits[unit as usize]),
            }
        }
        100..1_000 => {
            words.extend([all.digits[(value / 100) as usize].as_str(), &all.hundred]);
            after_hundred(value % 100, region, words);
        }
        1_000..1_000_000 => {
            vietnamese(value / 1_000, region, words);
            words.push(&region.thousand);
            match value % 1_000 {
                0 => {}
                rest @ 1..100 => {
                    // Hundreds that are none are said all the same: một nghìn không trăm linh một.
                    words.extend([all.digits[0].as_str(), &all.hundred]);
                    after_hundred(rest, region, words);
                }
                rest => vietnamese(rest, region, words),
            }
        }
        1_000_000.. => {
            vietnamese(value / 1_000_000, region, words);
            words.push(&all.million);
            after_hundred(value % 1_000_000, region, words);
        }
    }
}

/// What follows hundreds and millions: nothing, "linh năm", or a number.
fn after_hundred(rest: u32, region: &'static Region, words: &mut Vec<&'static str>) {
    match rest {
        0 => {}
        1..10 => words.extend([region.and.as_str(), &VIETNAMESE.digits[rest as usize]]),
        10.. => vietnamese(rest, region, words),
    }
}

fn english(value: u32, words: &mut Vec<&'static str>) {
    let all = &*ENGLISH;
    let mut large = |unit: u32, name: &'static str| {
        english(value / unit, words);
        words.push(name);
        value % unit
    };
    let rest = match value {
        0..20 => {
            words.push(&all.to_nineteen[value as usize]);
            0
        }
        20..100 => {
            words.push(&all.tens[(value / 10 - 2) as usize]);
            value % 10
        }
        100..1_000 => large(100, &all.hundred),
        1_000..1_000_000 => large(1_000, &all.thousand),
        1_000_000.. => large(1_000_000, &all.million),
    };
    if rest > 0 {
        english(rest, words);
    }
}
