/* A chart of strengths or margins against rescaled time, as SVG with labelled axes. */
const Chart = (() => {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";
  const WIDTH = 360;
  const HEIGHT = 250;
  const LEFT = 50;
  const RIGHT = 14;
  const TOP = 12;
  const BOTTOM = 44;

  function element(name, attributes, text) {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    if (text !== undefined) made.textContent = text;
    return made;
  }

  /** A few round numbers from 0 to `end`. */
  function ticks(end, count = 6) {
    const raw = end / count;
    const power = 10 ** Math.floor(Math.log10(raw));
    const unit = [1, 2, 2.5, 5, 10].find((n) => n * power >= raw) * power;
    return Array.from({ length: Math.floor(end / unit + 1e-9) + 1 }, (_, i) => i * unit);
  }

  /** Draw curves {key, points: [[x, y], …]} and marks {key, x, y} into an svg element. */
  function draw(svg, { end, top = 1, curves, marks, xLabel, yLabel, description }) {
    const x = (value) => LEFT + (value / end) * (WIDTH - LEFT - RIGHT);
    const y = (value) => HEIGHT - BOTTOM - (value / top) * (HEIGHT - TOP - BOTTOM);
    const parts = [element("title", {}, description)];
    for (const value of ticks(top, 4)) {
      parts.push(element("line", { class: "grid", x1: x(0), x2: x(end), y1: y(value), y2: y(value) }));
      parts.push(element("text", { class: "tick", x: LEFT - 6, y: y(value) + 4, "text-anchor": "end" },
        String(Number(value.toPrecision(3)))));
    }
    for (const value of ticks(end)) {
      parts.push(element("line", { class: "axis", x1: x(value), x2: x(value), y1: y(0), y2: y(0) + 4 }));
      parts.push(element("text", { class: "tick", x: x(value), y: y(0) + 17, "text-anchor": "middle" },
        String(Number(value.toPrecision(3)))));
    }
    parts.push(element("line", { class: "axis", x1: x(0), x2: x(end), y1: y(0), y2: y(0) }));
    for (const { key, points } of curves) {
      const path = points.map(([a, b], i) => `${i ? "L" : "M"}${x(a).toFixed(2)} ${y(b).toFixed(2)}`);
      parts.push(element("path", { class: `curve ${key}`, d: path.join("") }));
    }
    for (const { key, x: at, y: level } of marks) parts.push(symbol(key, x(at), y(level)));
    parts.push(element("text", { class: "label", x: (x(0) + x(end)) / 2, y: HEIGHT - 8,
      "text-anchor": "middle" }, xLabel));
    parts.push(element("text", { class: "label", transform: `translate(13 ${y(top / 2)}) rotate(-90)`,
      "text-anchor": "middle" }, yLabel));
    svg.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`);
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", description);
    svg.replaceChildren(...parts);
  }

  /** Every mode has a shape of its own: triangle up, disc, square. */
  function symbol(key, x, y) {
    const shapes = {
      "maj-maj": `M${x} ${y - 6}L${x + 5.5} ${y + 4}L${x - 5.5} ${y + 4}Z`,
      "maj-min": `M${x - 5} ${y}a5 5 0 1 0 10 0a5 5 0 1 0 -10 0Z`,
      "min-min": `M${x - 4.5} ${y - 4.5}h9v9h-9Z`,
    };
    return element("path", { class: `mark ${key}`, d: shapes[key] });
  }

  /** Line of a mode, and its shape where marks are drawn, for a legend. */
  function swatch(key, marked = true) {
    const svg = element("svg", { class: "swatch", viewBox: "0 0 44 14", "aria-hidden": "true" });
    svg.append(element("path", { class: `curve ${key}`, d: "M0 7H44" }));
    if (marked) svg.append(symbol(key, 22, 7));
    return svg;
  }

  return { draw, swatch };
})();
