// Keys, and a look now and then whether somebody else has decided. Everything on the pages works without this.
"use strict";
(() => {
  const cards = [...document.querySelectorAll(".card")];
  const reduced = matchMedia("(prefers-reduced-motion: reduce)").matches;
  let current = cards.findIndex((card) => "#" + card.id === location.hash);

  function go(to) {
    if (!cards[to]) return;
    current = to;
    const folded = cards[to].closest("details:not([open])");
    if (folded) folded.open = true;
    cards.forEach((card, i) => card.classList.toggle("current", i === to));
    cards[to].focus({ preventScroll: true });
    cards[to].scrollIntoView({ block: "nearest", behavior: reduced ? "auto" : "smooth" });
    const id = cards[to].id.slice(1);
    document.querySelectorAll("mark.now").forEach((mark) => mark.classList.remove("now"));
    const marks = [`mark:has(> a[href="#f${id}"])`, `mark[data-finding="${id}"]`].map((which) => [...document.querySelectorAll(which)]);
    marks.flat().forEach((mark) => mark.classList.add("now"));
    // Beside each other both texts show the place; below each other, that would lead away from the finding.
    if (innerWidth >= 900) marks.forEach(([first]) => first && first.scrollIntoView({ block: "nearest" }));
    history.replaceState(null, "", "#" + cards[to].id);
  }

  // Where the page of a decision begins: at the next one that is open.
  if (current >= 0) go(current);
  addEventListener("hashchange", () => {
    const to = cards.findIndex((card) => "#" + card.id === location.hash);
    if (to >= 0 && to !== current) go(to);
  });
  cards.forEach((card, i) => card.addEventListener("focusin", () => {
    current = i;
    cards.forEach((other, k) => other.classList.toggle("current", k === i));
  }));

  function press(key) {
    const card = cards[current];
    const inside = card && card.querySelector(`[data-key="${key}"]`);
    const found = inside || (["u", "e", "r"].includes(key) && document.querySelector(`main > :not(.desk) [data-key="${key}"], .text [data-key="${key}"]`));
    if (!found) return false;
    if (found.tagName === "SUMMARY") {
      const box = found.parentElement;
      box.open = true;
      const field = box.querySelector("input:not([type=hidden])");
      if (field) { field.focus(); if (field.select && field.type !== "radio") field.select(); }
    } else if (key === "r") {
      found.focus();
      found.click();
    } else {
      found.click();
    }
    return true;
  }

  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const field = event.target.closest("input, textarea, select");
    if (event.key === "Escape" && field) {
      const box = field.closest("details");
      if (box) box.open = false;
      if (cards[current]) cards[current].focus();
      return;
    }
    if (field && field.type === "radio" && /^[1-6]$/.test(event.key)) {
      const choice = field.form.querySelector(`[data-choice="${event.key}"]`);
      if (choice) { choice.checked = true; choice.focus(); event.preventDefault(); }
      return;
    }
    if (field && field.type === "radio" && event.key === "Enter") {
      event.preventDefault();
      field.form.requestSubmit(field.form.querySelector("button"));
      return;
    }
    if (field) return;
    const next = (from) => cards.findIndex((card, i) => i > from && card.dataset.open);
    let done = true;
    switch (event.key) {
      case "j": go(Math.min(current + 1, cards.length - 1)); break;
      case "k": go(Math.max(current - 1, 0)); break;
      case "n": go(next(current) >= 0 ? next(current) : next(-1)); break;
      case "?": document.querySelector(".keys").open = true; document.querySelector(".keys summary").focus(); break;
      default: done = /^[acdempru]$/.test(event.key) && press(event.key);
    }
    if (done) event.preventDefault();
  });

  // A form is sent once, however often the key is struck.
  addEventListener("submit", (event) => {
    if (event.target.dataset.sent) { event.preventDefault(); return; }
    event.target.dataset.sent = "yes";
  });
  addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));

  const { story, version } = document.body.dataset;
  const news = document.getElementById("news");
  if (story && news) {
    const look = async () => {
      if (document.hidden) return;
      try {
        const answer = await fetch(`/desk/story/${story}/version`, { cache: "no-store", redirect: "error" });
        if (!answer.ok || (await answer.json()).version <= Number(version)) return;
        clearInterval(timer);
        const link = document.createElement("a");
        link.href = location.pathname + location.hash;
        link.textContent = "Load the page again";
        link.addEventListener("click", (event) => { event.preventDefault(); location.reload(); });
        news.replaceChildren("Somebody else has decided on this story. ", link);
      } catch { /* The server is away; the next look will tell. */ }
    };
    const timer = setInterval(look, 4000);
  }
})();
