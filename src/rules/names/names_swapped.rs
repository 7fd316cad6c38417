use crate::compare::Shared;
use crate::compare::swaps::{self, Sort};
use crate::finding::{Finding, Severity};

rule! {
    /// # What it reports
    /// Two names of the wire that have changed places: one did, said or suffered what the other did. Or one of them stands
    /// where the wire has the other.
    ///
    /// # Why it matters
    /// Both names are in the wire, so every check by name passes; the story now accuses or quotes the wrong person.
    ///
    /// # Evidence it asks for
    /// In words that are otherwise the wire's, each of the two stands where the wire has the other. Names in a list, on
    /// both sides of what two do alike, or with all that belongs to them in another order are left alone.
    ///
    /// Severity: critical where both names changed places; major where one of them stands in the place of the other.
    ///
    /// # Example
    /// ```text
    /// wire: Marta Olsen drew up the plan for the quay. Piet Maas sold it to a rival port, prosecutors said.
    /// rewrite: Piet Maas drew up the plan for the quay. Marta Olsen sold it to a rival port, prosecutors said.
    /// fires: Piet Maas
    /// wire: Asked about the toll, Marta Olsen did not hold back: "Nobody will pay it." Piet Maas disagreed on Monday.
    /// rewrite: Asked about the toll, Piet Maas did not hold back: "Nobody will pay it." Marta Olsen disagreed on Monday.
    /// fires: Piet Maas
    /// wire: Harbour master Piet Maas closed the quay on Friday. Deputy mayor Marta Olsen said the town had asked for it.
    /// rewrite: Harbour master Piet Maas closed the quay on Friday. Deputy mayor Piet Maas said the town had asked for it.
    /// fires: Piet Maas said
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: Denmark and Poland signed the ferry treaty in Gdansk on Monday.
    /// rewrite: Poland and Denmark signed the ferry treaty in Gdansk on Monday.
    /// silent
    /// wire: Marta Olsen met Piet Maas in Gdansk on Monday.
    /// rewrite: Piet Maas met Marta Olsen in Gdansk on Monday.
    /// silent
    /// wire: Olsen came first for Denmark and Maas came second for Poland.
    /// rewrite: Maas came second for Poland and Olsen came first for Denmark.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// Sentences in which little else is as the wire has it.
    id: "names-swapped",
    group: Names,
    category: Mistranslation,
    severity: Critical,
    speaks: General,
    ground: Wire,
    fix: Advice,
    names: Judged,
}

/// Reports each of two names that changed places, and a name of the wire in the place of another.
pub fn check(shared: &Shared, out: &mut Vec<Finding>) {
    let names = shared.swaps().iter().filter(|s| s.sort == Sort::Name);
    out.extend(names.map(|s| swaps::finding(&RULE, shared, s, swaps::changed_places)));
    for s in swaps::misplaced(shared, shared.swaps()) {
        let message = |here: &str, there: &str| format!("the wire names “{there}” here, the rewrite “{here}”");
        out.push(swaps::finding(&RULE, shared, &s, message).severity(Severity::Major).confidence(0.7));
    }
}
