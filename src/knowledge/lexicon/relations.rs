//! The relations that two words can have, and how strong they are.

/// Strengths of every relation between two words, 0 to 255 (see the module for the scale).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Relations {
    /// Both words are forms of one lemma, British and American spelling counted as one.
    pub same_lemma: bool,
    /// They share a sense.
    pub synonym: u8,
    /// They are opposites: by WordNet, by the hand-kept table, or through a near-synonym or derivation.
    pub antonym: u8,
    /// How the strongest antonymy was found.
    pub antonym_by: AntonymBy,
    /// The second word is more general than the first, at most four steps up.
    pub hypernym: u8,
    /// The second word is more specific than the first.
    pub hyponym: u8,
    /// Steps between them when `hypernym` or `hyponym` is not 0.
    pub steps: u8,
    /// They are different kinds of one thing that is not too general (red and blue, China and Japan).
    pub sibling: u8,
    /// One is derived from the other, or both from a third (invade, invasion; Estonia, Estonian).
    pub derivation: u8,
    /// Near in meaning without sharing a sense: WordNet's similar adjectives and verb groups, one side of a family of opposites.
    pub similar: u8,
    /// One entails or causes the other (kill, die).
    pub entails: u8,
}

/// Where an antonymy comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AntonymBy {
    /// There is none.
    #[default]
    Nothing,
    /// WordNet or the hand-kept table has the pair itself.
    Direct,
    /// A synonym of one is the antonym of the other.
    Synonym,
    /// Through a similar adjective, a more general verb or a derived word.
    Kin,
}

/// The strongest single relation between two words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Relation {
    /// What it is.
    pub kind: RelationKind,
    /// How strong it is, 0 to 255.
    pub strength: u8,
}

/// The kinds of [`Relation`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RelationKind {
    /// Forms of one lemma.
    SameLemma,
    /// They share a sense.
    Synonym,
    /// Opposites.
    Antonym(AntonymBy),
    /// Derived from one another.
    Derivation,
    /// Near in meaning.
    Similar,
    /// The second is more general, by this many steps.
    MoreGeneral(u8),
    /// The second is more specific, by this many steps.
    MoreSpecific(u8),
    /// Kinds of one thing.
    Sibling,
    /// One entails or causes the other.
    Entails,
    /// Nothing known.
    None,
}

impl Relations {
    /// The relation that says most about the pair: one lemma first, then by strength, an earlier kind of
    /// [`RelationKind`] winning over a later one that is not clearly stronger.
    pub fn strongest(&self) -> Relation {
        if self.same_lemma {
            return Relation { kind: RelationKind::SameLemma, strength: 255 };
        }
        let kinds = [
            (RelationKind::Synonym, self.synonym, 24),
            (RelationKind::Antonym(self.antonym_by), self.antonym, 20),
            (RelationKind::Derivation, self.derivation, 16),
            (RelationKind::Similar, self.similar, 12),
            (RelationKind::MoreGeneral(self.steps), self.hypernym, 10),
            (RelationKind::MoreSpecific(self.steps), self.hyponym, 10),
            (RelationKind::Sibling, self.sibling, 0),
            (RelationKind::Entails, self.entails, 0),
        ];
        let mut best = (RelationKind::None, 0, 0);
        for (kind, strength, bonus) in kinds {
            if strength > 0 && u16::from(strength) + bonus > u16::from(best.1) + best.2 {
                best = (kind, strength, bonus);
            }
        }
        Relation { kind: best.0, strength: best.1 }
    }
}

pub(super) fn times(a: u8, b: u8) -> u8 {
    (u16::from(a) * u16::from(b) / 255) as u8
}

/// `strength` in parts of a hundred.
pub(super) fn part(strength: u8, percent: u16) -> u8 {
    (u16::from(strength) * percent / 100) as u8
}

pub(super) fn raise(slot: &mut u8, strength: u8) {
    *slot = (*slot).max(strength);
}

pub(super) fn oppose(found: &mut Relations, strength: u8, by: AntonymBy) {
    if strength > found.antonym {
        found.antonym = strength;
        found.antonym_by = by;
    }
}
