//! Abbreviations that are written with a full stop, for the rules that judge full stops.

/// Whether a folded word is usually followed by a full stop of its own.
pub fn is(folded: &str) -> bool {
    LIST.binary_search(&folded).is_ok()
}

/// Sorted: titles, companies, states of the US, months, streets, units, Latin and bookish ones.
static LIST: &[&str] = &[
    "abp", "adj", "adm", "admin", "al", "amb", "approx", "apr", "apt", "ariz", "assn", "assoc", "asst", "atty", "aug",
    "ave", "bldg", "blvd", "bn", "brig", "bros", "ca", "calif", "capt", "cf", "chap", "cmdr", "co", "col", "colo",
    "comdr", "cong", "conn", "cont", "corp", "cpl", "ct", "dec", "del", "dept", "dist", "div", "dr", "ed", "eds", "eg",
    "esp", "esq", "est", "etc", "excl", "feb", "fig", "figs", "fla", "fr", "fri", "ft", "ga", "gal", "gen", "gov",
    "govs", "govt", "hon", "hr", "hrs", "hwy", "ie", "inc", "incl", "ind", "inst", "intl", "jan", "jr", "jul", "jun",
    "kan", "km", "ky", "lb", "lbs", "lt", "ltd", "maj", "mar", "mass", "md", "messrs", "mfg", "mgr", "mich", "min",
    "minn", "misc", "mo", "mon", "mont", "mr", "mrs", "ms", "msgr", "mt", "nat", "natl", "neb", "nev", "no", "nos",
    "nov", "oct", "okla", "op", "orig", "oz", "pa", "pfc", "pl", "plc", "pm", "pop", "pp", "pres", "prof", "pt", "pte",
    "pty", "pub", "pvt", "rd", "ref", "rep", "reps", "rev", "sec", "sen", "sens", "sep", "sept", "sgt", "sq", "sr",
    "st", "ste", "sts", "supt", "tel", "tenn", "tex", "thu", "thurs", "tue", "tues", "univ", "usd", "va", "ver", "viz",
    "vol", "vols", "vs", "vt", "wed", "wis", "yd", "yds", "yr", "yrs",
];

#[cfg(test)]
mod tests {
    #[test]
    fn the_list_is_sorted_and_without_doubles() {
        assert!(super::LIST.windows(2).all(|w| w[0] < w[1]));
    }
}
