/* The pictures of the article "why the theorem fails": each is computed in the page as its sliders move. */
(() => {
  "use strict";

  const POINTS = 240;
  const values = { R: 10, delta: 8 };
  const LIMITS = { R: [1, 1000], delta: [1, 100] };
  const SYMBOLS = { R: "R", delta: "\u03b4" };
  const short = (x) => (Math.abs(x) < 5e-10 ? "0" : x.toPrecision(4));
  const times = (end) => Array.from({ length: POINTS + 1 }, (_, i) => (i / POINTS) * end);
  const coupledOf = (modes) => modes.find((mode) => mode.coupled);

  /** Strengths of all modes against t/\u03b4, and when each is half learned. */
  function curves(gamma, system, least = 0) {
    const { R, delta } = values;
    const modes = Flow.model(R, 4, gamma);
    const half = modes.map((mode) => Flow.halfTime(mode, delta, system));
    const end = Math.max(least, 1.4 * Math.max(...half));
    const grid = times(end);
    return {
      modes, half, end: end / delta,
      curves: modes.map((mode) => ({
        key: mode.name,
        points: Flow.strengths(mode, delta, grid, system).map((b, i) => [grid[i] / delta, b]),
      })),
      marks: modes.map((mode, i) => ({ key: mode.name, x: half[i] / delta, y: 0.5 })),
      said: modes.map((mode, i) => `${mode.name} ${short(half[i] / delta)}`).join(", "),
    };
  }

  /** Part of the features of maj-min that is on the minority side, along the flow. */
  function share() {
    const { R, delta } = values;
    const { coupled } = coupledOf(Flow.model(R, 4, 0.5));
    const run = Flow.integration(coupled, delta);
    const end = (1.6 * delta) / coupled.growth + 3 / coupled.growth;
    const points = times(end).map((t) => { run.to(t); return [t / delta, run.share()]; });
    const fixed = 1 / (R + 1);
    return {
      end: end / delta,
      curves: [
        { key: "reference", points: [[0, fixed], [end / delta, fixed]] },
        { key: "maj-min", points },
      ],
      marks: [],
      said: `as claimed ${short(fixed)} at all times; in the flow up to ${short(Math.max(...points.map((p) => p[1])))}`,
    };
  }

  function both() {
    const claimed = curves(0.5, "projected");
    const truth = curves(0.5, "full", claimed.end * values.delta);
    const at = claimed.modes.findIndex((mode) => mode.coupled);
    const line = { ...claimed.curves[at], key: "reference" };
    return {
      end: Math.max(claimed.end, truth.end),
      curves: [line, truth.curves[at]], marks: [truth.marks[at]],
      said: `half learned at ${short(claimed.half[at] / values.delta)} as claimed, at ${short(truth.half[at] / values.delta)} in the flow`,
    };
  }

  /** The window against the logarithm of \u03b4, as claimed and in the flow. */
  function windows() {
    const modes = Flow.model(values.R, 4, 0.5);
    const line = (system) => Array.from({ length: 41 }, (_, i) => {
      const delta = 10 ** (i / 16);
      return [i / 16, Flow.spread(modes.map((mode) => Flow.halfTime(mode, delta, system)))];
    });
    const truth = line("full"), claimed = line("projected");
    return {
      end: 2.5, marks: [],
      curves: [{ key: "reference", points: claimed }, { key: "maj-min", points: truth }],
      said: `at \u03b4 = ${short(10 ** 2.5)}: ${short(claimed.at(-1)[1])} as claimed, ${short(truth.at(-1)[1])} in the flow`,
    };
  }

  const TIME = "rescaled time t / \u03b4", STRENGTH = "strength \u03b2";
  const PICTURES = {
    erm: { draw: () => curves(0, "full"), sliders: ["R", "delta"], x: TIME, y: STRENGTH, first: "Half learned at t/\u03b4: " },
    claimed: { draw: () => curves(0.5, "projected"), sliders: ["R", "delta"], x: TIME, y: STRENGTH, first: "Half learned at t/\u03b4: " },
    turns: { draw: share, sliders: ["R", "delta"], x: TIME, y: "minority part of h", first: "Minority part: " },
    apart: { draw: both, sliders: ["R", "delta"], x: TIME, y: STRENGTH, first: "maj-min is " },
    limit: { draw: windows, sliders: ["R"], x: "log\u2081\u2080 \u03b4", y: "window \u0394T", first: "Window " },
  };

  const LINES = { reference: "as claimed", "maj-min": "in the flow" }; // where one mode is shown twice

  /** What each line is, with its look. */
  function legend(lines, marks) {
    return lines.map(({ key }) => {
      const entry = document.createElement("span");
      const twice = lines.some((line) => line.key === "reference");
      entry.append(Chart.swatch(key, marks.some((mark) => mark.key === key)), twice ? LINES[key] : key);
      return entry;
    });
  }

  const shown = [];
  const render = () => {
    for (const { svg, note, key, title, picture, controls } of shown) {
      const { end, curves: lines, marks, said } = picture.draw();
      Chart.draw(svg, { end, curves: lines, marks, xLabel: picture.x, yLabel: picture.y, description: `${title}. ${said}.` });
      key.replaceChildren(...legend(lines, marks));
      note.textContent = `${picture.first}${said}.`;
      for (const { name, slider, output } of controls) {
        slider.value = Math.log10(values[name]);
        slider.setAttribute("aria-valuetext", String(values[name]));
        output.textContent = values[name];
      }
    }
  };
  let waiting = false;
  const soon = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; render(); });
  };

  function control(name) {
    const label = document.createElement("label"), slider = document.createElement("input");
    const output = document.createElement("output");
    const [least, most] = LIMITS[name];
    Object.assign(slider, { type: "range", min: Math.log10(least), max: Math.log10(most), step: 0.02 });
    slider.addEventListener("input", () => {
      values[name] = Number((10 ** Number(slider.value)).toPrecision(3));
      soon();
    });
    label.append(SYMBOLS[name], slider, output);
    return { name, slider, output, label };
  }

  for (const figure of document.querySelectorAll(".picture")) {
    const picture = PICTURES[figure.dataset.picture];
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const [note, row, key] = ["p", "div", "div"].map((name) => document.createElement(name));
    const controls = picture.sliders.map(control);
    row.className = "controls";
    key.className = "legend";
    row.append(...controls.map((c) => c.label));
    note.setAttribute("role", "status");
    figure.replaceChildren(row, svg, key, note);
    shown.push({ svg, note, key, title: figure.getAttribute("aria-label"), picture, controls });
  }
  render();
})();
