//! Which stories an archive holds, and which of them are told again.

use std::collections::HashMap;

use crate::event::{Group, Item};
use crate::random::{Random, mix};

/// Days of the archive: five years from the first of January 2019.
pub const DAYS: u16 = 1826;

/// The share of stories that are issues of serials.
const SERIAL: f64 = 0.15;
/// The share of the other events that are like others.
const ALIKE: f64 = 0.3;

/// What makes a story hard to find.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hard {
    /// Nothing: its event has this story only.
    Single,
    /// Its event has stories of other days.
    Days,
    /// There are events like its own.
    Alike,
    /// It is an issue of a serial.
    Serial,
}

impl Hard {
    /// All, in the order of reports.
    pub const ALL: [Hard; 4] = [Hard::Single, Hard::Days, Hard::Alike, Hard::Serial];

    /// How it is called in lists.
    pub fn name(self) -> &'static str {
        match self {
            Hard::Single => "single",
            Hard::Days => "days",
            Hard::Alike => "alike",
            Hard::Serial => "serial",
        }
    }
}

/// The stories of an archive, by day.
pub struct Plan {
    seed: u64,
    /// In the order of the archive.
    pub items: Vec<Item>,
    /// How many days an event has.
    days: HashMap<u32, u8>,
    events: u32,
    families: u32,
    serials: u32,
}

impl Plan {
    /// An archive of so many stories.
    pub fn new(seed: u64, stories: usize) -> Plan {
        let weeks = DAYS / 7;
        let issues = (stories as f64 * SERIAL) as usize;
        let serials = (issues / usize::from(weeks)).max(1) as u32;
        // An event has some two stories, a family some five events.
        let families = ((stories as f64 * (1.0 - SERIAL) * ALIKE / 2.4 / 5.0) as u32).max(1);
        let mut plan =
            Plan { seed, items: Vec::with_capacity(stories + 32), days: HashMap::new(), events: 0, families, serials };
        'issues: for week in 0..weeks {
            for serial in 0..serials {
                if plan.items.len() >= issues {
                    break 'issues;
                }
                plan.issue(serial, week * 7 + (serial % 7) as u16);
            }
        }
        while plan.items.len() < stories {
            plan.event();
        }
        plan.items.truncate(stories);
        plan.items.sort_by_key(|i| (i.day, mix(&[u64::from(i.event)]), i.nth, i.again));
        for item in &plan.items {
            let days = plan.days.entry(item.event).or_default();
            *days = (*days).max(item.nth + 1);
        }
        plan
    }

    fn next(&mut self) -> u32 {
        self.events += 1;
        self.events
    }

    fn issue(&mut self, serial: u32, day: u16) {
        let event = self.next();
        self.items.push(Item { event, group: Group::Serial(serial), day, nth: 0, again: false });
    }

    /// An event with its stories of one to eight days.
    fn event(&mut self) {
        let event = self.next();
        let mut r = Random::of(&[self.seed, 40, u64::from(event)]);
        let (group, mut day) = if r.chance(ALIKE) {
            let family = r.below(self.families as usize) as u32;
            let first = Random::of(&[self.seed, 41, u64::from(family)]).below(usize::from(DAYS) - 300);
            (Group::Alike(family), first as u16 + r.below(290) as u16)
        } else {
            (Group::Own, r.below(usize::from(DAYS) - 20) as u16)
        };
        for nth in 0..8 {
            self.items.push(Item { event, group, day, nth, again: false });
            if r.chance(0.06) {
                self.items.push(Item { event, group, day, nth, again: true });
            }
            if !r.chance(if nth == 0 { 0.5 } else { 0.68 }) {
                break;
            }
            day = (day + 1 + r.below(2) as u16).min(DAYS - 2);
        }
    }

    /// What makes a story hard to find.
    pub fn hard(&self, item: &Item) -> Hard {
        match item.group {
            Group::Serial(_) => Hard::Serial,
            Group::Alike(_) => Hard::Alike,
            Group::Own if self.days.get(&item.event).is_some_and(|d| *d > 1) => Hard::Days,
            Group::Own => Hard::Single,
        }
    }

    /// So many stories to tell again: more hard ones than chance would choose.
    pub fn choose(&self, many: usize) -> Vec<Item> {
        let mut r = Random::of(&[self.seed, 42]);
        let mut out: Vec<Item> = Vec::new();
        let mut taken = std::collections::HashSet::new();
        while out.len() < many.min(self.items.len()) {
            let share = r.unit();
            let wanted = match share {
                0.0..0.5 => Some(Hard::Days),
                0.5..0.7 => Some(Hard::Alike),
                0.7..0.85 => Some(Hard::Serial),
                _ => None,
            };
            // A small archive may have no more of a kind.
            for _ in 0..200 {
                let item = r.pick(&self.items);
                let several =
                    !matches!(wanted, Some(Hard::Alike)) || self.days.get(&item.event).is_some_and(|d| *d > 1);
                if wanted.is_none_or(|w| self.hard(&item) == w && several) && taken.insert(item.uri()) {
                    out.push(item);
                    break;
                }
            }
            if taken.len() + 200 > self.items.len() && out.len() < many && taken.len() >= self.items.len() {
                break;
            }
        }
        out
    }

    /// The stories of the same event and day, this one left out.
    pub fn same_day(&self, item: &Item) -> Vec<Item> {
        let from = self.items.partition_point(|i| i.day < item.day);
        let day = self.items.get(from..).unwrap_or_default().iter().take_while(|i| i.day == item.day);
        day.filter(|i| (i.event, i.nth) == (item.event, item.nth) && i.again != item.again).copied().collect()
    }

    /// Stories that the archive does not have, each with its kind: of new events, of new events like others, of days of known events
    /// that are missing.
    pub fn strangers(&self, many: usize) -> Vec<(&'static str, Item)> {
        let mut r = Random::of(&[self.seed, 43]);
        let strange = |n: usize| {
            let event = self.events + 1 + n as u32;
            let day = r.below(usize::from(DAYS) - 20) as u16;
            let new = |group| Item { event, group, day, nth: 0, again: false };
            match n % 4 {
                0 => ("new", new(Group::Own)),
                1 => ("alike", new(Group::Alike(r.below(self.families as usize) as u32))),
                2 => ("serial", new(Group::Serial(r.below(self.serials as usize) as u32))),
                _ => {
                    let known = std::iter::repeat_with(|| r.pick(&self.items))
                        .take(1000)
                        .find(|i| !matches!(i.group, Group::Serial(_)))
                        .unwrap_or(self.items[0]);
                    let last = self.days.get(&known.event).copied().unwrap_or(1);
                    ("day", Item { nth: last, day: (known.day + 3).min(DAYS - 2), again: false, ..known })
                }
            }
        };
        (0..many).map(strange).collect()
    }
}
