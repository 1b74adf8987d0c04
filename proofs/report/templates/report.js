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

  // formulas are compared as typed: a root sign before (R+1), sqrt(R + 1) and \\sqrt{R+1} are one
  const GREEK = { alpha: "\u03b1", beta: "\u03b2", gamma: "\u03b3", delta: "\u03b4", kappa: "\u03ba", lambda: "\u03bb", mu: "\u03bc", sigma: "\u03c3",
    tau: "\u03c4", omega: "\u03c9" };
  const plain = (text) => text.normalize("NFKC").toLowerCase()
    .replace(/\u221a/g, "sqrt").replace(/[\u2212\u2013]/g, "-").replace(/\u2044/g, "/")
    .replace(/[a-z]+/g, (word) => GREEK[word] ?? word)
    .replace(/[\s(){}[\]\\*\u00b7^_\u22c5\u2061-\u2064]/g, "");

  // filters
  const texts = new Map();
  const text = (claim) => {
    if (!texts.has(claim)) {
      const parts = all("summary, .pair, .counterexample, .source, .evidence", claim);
      const said = [...parts.map((part) => part.textContent), claim.dataset.line].join(" \n ");
      texts.set(claim, [said.toLowerCase(), plain(said)]);
    }
    return texts.get(claim);
  };
  const EQUATION = /^\(\d+[a-z]?\)$/;
  const holds = (claim, typed) => {
    const [said, squeezed] = text(claim);
    if (EQUATION.test(typed)) return said.includes(typed);  // without parentheses it is any number
    return typed.toLowerCase().split(/\s+/).every((word) => said.includes(word))
      || (plain(typed) !== "" && squeezed.includes(plain(typed)));
  };
  const apply = () => {
    const kept = new Set(boxes.filter((b) => b.checked).map((b) => b.value));
    const typed = search.value.trim();
    let shown = 0;
    for (const part of parts) {
      let some = false;
      for (const claim of all(".claim", part)) {
        const fits = kept.has(claim.dataset.verdict)
          && (!section.value || section.value === part.dataset.section)
          && (!typed || holds(claim, typed));
        claim.hidden = !fits;
        some ||= fits;
        shown += fits;
      }
      part.hidden = !some;
    }
    count.textContent = `${shown} of ${claims.length} shown`;
  };

  // the address keeps the state of the filters
  const remember = () => {
    const state = new URLSearchParams();
    if (search.value) state.set("text", search.value);
    if (section.value) state.set("section", section.value);
    if (!boxes.every((b) => b.checked)) {
      state.set("verdict", boxes.filter((b) => b.checked).map((b) => b.value).join(","));
    }
    const query = state.toString();
    try {
      history.replaceState(null, "", `${location.pathname}${query && "?"}${query}${location.hash}`);
    } catch { /* a page without an address of its own, as in a frame */ }
  };
  const recall = () => {
    const state = new URLSearchParams(location.search);
    search.value = state.get("text") ?? "";
    section.value = state.get("section") ?? "";
    const kept = state.get("verdict")?.split(",");
    for (const box of boxes) box.checked = !kept || kept.includes(box.value);
  };
  const changed = () => { apply(); remember(); };
  form.addEventListener("input", changed);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(changed));
  const clear = () => { form.reset(); apply(); remember(); };

  // claims are one line each until they are opened
  const folds = claims.map((claim) => claim.querySelector("details"));
  const fold = by("-fold");
  fold.addEventListener("click", () => {
    const open = fold.textContent === "Open all";
    folds.forEach((item, n) => { if (!claims[n].hidden) item.open = open; });
    fold.textContent = open ? "Close all" : "Open all";
  });
  for (const item of folds) {
    item.addEventListener("toggle", () => { if (item.open) prepare(item); });
  }

  // a link to a claim shows it, whatever the filters say
  const arrive = () => {
    let id = location.hash.slice(1);
    try { id = decodeURIComponent(id); } catch { /* not written by this page: take it as it is */ }
    const target = by(id);
    if (!target?.classList.contains("claim")) return;
    if (target.hidden) clear();
    target.querySelector("details").open = true;
    target.scrollIntoView();
    target.focus({ preventScroll: true });
  };
  addEventListener("hashchange", arrive);
  new ResizeObserver(() => root.style.setProperty("--bar", `${form.offsetHeight}px`)).observe(form);

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
    if (event.key === "Escape") { clear(); document.activeElement?.blur(); return; }
    if (event.target.matches?.("input, select, textarea")) return;
    if (event.key === "/") { event.preventDefault(); search.focus(); search.select(); }
    if (event.key === "j") step(1);
    if (event.key === "k") step(-1);
    if (event.key === "e") {
      const here = document.activeElement?.closest?.(".claim")?.querySelector("details");
      if (here) here.open = !here.open;
    }
  });

  // formulas: the width that each needs, for the style sheet; what is wider than half the page
  // is not set side by side, and what must be scrolled can be by the keyboard
  const tighten = (within) => { // Chromium leaves room behind a root for the largest sign of the font
    const roots = all("msqrt", within);
    const gaps = roots.map((root) => {
      const size = parseFloat(getComputedStyle(root).fontSize);
      const inside = root.lastElementChild.getBoundingClientRect().right;
      return (root.getBoundingClientRect().right - inside) / size;
    });
    roots.forEach((root, n) => {
      if (gaps[n] > 0.1) root.style.marginRight = `${(0.08 - gaps[n]).toFixed(3)}em`;
    });
  };
  const measure = (within) => {
    for (const formula of all(".formula", within)) {
      const ems = all("math", formula).map((math) =>
        math.getBoundingClientRect().width / parseFloat(getComputedStyle(math).fontSize));
      formula.style.setProperty("--em", (Math.max(...ems) + 0.3).toFixed(2));
    }
  };
  const overflows = (formula) => formula.scrollWidth > formula.clientWidth + 1;
  const fit = (within) => {
    for (const pair of all(".pair", within)) {
      pair.classList.remove("wide");
      const wide = all(".formula", pair).some(overflows);
      pair.classList.toggle("wide", wide);
    }
    for (const formula of all(".formula", within)) {
      if (overflows(formula)) formula.tabIndex = 0;
      else formula.removeAttribute("tabindex");
    }
  };
  const prepared = new Set();
  const prepare = (item) => {
    if (!prepared.has(item)) { tighten(item); measure(item); }
    prepared.add(item);
    fit(item);
  };
  addEventListener("resize", () => folds.filter((item) => item.open).forEach(fit));

  // the graph shows what the chosen claim rests on, and what rests on it
  for (const graph of all(".graph")) {
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
    folds.forEach(prepare);
  });
  addEventListener("afterprint", () => {
    for (const item of opened) item.open = false;
  });

  const contents = document.querySelector(".contents details");
  contents.open = matchMedia("(min-width: 64rem)").matches;
  recall();
  apply();
  document.fonts.ready.then(arrive);
})();
