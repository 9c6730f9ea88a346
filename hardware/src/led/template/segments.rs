//! Characters on seven segments.

/// Segment a (the top) is bit 0, then clockwise to f; g, the middle, is bit 6.
const SHAPES: [(char, u8); 34] = [
    ('0', 0x3f),
    ('1', 0x06),
    ('2', 0x5b),
    ('3', 0x4f),
    ('4', 0x66),
    ('5', 0x6d),
    ('6', 0x7d),
    ('7', 0x07),
    ('8', 0x7f),
    ('9', 0x6f),
    (' ', 0x00),
    ('-', 0x40),
    ('A', 0x77),
    ('B', 0x7c),
    ('C', 0x39),
    ('D', 0x5e),
    ('E', 0x79),
    ('F', 0x71),
    ('G', 0x3d),
    ('H', 0x76),
    ('I', 0x30),
    ('J', 0x1e),
    ('L', 0x38),
    ('N', 0x54),
    ('O', 0x5c),
    ('P', 0x73),
    ('Q', 0x67),
    ('R', 0x50),
    ('T', 0x78),
    ('U', 0x3e),
    ('Y', 0x6e),
    ('<', 0x58),
    ('>', 0x4c),
    ('_', 0x08),
];

/// The segments of a character; none if it cannot be drawn so that it is known.
pub(in crate::led) fn segments(character: char) -> Option<u8> {
    SHAPES.iter().find(|(own, _)| *own == character.to_ascii_uppercase()).map(|(_, shape)| *shape)
}

/// The character of these segments.
pub(super) fn character(shape: u8) -> Option<char> {
    SHAPES.iter().find(|(_, own)| *own == shape).map(|(character, _)| *character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_characters_look_alike() {
        for (letter, shape) in SHAPES {
            assert_eq!(character(shape), Some(letter));
        }
        // K, M, V, W, X and Z have no shape of their own.
        assert_eq!(segments('K'), None);
        assert_eq!(segments('a'), Some(0x77));
    }
}
