//! A suggestion as people read it: as small as the fault.

/// With fewer words than this, the words to put in place are shown as they are.
const LONG: usize = 8;
/// More words than this are not compared one by one.
const MOST: usize = 200;

/// What a long suggestion changes, where that is only a few of its words: “sat” → “sat down”; “issues” → “topics”. None where the words to
/// put in place say it better.
pub(crate) fn changes(old: &str, new: &str) -> Option<String> {
    let (mine, theirs): (Vec<&str>, Vec<&str>) = (old.split_whitespace().collect(), new.split_whitespace().collect());
    if theirs.len() < LONG || mine.len() > MOST || theirs.len() > MOST {
        return None;
    }
    let runs = runs(&mine, &theirs);
    let changed: usize = runs.iter().map(|(a, b)| a.len().max(b.len())).sum();
    if changed * 2 > theirs.len() || runs.is_empty() {
        return None;
    }
    let said: Vec<String> = runs.iter().map(|(a, b)| format!("“{}” → “{}”", a.join(" "), b.join(" "))).collect();
    Some(said.join("; "))
}

/// The runs of words that differ, each with the words in its place. Where one side has none, the word before goes along.
fn runs<'a>(mine: &[&'a str], theirs: &[&'a str]) -> Vec<(Vec<&'a str>, Vec<&'a str>)> {
    // How many words the two have in common from here on.
    let mut common = vec![vec![0_u16; theirs.len() + 1]; mine.len() + 1];
    for i in (0..mine.len()).rev() {
        for j in (0..theirs.len()).rev() {
            common[i][j] =
                if mine[i] == theirs[j] { common[i + 1][j + 1] + 1 } else { common[i + 1][j].max(common[i][j + 1]) };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut out = Vec::new();
    while i < mine.len() || j < theirs.len() {
        if i < mine.len() && j < theirs.len() && mine[i] == theirs[j] {
            (i, j) = (i + 1, j + 1);
            continue;
        }
        let (from, to) = (i, j);
        while (i < mine.len() || j < theirs.len()) && !(i < mine.len() && j < theirs.len() && mine[i] == theirs[j]) {
            if j >= theirs.len() || i < mine.len() && common[i + 1][j] >= common[i][j + 1] {
                i += 1;
            } else {
                j += 1;
            }
        }
        let lone = (from == i || to == j) && from > 0 && to > 0;
        let back = usize::from(lone);
        out.push((mine[from - back..i].to_vec(), theirs[to - back..j].to_vec()));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::changes;

    #[test]
    fn a_few_words_of_a_long_quote_are_told_by_themselves() {
        let old = "we hope that the new dock will be of great use to all crews and to the town";
        assert_eq!(
            changes(old, "we trust that the new dock will be of great use to all the crews and to the city").as_deref(),
            Some("“hope” → “trust”; “all” → “all the”; “town” → “city”")
        );
        assert_eq!(changes(old, "nobody knows what will become of any of these docks now"), None);
        assert_eq!(changes("the docks", "the dock"), None);
    }
}
