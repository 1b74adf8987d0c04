/* What gradient flow of weighted cross-entropy does with the modes of STEP imbalance, from spectral
   initialisation of scale e^{−δ}. Logits have no target: what grows is a margin, the own logit less
   that of another class; a mode is learned when its margin is 1. */
const Softmax = (() => {
  "use strict";

  const LEARNED = 1;

  /** What R, k and γ determine, [majority, minority]: rates s = ω√n, and margins by squares of amplitudes. */
  function model(R, k, gamma) {
    const size = k / 2; // classes of a group
    const counts = [R, 1];
    const omega = counts.map((n) => ((R + 1) / n) ** gamma);
    const rates = counts.map((n, i) => omega[i] * Math.sqrt(n));
    const within = counts.map((n) => 1 / Math.sqrt(n));
    const between = within.map((a) => (a * Math.sqrt(k)) / size ** 1.5);
    const later = rates[0] >= rates[1] ? 1 : 0; // the group that is driven later by its own modes
    const system = { R, k, size, rates, within, between, later };
    const all = [
      { name: "maj-maj", multiplicity: size - 1, group: 0 },
      { name: "maj-min", multiplicity: 1, coupled: true },
      { name: "min-min", multiplicity: size - 1, group: 1 },
    ];
    return all.filter((mode) => mode.multiplicity > 0).map((mode) => ({ ...mode, system }));
  }

  /** w/h₁ and w/h₂ from r = ln(h₁/h₂). */
  const lean = (r) => [Math.sqrt(1 + Math.exp(-2 * r)), Math.sqrt(1 + Math.exp(2 * r))];

  /* State: ln x of the modes within the two groups, ln w of the one between them, and r. A sample of a
     group has the margin A over another class of it and A(1 − 1/m) + B over one of the other group, and
     gives these classes the probabilities p and q. Then

         ẋ = s m(p + q) x,     ḣ = s√(km) q w,     w² = h₁² + h₂². */
  function field({ k, size: m, rates, within, between }, [x, z, l, r]) {
    const leans = lean(r);
    const grow = [0, 0];
    const pull = [0, 0];
    [x, z].forEach((amplitude, i) => {
      const margin = m > 1 ? within[i] * Math.exp(2 * amplitude) : 0;
      const near = Math.exp(-margin);
      const far = Math.exp(-margin * (1 - 1 / m) - (between[i] * Math.exp(2 * l)) / leans[i]);
      const whole = 1 + (m - 1) * near + m * far;
      grow[i] = (rates[i] * m * (near + far)) / whole;
      pull[i] = (rates[i] * Math.sqrt(k * m) * far) / whole;
    });
    const along = pull[0] / leans[0] + pull[1] / leans[1];
    return [...grow, along, pull[0] * leans[0] - pull[1] * leans[1]];
  }

  /** Margin of a mode: A within a group; between them B of the group that is driven later. */
  function margin({ system, group }, [x, z, l, r]) {
    if (group !== undefined) return system.within[group] * Math.exp(2 * [x, z][group]);
    return (system.between[system.later] * Math.exp(2 * l)) / lean(r)[system.later];
  }

  function integration({ system }, delta) {
    const start = [-delta, -delta, -delta, Math.log(system.R) / 2];
    return Integrator.start((x) => field(system, x), start, 0.01 / Math.max(...system.rates));
  }

  /** Margins of a mode at ascending times. */
  function strengths(mode, delta, times) {
    const run = integration(mode, delta);
    return times.map((t) => margin(mode, run.to(t)));
  }

  function halfTime(mode, delta) {
    return integration(mode, delta).until((x) => margin(mode, x) >= LEARNED);
  }

  const level = () => LEARNED;

  /** 1 over the limit of T/δ. Once the faster group is learned, the slower one alone drives what is
      between them. */
  function rate({ system, group }) {
    const { rates, later, size } = system;
    if (group !== undefined) return rates[group];
    const mu = Math.hypot(...rates) / Math.SQRT2;
    const fast = rates[1 - later];
    if (size === 1) return mu;
    return 1 / (1 / fast + ((1 - mu / fast) * Math.SQRT2) / rates[later]);
  }

  return { model, strengths, halfTime, level, rate };
})();
