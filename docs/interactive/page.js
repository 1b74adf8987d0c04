/* The controls, the three charts and the numbers below them. */
(() => {
  "use strict";

  const PANELS = [
    { id: "erm", system: "full", weighted: false },
    { id: "claimed", system: "projected", weighted: true },
    { id: "true", system: "full", weighted: true },
  ];
  const START = { R: 10, k: 4, delta: 8, gamma: 0.5 };
  const LIMITS = { R: [1, 1000], k: [2, 100], delta: [1, 1000], gamma: [0, 1] };
  const POINTS = 200;
  const values = { ...START };
  const $ = (id) => document.getElementById(id);

  /* Sliders of R and δ run over powers of ten. The value is rounded more finely than a step of the
     slider is long, so that every press of a key moves it. */
  const toSlider = { R: Math.log10, k: Number, delta: Math.log10, gamma: Number };
  const fromSlider = {
    R: (s) => Number((10 ** s).toPrecision(3)),
    k: Number,
    delta: (s) => Number((10 ** s).toPrecision(3)),
    gamma: Number,
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
    for (const name of Object.keys(START)) {
      if (given.has(name)) values[name] = admissible(name, given.get(name));
    }
  }

  function digits(value) {
    if (!Number.isFinite(value)) return "∞";
    if (Math.abs(value) < 5e-13) return "0";
    return Math.abs(value) < 1e-3 ? value.toExponential(2) : value.toPrecision(5);
  }

  /** Everything that is shown, as numbers. */
  function compute() {
    const { R, k, delta, gamma } = values;
    const panels = PANELS.map(({ id, system, weighted }) => {
      const modes = Flow.model(R, k, weighted ? gamma : 0);
      const times = modes.map((mode) => Flow.halfTime(mode, delta, system));
      const limits = modes.map((mode) => 1 / Flow.rate(mode, system));
      return { id, system, modes, times, limits };
    });
    const ends = panels.map(({ times, limits }) => Math.max(...times, ...limits.map((x) => x * delta)));
    ends[1] = ends[2] = Math.max(ends[1], ends[2]); // the two that are to be compared
    panels.forEach((panel, i) => {
      panel.end = 1.35 * ends[i];
      panel.grid = grid(panel.end, panels.slice(i && 1));
      panel.curves = panel.modes.map((mode) =>
        Flow.strengths(mode, delta, panel.grid, panel.system));
    });
    return panels;
  }

  /** Times from 0 to `end`, denser where modes are being learned. */
  function grid(end, panels) {
    const times = Array.from({ length: POINTS + 1 }, (_, i) => (i / POINTS) * end);
    for (const { modes, times: centres, system } of panels) {
      modes.forEach((mode, i) => {
        for (let j = -30; j <= 40; j++) times.push(centres[i] + (0.15 * j) / Flow.rate(mode, system));
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
    const { id, modes, times, limits } = panel;
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
      end: panel.end / delta,
      curves,
      marks: modes.map((mode, i) => ({ key: mode.name, x: times[i] / delta })),
      xLabel: "rescaled time t / δ",
      yLabel: "strength β",
      description: `${$(`title-${id}`).textContent}: strength of each mode against t/δ. Half learned: ${order}.`,
    });
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
    const [erm, claimed, truth] = compute();
    drawPanel(erm);
    drawPanel(claimed);
    drawPanel(truth, claimed);
    const { gap, time } = largestGap(claimed, truth);
    $("gap").textContent = gap < 1e-9
      ? "The two maj-min curves coincide here: the claim holds."
      : `The claimed and the true maj-min curve differ by up to ${gap.toPrecision(3)}, at t/δ = ${(time / values.delta).toPrecision(3)}.`;
    for (const name of Object.keys(START)) {
      const slider = $(`slider-${name}`);
      slider.value = toSlider[name](values[name]);
      slider.setAttribute("aria-valuetext", String(values[name]));
      if (document.activeElement !== $(`number-${name}`)) $(`number-${name}`).value = values[name];
    }
    for (const button of document.querySelectorAll("[data-gamma]")) {
      button.setAttribute("aria-pressed", String(Number(button.dataset.gamma) === values.gamma));
    }
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

  for (const name of Object.keys(START)) {
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
