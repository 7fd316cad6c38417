"use strict";
(() => {
  const all = (query, root = document) => Array.from(root.querySelectorAll(query));
  const byId = (id) => document.getElementById(id);
  const cards = all(".card");
  const shown = byId("shown");
  const rule = byId("rule");
  const letters = byId("letters");
  const wide = matchMedia("(min-width: 1150px) and (min-height: 500px)");
  let current = null;

  const visible = () => cards.filter((card) => !card.hidden);
  const numbers = (element) => (element.dataset.f || "").split(" ");
  const marksOf = (card) => all(".m").filter((mark) => numbers(mark).includes(card.id.slice(1)));

  const tell = () => {
    if (!shown) return;
    const list = visible();
    const at = list.indexOf(current);
    shown.textContent = at >= 0 ? `${at + 1} of ${list.length}` : `${list.length} of ${cards.length} shown`;
  };

  const show = (element) => element.scrollIntoView({ block: wide.matches ? "center" : "nearest" });

  const select = (card, focus) => {
    for (const mark of all(".m.on")) mark.classList.remove("on");
    if (current) current.removeAttribute("aria-current");
    current = card;
    if (card) {
      card.setAttribute("aria-current", "true");
      const marks = marksOf(card);
      for (const mark of marks) mark.classList.add("on");
      if (wide.matches) {
        for (const side of ["rewrite", "wire"]) {
          const own = marks.filter((mark) => mark.closest("#" + side));
          const first = own.find((mark) => mark.classList.contains("own")) || own[0];
          if (first) show(first);
        }
      }
      if (focus) card.focus({ preventScroll: true });
      show(card);
    }
    tell();
  };

  const step = (by) => {
    const list = visible();
    if (!list.length) return;
    const at = list.indexOf(current);
    const next = at < 0 ? (by > 0 ? 0 : list.length - 1) : (at + by + list.length) % list.length;
    select(list[next], true);
  };

  const words = (side) => {
    if (!current) return;
    const marks = marksOf(current).filter((mark) => mark.closest("#" + side));
    const mark = marks.find((m) => m.classList.contains("own")) || marks[0];
    if (mark) {
      mark.focus({ preventScroll: true });
      mark.scrollIntoView({ block: "center" });
    }
  };

  const filter = () => {
    const pressed = all(".chip[aria-pressed='true']").map((chip) => chip.dataset.severity);
    const wanted = rule ? rule.value : "";
    const on = new Set();
    for (const card of cards) {
      card.hidden = !pressed.includes(card.dataset.severity) || (wanted !== "" && card.dataset.rule !== wanted);
      if (!card.hidden) on.add(card.id.slice(1));
    }
    for (const mark of all(".m")) mark.classList.toggle("off", !numbers(mark).some((n) => on.has(n)));
    for (const n of all(".n")) n.hidden = !on.has(n.dataset.f);
    if (current && current.hidden) select(null);
    tell();
  };

  const link = (sentence, on) => {
    sentence.classList.toggle("linked", on);
    for (const id of (sentence.dataset.to || "").split(" ")) {
      const other = id && byId(id);
      if (other) other.classList.toggle("linked", on);
    }
  };

  for (const element of all(".tools, .steps")) element.hidden = false;
  for (const element of all(".counts")) element.hidden = true;
  for (const chip of all(".chip")) {
    chip.addEventListener("click", () => {
      chip.setAttribute("aria-pressed", chip.getAttribute("aria-pressed") === "true" ? "false" : "true");
      filter();
    });
  }
  if (rule) rule.addEventListener("change", filter);
  if (byId("next")) byId("next").addEventListener("click", () => step(1));
  if (byId("previous")) byId("previous").addEventListener("click", () => step(-1));

  document.addEventListener("click", (event) => {
    const anchor = event.target.closest("a[href^='#']");
    const card = event.target.closest(".card");
    if (anchor && anchor.closest(".story") && !anchor.classList.contains("go")) {
      const target = byId(anchor.hash.slice(1));
      if (target && target.classList.contains("card")) {
        event.preventDefault();
        select(target, true);
      }
    } else if (card && card !== current) {
      select(card, false);
    }
  });
  for (const sentence of all(".s")) {
    sentence.addEventListener("mouseenter", () => link(sentence, true));
    sentence.addEventListener("mouseleave", () => link(sentence, false));
    sentence.addEventListener("focusin", () => link(sentence, true));
    sentence.addEventListener("focusout", () => link(sentence, false));
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("select, input, summary, button") && event.key !== "Escape") return;
    const letter = !letters || letters.checked ? event.key : event.key.length === 1 ? "" : event.key;
    if (letter === "j" || letter === "n") step(1);
    else if (letter === "k" || letter === "p") step(-1);
    else if (letter === "w") words("wire");
    else if (letter === "r") words("rewrite");
    else if (letter === "Enter" && event.target === current) {
      const own = marksOf(current).some((mark) => mark.closest("#rewrite"));
      words(own ? "rewrite" : "wire");
    } else if (letter === "Escape" && current) select(current, true);
    else return;
    event.preventDefault();
  });

  const start = byId(location.hash.slice(1));
  const card = start && start.classList.contains("card");
  if (card) {
    for (const chip of all(".chip")) {
      if (chip.dataset.severity === start.dataset.severity) chip.setAttribute("aria-pressed", "true");
    }
  }
  filter();
  if (card) select(start, false);
})();
