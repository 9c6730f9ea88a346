//! How a visitor wants the screen: larger, in stronger colours, within reach of a wheelchair, spoken.

/// The size of the letters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Letters {
    /// As designed.
    #[default]
    Normal,
    /// Larger wherever there is room.
    Large,
}

/// The colours.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Contrast {
    /// The centre's.
    #[default]
    Normal,
    /// Light on black.
    High,
}

/// Where the things to touch are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Reach {
    /// Over the whole screen.
    #[default]
    Whole,
    /// In the lower part of an upright screen, for whoever sits.
    Low,
}

/// All of it. Every visitor begins with the default.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Comfort {
    /// The size of the letters.
    pub letters: Letters,
    /// The colours.
    pub contrast: Contrast,
    /// Where the things to touch are.
    pub reach: Reach,
}

impl Comfort {
    /// The same with the other size of letters.
    #[must_use]
    pub fn with_other_letters(self) -> Self {
        let letters = match self.letters {
            Letters::Normal => Letters::Large,
            Letters::Large => Letters::Normal,
        };
        Self { letters, ..self }
    }

    /// The same in the other colours.
    #[must_use]
    pub fn with_other_contrast(self) -> Self {
        let contrast = match self.contrast {
            Contrast::Normal => Contrast::High,
            Contrast::High => Contrast::Normal,
        };
        Self { contrast, ..self }
    }

    /// The same with the things to touch elsewhere.
    #[must_use]
    pub fn with_other_reach(self) -> Self {
        let reach = match self.reach {
            Reach::Whole => Reach::Low,
            Reach::Low => Reach::Whole,
        };
        Self { reach, ..self }
    }
}
