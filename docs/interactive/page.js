/* The controls, the three charts and the numbers below them. */
(() => {
  "use strict";

  const PANELS = [
    { id: "erm", system: "full", weighted: false },
    { id: "claimed", system: "projected", weighted: true },
    { id: "true", system: "full", weighted: true },
  ];
  const START = { R: 10, k: 4, delta: 8, gamma: 0.5, decay: 0, loss: "squared" };
  const LIMITS = { R: [1, 1000], k: [2, 100], delta: [1, 1000], gamma: [0, 1], decay: [0, 100] };
  const NUMBERS = Object.keys(LIMITS);
  const METHODS = { squared: Flow, "cross-entropy": Softmax };

  /* What is said of each panel, of when a mode counts as learned, and of the quantity that is drawn. */
  const SQUARED = {
    erm: "No weights (γ = 0): every mode is logistic, at the rate of its singular value.",
    claimed: "The closed form (16), at this γ. It solves the system projected onto the singular vectors, not the flow.",
    true: "The flow itself: maj-min follows three coupled equations, integrated here.",
    when: "When β reaches ½, and the limit of T/δ",
    quantity: "strength β",
  };
  const DECAYED = {
    erm: "No weights (γ = 0): every mode is logistic. Decay lowers singular values and rates by λ.",
    claimed: "Nothing is drawn here: the closed form (16) is stated without weight decay, and the paper has no other.",
    true: SQUARED.true,
    when: "When β reaches half of its end, and the limit of T/δ",
    quantity: SQUARED.quantity,
  };
  const SOFTMAX = {
    erm: "No weights (γ = 0). Logits have no target; what grows is a margin, own logit less another.",
    claimed: "Nothing is drawn here: the closed form (16) is stated for squared loss, and the paper has none for cross-entropy.",
    true: "The flow itself: four coupled equations for all modes, integrated here.",
    when: "When the margin is 1, and the limit of T/δ",
    quantity: "margin",
  };
  const POINTS = 200;
  const values = { ...START };
  const $ = (id) => document.getElementById(id);

  /* Sliders of R and δ run over powers of ten. The value is rounded more finely than a step of the
     slider is long, so that every press of a key moves it. */
  const toSlider = { R: Math.log10, k: Number, delta: Math.log10, gamma: Number, decay: Number };
  const fromSlider = {
    R: (s) => Number((10 ** s).toPrecision(3)),
    k: Number,
    delta: (s) => Number((10 ** s).toPrecision(3)),
    gamma: Number,
    decay: Number,
  };

  /** The nearest value that has a meaning; what is no number is left as it was. */
  function admissible(name, text) {
    const number = Number(text);
    if (String(text).trim() === "" || !Number.isFinite(number)) return values[name];
    const [least, most] = LIMITS[name];
    const inside = Math.min(most, Math.max(least, number));
    return name === "k" ? 2 * Math.round(inside / 2) : inside;
  }

  function readAddress() {
    const given = new URLSearchParams(location.hash.slice(1));
    for (const name of NUMBERS) {
      if (given.has(name)) values[name] = admissible(name, given.get(name));
    }
    if (Object.hasOwn(METHODS, given.get("loss") ?? "")) values.loss = given.get("loss");
  }

  /** What is said of the flow that is shown. */
  function words() {
    if (values.loss !== "squared") return SOFTMAX;
    return values.decay > 0 ? DECAYED : SQUARED;
  }

  function digits(value) {
    if (Number.isNaN(value)) return "–"; // of modes that are never learned
    if (!Number.isFinite(value)) return "∞";
    if (Math.abs(value) < 5e-13) return "0";
    return Math.abs(value) < 1e-3 ? value.toExponential(2) : value.toPrecision(5);
  }

  /** Everything that is shown, as numbers. */
  function compute() {
    const { R, k, delta, gamma, decay, loss } = values;
    const method = METHODS[loss];
    const claimed = words() === SQUARED;
    const panels = PANELS.filter(({ system }) => claimed || system === "full").map((panel) => {
      const { system, weighted } = panel;
      const modes = method.model(R, k, weighted ? gamma : 0, decay);
      const rates = modes.map((mode) => method.rate(mode, system));
      const times = modes.map((mode) => method.halfTime(mode, delta, system));
      const levels = modes.map((mode) => method.level(mode, system));
      return { ...panel, modes, rates, times, levels, limits: rates.map((x) => 1 / x) };
    });
    const ends = panels.map(({ times, limits }) => {
      const found = [...times, ...limits.map((x) => x * delta)].filter(Number.isFinite);
      return found.length ? Math.max(...found) : 2 * delta; // something, where nothing is learned
    });
    const latest = Math.max(...ends.slice(1)); // of those that are to be compared
    panels.forEach((panel, i) => {
      panel.end = 1.35 * (i ? latest : ends[0]);
      panel.grid = grid(panel.end, panels.slice(i && 1));
      panel.curves = panel.modes.map((mode) =>
        method.strengths(mode, delta, panel.grid, panel.system));
    });
    const largest = Math.max(...panels.flatMap((panel) => panel.curves.map((curve) => curve.at(-1))));
    for (const panel of panels) panel.top = loss === "squared" ? 1 : largest;
    return panels;
  }

  /** Times from 0 to `end`, denser where modes are being learned. */
  function grid(end, panels) {
    const times = Array.from({ length: POINTS + 1 }, (_, i) => (i / POINTS) * end);
    for (const { times: centres, rates } of panels) {
      centres.forEach((centre, i) => {
        for (let j = -30; j <= 40; j++) times.push(centre + (0.15 * j) / rates[i]);
      });
    }
    return [...new Set(times.filter((t) => t >= 0 && t <= end))].sort((a, b) => a - b);
  }

  /** Largest distance of the claimed and the true curve of maj-min, and when. */
  function largestGap(claimed, truth) {
    const at = truth.modes.findIndex((mode) => mode.coupled);
    const gaps = truth.grid.map((_, i) => Math.abs(truth.curves[at][i] - claimed.curves[at][i]));
    const gap = Math.max(...gaps);
    return { gap, time: truth.grid[gaps.indexOf(gap)] };
  }

  function cell(row, text, header) {
    const made = document.createElement(header ? "th" : "td");
    if (header) made.scope = "row";
    made.append(text);
    row.append(made);
    return made;
  }

  function drawPanel(panel, reference) {
    const { id, modes, times, levels, limits, end, top } = panel;
    const { delta } = values;
    const curves = modes.map((mode, i) => ({
      key: mode.name,
      points: panel.grid.map((t, j) => [t / delta, panel.curves[i][j]]),
    }));
    if (reference) {
      const at = reference.modes.findIndex((mode) => mode.coupled);
      const points = reference.grid.map((t, j) => [t / delta, reference.curves[at][j]]);
      curves.unshift({ key: "reference", points });
    }
    const order = modes.map((mode, i) => `${mode.name} at ${digits(times[i] / delta)}`).join(", ");
    Chart.draw($(`chart-${id}`), {
      end: end / delta,
      top,
      curves,
      marks: modes.map((mode, i) => ({ key: mode.name, x: times[i] / delta, y: levels[i] }))
        .filter(({ x }) => Number.isFinite(x)),
      xLabel: "rescaled time t / δ",
      yLabel: words().quantity,
      description: `${$(`title-${id}`).textContent}: ${words().quantity} of each mode against t/δ. ${values.loss === "squared" ? "Half learned" : "Margin 1"}: ${order}.`,
    });
    $(`table-${id}`).caption.textContent = words().when;
    $(`body-${id}`).replaceChildren(...modes.map((mode, i) => {
      const row = document.createElement("tr");
      const name = cell(row, Chart.swatch(mode.name), true);
      name.append(mode.multiplicity > 1 ? `${mode.name} × ${mode.multiplicity}` : mode.name);
      [times[i], times[i] / delta, limits[i]].forEach((value) => cell(row, digits(value)));
      return row;
    }));
    $(`window-${id}`).textContent = digits(Flow.spread(times));
    $(`limit-${id}`).textContent = digits(Flow.spread(limits));
  }

  function render() {
    const panels = compute();
    const [claimed, truth] = ["claimed", "true"].map((id) => panels.find((panel) => panel.id === id));
    for (const panel of panels) drawPanel(panel, panel === truth ? claimed : undefined);
    for (const { id } of PANELS) {
      $(`about-${id}`).textContent = words()[id];
      for (const part of ["chart", "table"]) {
        $(`${part}-${id}`).toggleAttribute("hidden", id === "claimed" && !claimed);
      }
    }
    $("compared").hidden = !claimed;
    if (claimed) {
      const { gap, time } = largestGap(claimed, truth);
      $("gap").textContent = gap < 1e-9
        ? "The two maj-min curves coincide here: the claim holds."
        : `The claimed and the true maj-min curve differ by up to ${gap.toPrecision(3)}, at t/δ = ${(time / values.delta).toPrecision(3)}.`;
    }
    for (const name of NUMBERS) {
      const slider = $(`slider-${name}`);
      slider.value = toSlider[name](values[name]);
      slider.setAttribute("aria-valuetext", String(values[name]));
      if (document.activeElement !== $(`number-${name}`)) $(`number-${name}`).value = values[name];
    }
    for (const button of document.querySelectorAll("[data-gamma]")) {
      button.setAttribute("aria-pressed", String(Number(button.dataset.gamma) === values.gamma));
    }
    for (const button of document.querySelectorAll("[data-loss]")) {
      button.setAttribute("aria-pressed", String(button.dataset.loss === values.loss));
    }
    for (const name of ["slider", "number"]) $(`${name}-decay`).disabled = values.loss !== "squared";
    document.documentElement.dataset.drawn = JSON.stringify(values);
  }

  let waiting = false;
  /** Draw again at the next frame, once. */
  function soon() {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      render();
    });
  }

  function keepAddress() {
    history.replaceState(null, "", `#${new URLSearchParams(values)}`);
  }

  for (const name of NUMBERS) {
    $(`slider-${name}`).addEventListener("input", (event) => {
      values[name] = admissible(name, fromSlider[name](Number(event.target.value)));
      soon();
    });
    $(`slider-${name}`).addEventListener("change", keepAddress);
    const number = $(`number-${name}`);
    number.addEventListener("input", () => {
      values[name] = admissible(name, number.value);
      soon();
    });
    number.addEventListener("change", () => {
      number.value = values[name];
      keepAddress();
    });
  }
  for (const button of document.querySelectorAll("[data-gamma]")) {
    button.addEventListener("click", () => {
      values.gamma = Number(button.dataset.gamma);
      keepAddress();
      soon();
    });
  }
  for (const button of document.querySelectorAll("[data-loss]")) {
    button.addEventListener("click", () => {
      values.loss = button.dataset.loss;
      keepAddress();
      soon();
    });
  }
  $("reset").addEventListener("click", () => {
    Object.assign(values, START);
    keepAddress();
    soon();
  });
  addEventListener("hashchange", () => {
    readAddress();
    soon();
  });

  /* Inside another page: take its theme, and tell it how high this one is. */
  addEventListener("message", ({ source, data }) => {
    if (source !== parent || typeof data?.theme !== "string") return;
    document.documentElement.dataset.theme = data.theme;
  });
  if (parent !== window) {
    document.documentElement.classList.add("inside");
    new ResizeObserver(() => {
      parent.postMessage({ exploreHeight: document.documentElement.offsetHeight }, "*");
    }).observe(document.documentElement);
  }

  readAddress();
  render();
})();
