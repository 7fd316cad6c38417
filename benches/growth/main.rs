//! How the cost of a check grows with the length of its texts, for every pattern of `patterns.rs`.
//!
//! `cargo bench --bench growth` measures all; `cargo bench --bench growth -- quotes 400` those with "quotes" in their name, up to 400 KB.
//! Each is doubled until it is as long as asked for (1000 KB) or takes longer than five seconds. What counts is the exponent between the last
//! size and the one three doublings before: 1 is in proportion to the length, 2 is with its square. The last figure is the longest stretch in
//! which nobody asks whether the check is to go on.

mod measure;
mod patterns;

use std::time::Duration;

use measure::{Cost, exponent};

fn main() {
    let mut most = 1000;
    let mut wanted = Vec::new();
    for arg in std::env::args().skip(1).filter(|a| !a.starts_with("--")) {
        match arg.parse() {
            Ok(kb) => most = kb,
            Err(_) => wanted.push(arg),
        }
    }
    let fits = |name: &str| wanted.iter().all(|w| name.contains(w.as_str()));
    let cases: Vec<patterns::Case> = patterns::all().into_iter().filter(|c| fits(&c.to_string())).collect();
    println!("{:>8} {:>6} {:>9} {:>8}", "KB", "expo", "seconds", "stretch");
    let mut worst: f64 = 0.0;
    let (mut longest, mut unasked) = (Duration::ZERO, Duration::ZERO);
    for case in &cases {
        let mut costs: Vec<(usize, Duration)> = Vec::new();
        let (mut verdict, mut stretch) = ("", Duration::ZERO);
        let mut kb = most;
        while kb > 8 {
            kb /= 2;
        }
        while kb <= most && costs.last().is_none_or(|(_, cost)| *cost < Duration::from_secs(5)) {
            let Cost { time, stretch: s, verdict: v } = measure::cost(case, kb * 1000);
            (verdict, stretch) = (v, s);
            costs.push((kb, time));
            kb *= 2;
        }
        let Some(&(kb, time)) = costs.last() else { continue };
        let before = costs[costs.len().saturating_sub(4)];
        let e = exponent(before, (kb, time));
        worst = worst.max(e);
        longest = longest.max(time);
        unasked = unasked.max(stretch);
        println!("{kb:8} {e:6.2} {:9.3} {:8.3}  {case} ({verdict})", time.as_secs_f64(), stretch.as_secs_f64());
    }
    let (longest, unasked) = (longest.as_secs_f64(), unasked.as_secs_f64());
    println!(
        "{} texts; exponent at most {worst:.2}, time at most {longest:.2} s, unasked at most {unasked:.2} s",
        cases.len()
    );
}
