//! WordNet's lexicographer files: the coarse semantic class of a sense.

macro_rules! classes {
    ($($name:ident = $number:literal, $doc:literal;)*) => {
        /// Semantic class of a sense: the lexicographer file it stands in (`lexnames(5WN)`).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u8)]
        pub enum LexClass { $(#[doc = $doc] $name = $number,)* }

        impl LexClass {
            /// The class with WordNet's file number.
            pub fn from_number(number: u8) -> Option<Self> {
                match number { $($number => Some(Self::$name),)* _ => None }
            }
        }
    };
}

classes! {
    AdjAll = 0, "Adjectives."; AdjPertainym = 1, "Relational adjectives (Estonian, nuclear)."; Adverb = 2, "Adverbs.";
    Top = 3, "The most general nouns (entity, thing)."; Act = 4, "Acts (attack, vote)."; Animal = 5, "Animals.";
    Artifact = 6, "Made things (missile, kitchen)."; Attribute = 7, "Attributes (height, security)."; Body = 8, "Body parts.";
    Cognition = 9, "Thoughts (belief, plan)."; Communication = 10, "Messages (statement, language)."; Event = 11, "Events (flood, defeat).";
    Feeling = 12, "Feelings."; Food = 13, "Food and drink."; Group = 14, "Groups (army, government)."; Location = 15, "Places.";
    Motive = 16, "Motives."; Object = 17, "Natural objects (river, coast)."; Person = 18, "People."; Phenomenon = 19, "Phenomena (storm).";
    Plant = 20, "Plants."; Possession = 21, "Possessions (money, tax)."; Process = 22, "Processes."; Quantity = 23, "Quantities and units.";
    Relation = 24, "Relations."; Shape = 25, "Shapes."; State = 26, "States (peace, illness)."; Substance = 27, "Substances."; Time = 28, "Times.";
    VerbBody = 29, "Bodily care."; VerbChange = 30, "Change (rise, end)."; VerbCognition = 31, "Thinking."; VerbCommunication = 32, "Saying.";
    VerbCompetition = 33, "Fighting."; VerbConsumption = 34, "Eating."; VerbContact = 35, "Touching."; VerbCreation = 36, "Making.";
    VerbEmotion = 37, "Feeling."; VerbMotion = 38, "Moving."; VerbPerception = 39, "Seeing."; VerbPossession = 40, "Having, giving.";
    VerbSocial = 41, "Social and political acts."; VerbStative = 42, "Being."; VerbWeather = 43, "Weather."; AdjParticiple = 44, "Participial adjectives.";
}
