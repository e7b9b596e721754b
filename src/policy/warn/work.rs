//! How much is examined before it is given up.

/// Comparisons that the warnings of one document may evaluate: tens of milliseconds.
const OF_A_DOCUMENT: u32 = 1 << 22;
/// Those that one question may take. Most take a handful; one that takes so many would not end soon.
const OF_A_QUESTION: u32 = 1 << 16;

/// What is left of both.
#[derive(Debug)]
pub(super) struct Work {
    document: u32,
    question: u32,
}

/// There are too many combinations to answer the question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TooMany;

impl Default for Work {
    fn default() -> Self {
        Self { document: OF_A_DOCUMENT, question: OF_A_QUESTION }
    }
}

impl Work {
    /// Begins another question.
    pub(super) fn question(&mut self) {
        self.question = OF_A_QUESTION.min(self.document);
    }

    /// Takes so many steps.
    #[inline]
    pub(super) fn steps(&mut self, steps: usize) -> Result<(), TooMany> {
        let steps = u32::try_from(steps).unwrap_or(u32::MAX);
        // What exceeds the question is paid for as well: asking again and again must not be free.
        self.document = self.document.saturating_sub(steps);
        self.question = self.question.checked_sub(steps).ok_or(TooMany)?;
        Ok(())
    }

    /// Whether nothing is left for the document.
    pub(super) const fn is_over(&self) -> bool {
        self.document == 0
    }
}
