(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("script");
  const by = (id) => document.getElementById(id);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const claims = all(".claim");
  const parts = all(".part");
  const boxes = all(".filters input[type=checkbox]");
  const form = document.querySelector(".filters");
  const search = by("-text"), section = by("-section"), count = by("-count");

  // filters
  const texts = new Map();
  const text = (claim) => {
    if (!texts.has(claim)) texts.set(claim, claim.textContent.toLowerCase());
    return texts.get(claim);
  };
  const apply = () => {
    const kept = new Set(boxes.filter((b) => b.checked).map((b) => b.value));
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const part of parts) {
      let some = false;
      for (const claim of all(".claim", part)) {
        const fits = kept.has(claim.dataset.verdict)
          && (!section.value || section.value === part.dataset.section)
          && words.every((word) => text(claim).includes(word));
        claim.hidden = !fits;
        some ||= fits;
        shown += fits;
      }
      part.hidden = !some;
    }
    count.textContent = `${shown} of ${claims.length} shown`;
  };
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(apply));

  // a link to a claim shows it, whatever the filters say
  const arrive = () => {
    let id = location.hash.slice(1);
    try { id = decodeURIComponent(id); } catch { /* not written by this page: take it as it is */ }
    const target = by(id);
    if (!target?.classList.contains("claim")) return;
    if (target.hidden) { form.reset(); apply(); }
    target.scrollIntoView();
    target.focus({ preventScroll: true });
  };
  addEventListener("hashchange", arrive);

  // keyboard
  const step = (by) => {
    const visible = claims.filter((claim) => !claim.hidden);
    const here = document.activeElement?.closest?.(".claim");
    let at = visible.indexOf(here) + by;
    if (!here && by < 0) at = visible.length - 1;
    const next = visible[Math.max(0, Math.min(visible.length - 1, at))];
    next?.focus({ preventScroll: true });
    next?.scrollIntoView({ block: "nearest" });
  };
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") { form.reset(); apply(); document.activeElement?.blur(); return; }
    if (event.target.matches?.("input, select, textarea")) return;
    if (event.key === "/") { event.preventDefault(); search.focus(); search.select(); }
    if (event.key === "j") step(1);
    if (event.key === "k") step(-1);
    if (event.key === "e") {
      const evidence = document.activeElement?.closest?.(".claim")?.querySelector("details");
      if (evidence) evidence.open = !evidence.open;
    }
  });

  // formulas: the width that each needs, for the style sheet; what is wider than half the page
  // is not set side by side, and what must be scrolled can be by the keyboard
  const formulas = all(".formula");
  const tighten = () => { // Chromium leaves room behind a root for the largest sign of the font
    const roots = all("msqrt");
    const gaps = roots.map((root) => {
      const size = parseFloat(getComputedStyle(root).fontSize);
      const inside = root.lastElementChild.getBoundingClientRect().right;
      return (root.getBoundingClientRect().right - inside) / size;
    });
    roots.forEach((root, n) => {
      if (gaps[n] > 0.1) root.style.marginRight = `${(0.08 - gaps[n]).toFixed(3)}em`;
    });
  };
  const measure = () => {
    for (const formula of formulas) {
      const ems = all("math", formula).map((math) =>
        math.getBoundingClientRect().width / parseFloat(getComputedStyle(math).fontSize));
      formula.style.setProperty("--em", (Math.max(...ems) + 0.3).toFixed(2));
    }
  };
  const overflows = (formula) => formula.scrollWidth > formula.clientWidth + 1;
  const fit = () => {
    for (const pair of all(".pair")) {
      pair.classList.remove("wide");
      const wide = all(".formula", pair).some(overflows);
      pair.classList.toggle("wide", wide);
    }
    for (const formula of formulas) {
      if (overflows(formula)) formula.tabIndex = 0;
      else formula.removeAttribute("tabindex");
    }
  };
  addEventListener("resize", fit);

  // the graph shows what the chosen claim rests on, and what rests on it
  const graph = document.querySelector(".graph");
  if (graph) {
    const edges = all(".edge", graph), nodes = all(".node", graph);
    const reach = (id, from, to, found) => {
      for (const edge of edges) {
        if (edge.dataset[from] !== id || found.has(edge)) continue;
        found.add(edge);
        reach(edge.dataset[to], from, to, found);
      }
      return found;
    };
    const choose = (id) => {
      graph.classList.toggle("chosen", id !== null);
      const near = new Set();
      if (id !== null) {
        reach(id, "to", "from", near);
        reach(id, "from", "to", near);
      }
      const ids = new Set([id]);
      for (const edge of edges) {
        edge.classList.toggle("near", near.has(edge));
        if (near.has(edge)) ids.add(edge.dataset.from).add(edge.dataset.to);
      }
      for (const node of nodes) node.classList.toggle("near", ids.has(node.dataset.id));
    };
    for (const node of nodes) {
      node.addEventListener("mouseenter", () => choose(node.dataset.id));
      node.addEventListener("focus", () => choose(node.dataset.id));
      node.addEventListener("mouseleave", () => choose(null));
      node.addEventListener("blur", () => choose(null));
    }
  }

  // light or dark
  const themes = { "": "as the system", light: "light", dark: "dark" };
  const theme = by("-theme");
  theme.addEventListener("click", () => {
    const names = Object.keys(themes);
    const next = names[(names.indexOf(root.dataset.theme ?? "") + 1) % names.length];
    if (next) root.dataset.theme = next;
    else delete root.dataset.theme;
    theme.querySelector("span").textContent = themes[next];
  });

  // paper shows all evidence
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = all("details:not([open])");
    for (const item of opened) item.open = true;
  });
  addEventListener("afterprint", () => {
    for (const item of opened) item.open = false;
  });

  apply();
  document.fonts.ready.then(() => { tighten(); measure(); fit(); arrive(); });
})();
