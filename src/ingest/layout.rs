//! What each part of a page is, from what it is by itself and where it stands.
//!
//! A page is read in three zones: what stands above the first running text (headline, names, time stamps, menus), the story,
//! and what follows it. A heading such as "Related" opens a list; the list ends where two paragraphs of running text follow each
//! other, or it runs to the end of the page.

use std::collections::HashMap;

use super::marks::{Own, Seen};
use super::part::Hint;
use super::{BlockKind, FurnitureKind};

use BlockKind::{Advisory, Byline, Credit, Furniture, Headline, Paragraph, Subhead, Summary};

/// Says what each part is. `markup` tells whether the parts come from HTML.
pub(super) fn layout(text: &str, seen: &[Seen], markup: bool) -> Vec<BlockKind> {
    if seen.is_empty() {
        return Vec::new();
    }
    if let [only] = seen {
        // A text of one piece is what someone wants checked, whatever it looks like.
        return vec![match only.own {
            Own::Furniture(kind) if only.part.hint == Hint::Furniture(kind) => Furniture(kind),
            _ => Paragraph,
        }];
    }
    let page = Page::new(text, seen, markup);
    if page.is_plain_note() {
        return vec![Paragraph; seen.len()];
    }
    let mut kinds = page.lay_out();
    for (kind, s) in kinds.iter_mut().zip(seen) {
        if let Hint::Is(certain) = s.part.hint {
            *kind = certain;
        }
    }
    kinds
}

/// The bounds of the story.
struct Zone {
    /// The first part of the running text.
    first: usize,
    /// The last part of the running text.
    last: usize,
    headline: Option<usize>,
}

struct Page<'a> {
    text: &'a str,
    seen: &'a [Seen],
    markup: bool,
    /// Index of an earlier part that says the same.
    said_before: Vec<Option<usize>>,
    /// The next index at or after this one where two paragraphs of running text follow each other.
    next_pair: Vec<Option<usize>>,
    /// Whether anything shows that the text was taken from a web page.
    scraped: bool,
    /// Words of running text before each index.
    prose_before: Vec<usize>,
}

impl<'a> Page<'a> {
    fn new(text: &'a str, seen: &'a [Seen], markup: bool) -> Self {
        let mut first: HashMap<u64, usize> = HashMap::with_capacity(seen.len());
        let said_before = seen
            .iter()
            .enumerate()
            .map(|(i, s)| {
                let before = *first.entry(s.hash).or_insert(i);
                (before != i && s.words >= 4).then_some(before)
            })
            .collect();
        let mut next_pair = vec![None; seen.len() + 1];
        for i in (0..seen.len()).rev() {
            let pair = seen[i].is_prose() && seen.get(i + 1).is_some_and(Seen::is_prose);
            next_pair[i] = if pair { Some(i) } else { next_pair[i + 1] };
        }
        let mut prose_before = Vec::with_capacity(seen.len() + 1);
        let mut sum = 0;
        for s in seen {
            prose_before.push(sum);
            sum += if s.is_prose() || s.is_long() { s.words } else { 0 };
        }
        prose_before.push(sum);
        let scraped = markup
            || seen.iter().any(|s| match s.own {
                Own::Furniture(kind) => kind != FurnitureKind::Residue,
                Own::RelatedHead | Own::CommentsHead | Own::Section | Own::Age | Own::Rank | Own::Stamp(true) => true,
                _ => false,
            });
        Page { text, seen, markup, scraped, said_before, next_pair, prose_before }
    }

    fn words_of(&self, i: usize) -> &'a str {
        self.seen[i].part.span.of(self.text)
    }

    /// A few lines without a blank line and without any mark of a page are sentences to check.
    fn is_plain_note(&self) -> bool {
        !self.markup
            && self.seen.len() <= 5
            && self.seen.iter().skip(1).all(|s| s.part.joined)
            && self.seen.iter().all(|s| {
                matches!(
                    s.own,
                    Own::None | Own::Bullet | Own::Names | Own::Agency | Own::Rank | Own::Section | Own::Stamp(false)
                )
            })
            && super::dateline::find(self.text, self.seen[0].part.span).is_none()
            && self.seen.get(1).is_none_or(|s| super::dateline::find(self.text, s.part.span).is_none())
    }

    /// Where the running text begins.
    fn body_start(&self) -> Option<usize> {
        let n = self.seen.len();
        let starts = |i: &usize| {
            let s = &self.seen[*i];
            // A question above a byline is a headline.
            let heading = s.words <= 16
                && !self.words_of(*i).ends_with(['.', '"', '”'])
                && matches!(
                    self.seen.get(i + 1).map(|s| s.own),
                    Some(Own::Byline | Own::Stamp(_) | Own::Agency | Own::Names)
                );
            s.is_prose()
                && !heading
                && self.said_before[*i].is_none()
                && (s.words >= 20
                    || super::dateline::find(self.text, s.part.span).is_some()
                    || (i + 1..n.min(i + 7)).any(|k| self.seen[k].is_prose() || self.seen[k].is_long())
                    || self.prose_before[n] <= s.words)
        };
        // What stands above a headline that is known for certain is no story.
        let from = self.seen.iter().position(|s| s.part.hint == Hint::Is(Headline)).map_or(0, |h| h + 1);
        (from..n)
            .find(starts)
            .or_else(|| (from..n).find(|i| self.seen[*i].is_long()))
            .or_else(|| (from..n).find(|i| self.seen[*i].is_prose()))
    }

    fn lay_out(&self) -> Vec<BlockKind> {
        let Some(first) = self.body_start() else { return self.without_story() };
        let mut kinds = vec![Paragraph; self.seen.len()];
        let headline = self.headline(first);
        self.head(first, headline, &mut kinds);
        self.body(first, headline, &mut kinds);
        kinds
    }

    /// No running text: either labels and furniture, or a list of headlines that someone wants checked.
    fn without_story(&self) -> Vec<BlockKind> {
        let furniture = self.seen.iter().filter(|s| self.alone(s, true).is_some()).count();
        let page = furniture * 3 >= self.seen.len();
        self.seen
            .iter()
            .map(|s| match self.alone(s, true) {
                Some(kind) if page || matches!(s.own, Own::Furniture(_) | Own::Caption | Own::Promo) => kind,
                None if page && s.words <= 8 => Furniture(FurnitureKind::Navigation),
                _ => Paragraph,
            })
            .collect()
    }

    /// What a part is by its own words. `edge` tells whether it stands outside the story.
    fn alone(&self, s: &Seen, edge: bool) -> Option<BlockKind> {
        Some(match s.own {
            Own::Furniture(kind) => Furniture(kind),
            Own::Promo | Own::RunningTime => Furniture(FurnitureKind::Media),
            Own::RelatedHead | Own::Age => Furniture(FurnitureKind::Related),
            Own::CommentsHead => Furniture(FurnitureKind::Comments),
            Own::Caption => Furniture(FurnitureKind::Caption),
            Own::Stamp(certain) if certain || edge => Furniture(FurnitureKind::Timestamp),
            Own::Section if edge => Furniture(FurnitureKind::Navigation),
            Own::Rank if edge => Furniture(FurnitureKind::Related),
            Own::Byline | Own::Agency => Byline,
            Own::Credit => Credit,
            Own::Advisory => Advisory,
            Own::SummaryHead => Summary,
            _ => return None,
        })
    }

    /// Which part above the running text is the headline: the one whose words come back in the story, the first of equals.
    fn headline(&self, first: usize) -> Option<usize> {
        let certain = (0..first).find(|i| self.seen[*i].part.hint == Hint::Is(Headline));
        if certain.is_some() {
            return certain;
        }
        let marked = (0..first).find(|i| self.seen[*i].part.hint == Hint::Headline && self.is_label(*i, 1));
        if marked.is_some() {
            return marked;
        }
        // Running text only: what stands at the foot of a page repeats the name of the paper.
        let prose = (first..self.seen.len()).filter(|i| self.seen[*i].is_prose() || self.seen[*i].is_long());
        let mut story = String::new();
        for i in prose.take(8) {
            story.extend(self.words_of(i).chars().take(600).flat_map(char::to_lowercase));
            story.push(' ');
        }
        let score = |i: usize| {
            let line = self.words_of(i).to_lowercase();
            let long = || line.split(|c: char| !c.is_alphanumeric()).filter(|w| w.len() >= 4);
            let known = long().filter(|w| story.contains(*w)).count() as f64;
            let share = known / (long().count() as f64 + 1.0);
            let question = if self.seen[i].sentence { -0.1 } else { 0.0 };
            let twice = self.said_before.contains(&Some(i));
            let title = if self.seen[i].part.hint == Hint::Title { -0.5 } else { 0.0 };
            share + if twice { 0.3 } else { 0.0 } + title + question
        };
        let mut best: Option<(usize, f64)> = None;
        // A page with hundreds of menu lines has its headline among the last.
        for i in first.saturating_sub(60)..first {
            if !self.is_label(i, 2) || self.said_before[i].is_some() {
                continue;
            }
            let score = score(i);
            if best.is_none_or(|(_, b)| score > b + 0.01) {
                best = Some((i, score));
            }
        }
        // Two words that nothing in the story takes up are a menu item.
        best.filter(|(i, score)| *score > 0.0 || self.seen[*i].words >= 4 || *i == 0).map(|(i, _)| i)
    }

    /// Whether a part can be a heading: no sign of furniture, not too long.
    fn is_label(&self, i: usize, words: usize) -> bool {
        let s = &self.seen[i];
        matches!(s.own, Own::None | Own::Names)
            && (words..=30).contains(&s.words)
            && s.part.hint != Hint::Item
            && (!self.words_of(i).ends_with(['.', ',', ';']) || s.part.hint == Hint::Headline)
    }

    /// Everything above the running text.
    fn head(&self, first: usize, headline: Option<usize>, kinds: &mut [BlockKind]) {
        let mut in_summary = false;
        for (i, (kind, s)) in kinds.iter_mut().zip(self.seen).enumerate().take(first) {
            *kind = if Some(i) == headline {
                in_summary = false;
                Headline
            } else if headline.is_some() && (self.said_before[i] == headline || self.is_title_of(i, headline)) {
                Furniture(FurnitureKind::Duplicate)
            } else if s.own == Own::Age {
                Furniture(FurnitureKind::Timestamp)
            } else if let Some(alone) = self.alone(s, true) {
                in_summary = s.own == Own::SummaryHead || (in_summary && alone == Summary);
                alone
            } else if self.said_before[i].is_some() {
                Furniture(FurnitureKind::Duplicate)
            } else if s.own == Own::Bullet || in_summary || s.part.hint == Hint::Summary {
                if headline.is_none_or(|h| i > h) { Summary } else { Furniture(FurnitureKind::Navigation) }
            } else {
                self.head_label(i, headline)
            };
        }
    }

    fn head_label(&self, i: usize, headline: Option<usize>) -> BlockKind {
        let s = &self.seen[i];
        if s.sentence && !self.scraped {
            return Paragraph;
        }
        let near = |k: Option<usize>| {
            k.and_then(|k| self.seen.get(k)).is_some_and(|n| matches!(n.own, Own::Stamp(_) | Own::Byline | Own::Agency))
        };
        match headline {
            Some(h) if i > h => {
                let signed = near(i.checked_sub(1)) || near(Some(i + 1));
                if s.own == Own::Names || (s.words <= 3 && signed) {
                    Byline
                } else if s.words >= 5 && s.part.hint != Hint::Item {
                    Summary
                } else if s.part.hint == Hint::Heading || !self.scraped {
                    Subhead
                } else {
                    Furniture(FurnitureKind::Navigation)
                }
            }
            _ if s.own == Own::Names && near(Some(i + 1)) => Byline,
            Some(_) if !self.scraped => Subhead,
            Some(_) => Furniture(FurnitureKind::Navigation),
            None if s.words >= 5 || !self.scraped => Paragraph,
            None => Furniture(FurnitureKind::Navigation),
        }
    }

    /// "Ferries stop at noon | The Harbour Ledger": the page's title, with the headline in it.
    fn is_title_of(&self, i: usize, headline: Option<usize>) -> bool {
        self.seen[i].part.hint == Hint::Title
            || headline.is_some_and(|h| {
                let (line, head) = (self.words_of(i), self.words_of(h));
                line.len() > head.len()
                    && line.starts_with(head)
                    && line[head.len()..].trim_start().starts_with(['|', '-', '–', '—', ':', '·'])
            })
    }

    /// Where the page is closed: from here to the end there are lists of other stories or comments. With the kind of the list.
    fn story_end(&self, first: usize) -> (usize, FurnitureKind) {
        let n = self.seen.len();
        let mut i = first;
        while i < n {
            let s = &self.seen[i];
            match s.own {
                Own::RelatedHead | Own::Age => {
                    let end = self.list_end(i);
                    if end == n {
                        // The titles above the first age belong to the list as well.
                        let from = if s.own == Own::Age { self.labels_before(i, first) } else { i };
                        return (from, FurnitureKind::Related);
                    }
                    i = end;
                }
                Own::CommentsHead if self.prose_before[i] * 2 >= self.prose_before[n] => {
                    return (i, FurnitureKind::Comments);
                }
                _ => i += 1,
            }
        }
        (n, FurnitureKind::Related)
    }

    /// The running text and everything after it.
    fn body(&self, first: usize, headline: Option<usize>, kinds: &mut [BlockKind]) {
        let (end, closed_by) = self.story_end(first);
        self.close(end, closed_by, kinds);
        let is_text = |i: &usize| self.seen[*i].is_prose() || self.seen[*i].is_long();
        let zone = Zone { first, headline, last: (first..end).rev().find(is_text).unwrap_or(first) };
        let mut i = first;
        let mut after_furniture = false;
        while i < end {
            match self.seen[i].own {
                Own::RelatedHead | Own::Age => {
                    let to = self.list_end(i).min(end);
                    kinds[i..to].fill(Furniture(FurnitureKind::Related));
                    i = to;
                    continue;
                }
                Own::Promo => {
                    let to = self.promo_end(i).min(end);
                    for (k, kind) in kinds.iter_mut().enumerate().take(to).skip(i) {
                        let said = self.said_before[k].is_some();
                        *kind = Furniture(if said { FurnitureKind::Duplicate } else { FurnitureKind::Media });
                    }
                    i = to;
                    continue;
                }
                _ => kinds[i] = self.in_body(i, &zone, after_furniture),
            }
            after_furniture = matches!(kinds[i], Furniture(_)) || (after_furniture && i > zone.last);
            i += 1;
        }
    }

    fn in_body(&self, i: usize, zone: &Zone, after_furniture: bool) -> BlockKind {
        let s = &self.seen[i];
        let tail = i > zone.last;
        // A standfirst that comes again in the story is the story there.
        if self.said_before[i].is_some_and(|b| (b >= zone.first && s.words >= 5) || Some(b) == zone.headline) {
            return Furniture(FurnitureKind::Duplicate);
        }
        if s.is_prose() || s.is_long() {
            return Paragraph;
        }
        let next_is_text = self.seen.get(i + 1).is_some_and(|n| n.is_prose() || n.is_long() || n.own == Own::Bullet);
        match s.own {
            Own::Byline | Own::Agency | Own::Names if tail => return Credit,
            Own::Names if !next_is_text => return Byline,
            Own::SummaryHead => return if next_is_text { Subhead } else { Paragraph },
            Own::Bullet => return Paragraph,
            Own::Section | Own::Rank if !tail => return if next_is_text { Subhead } else { Paragraph },
            Own::Section if !after_furniture && !self.furniture_after(i) && s.words > 1 => return Paragraph,
            Own::Stamp(false) if !tail && next_is_text => return Subhead,
            _ => {}
        }
        if let Some(kind) = self.alone(s, tail) {
            return kind;
        }
        if s.part.hint == Hint::Heading || s.part.hint == Hint::Headline {
            return if tail { Furniture(FurnitureKind::Related) } else { Subhead };
        }
        let open_ended = self.words_of(i).ends_with([',', ';', ':']);
        let starts_high = !self.words_of(i).starts_with(char::is_lowercase);
        if next_is_text && s.words <= 14 && starts_high && !s.sentence && !open_ended && !tail {
            Subhead
        } else if tail && (after_furniture || s.words <= 4 && self.furniture_after(i)) && s.words <= 20 && !s.sentence {
            Furniture(if s.words <= 4 { FurnitureKind::Navigation } else { FurnitureKind::Related })
        } else {
            Paragraph
        }
    }

    fn furniture_after(&self, i: usize) -> bool {
        self.seen.get(i + 1).is_some_and(|s| {
            matches!(
                s.own,
                Own::Furniture(_) | Own::RelatedHead | Own::CommentsHead | Own::Section | Own::Age | Own::Rank
            )
        })
    }

    /// Where the list that opens at `head` ends: at the running text that goes on with the story, or at the end of the page.
    fn list_end(&self, head: usize) -> usize {
        let n = self.seen.len();
        let pair = self.next_pair[head + 1];
        let limit = pair.unwrap_or(n);
        let mut labels = 0;
        for k in head + 1..limit.min(head + 8) {
            let s = &self.seen[k];
            if s.is_prose() {
                // One long paragraph behind a short list, with more of the story to come or nothing at all, is the story.
                let rest = &self.seen[k + 1..];
                let ends = rest.iter().all(|r| matches!(r.own, Own::Credit | Own::Byline | Own::Names | Own::Stamp(_)));
                if labels <= 3 && s.words >= 18 && (pair.is_some() || ends) {
                    return k;
                }
                break;
            }
            labels += usize::from(matches!(s.own, Own::None | Own::Bullet));
        }
        limit
    }

    /// Where the label lines begin that stand right above `i`.
    fn labels_before(&self, i: usize, first: usize) -> usize {
        let label = |k: &usize| {
            let s = &self.seen[*k];
            !(s.is_prose() || s.is_long() || matches!(s.own, Own::Credit | Own::Byline | Own::Bullet))
        };
        (first + 1..i).rev().take_while(label).last().unwrap_or(i)
    }

    /// Everything from here to the end is no story. Parts that say what they are keep their kind.
    fn close(&self, from: usize, kind: FurnitureKind, kinds: &mut [BlockKind]) {
        let mut current = kind;
        for (i, out) in kinds.iter_mut().enumerate().skip(from) {
            let s = &self.seen[i];
            match s.own {
                Own::RelatedHead | Own::Age => current = FurnitureKind::Related,
                Own::CommentsHead => current = FurnitureKind::Comments,
                _ => {}
            }
            *out = match s.own {
                Own::Furniture(kind) => Furniture(kind),
                Own::Promo | Own::RunningTime => Furniture(FurnitureKind::Media),
                Own::Caption => Furniture(FurnitureKind::Caption),
                Own::Credit => Credit,
                Own::Advisory => Advisory,
                _ => Furniture(current),
            };
        }
    }

    /// Where a film's promo ends. Its title, and the sentence that describes it, belong to it only where a running time follows.
    fn promo_end(&self, promo: usize) -> usize {
        let titles = (promo + 1..self.seen.len().min(promo + 4))
            .take_while(|k| {
                let s = &self.seen[*k];
                s.own == Own::None && s.words <= 18 && !self.words_of(*k).ends_with(['.', '"', '”'])
            })
            .count();
        let end = promo + 1 + titles;
        let timed = |k: usize| self.seen.get(k).is_some_and(|s| s.own == Own::RunningTime);
        if timed(end) || timed(end + 1) { end } else { promo + 1 }
    }
}
