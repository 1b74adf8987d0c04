/* What gradient flow of ½‖(Z − WH)Ω^½‖² does with the modes of STEP imbalance, from spectral
   initialisation of scale e^{−δ}. Class weights are ω_c = (2n/(k n_c))^γ. */
const Flow = (() => {
  "use strict";

  const TOLERANCE = 1e-11; // error per step of ln w and h/w
  const SETTLED = 1e-9; // distance of β from 1 from which on it is left as it is
  const MAX_STEPS = 2e6;

  // Dormand and Prince's pair of orders 5 and 4
  const NODES = [
    [],
    [1 / 5],
    [3 / 40, 9 / 40],
    [44 / 45, -56 / 15, 32 / 9],
    [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729],
    [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656],
    [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84],
  ];
  const ERROR = [
    71 / 57600, 0, -71 / 16695, 71 / 1920, -17253 / 339200, 22 / 525, -1 / 40,
  ];

  /** What R, k and γ determine: the modes, and the mode between the groups in its two parts. */
  function model(R, k, gamma) {
    const omega = [((R + 1) / R) ** gamma, (R + 1) ** gamma];
    const targets = [Math.sqrt(R / 2), Math.SQRT1_2]; // the two parts of σv
    const sigma = Math.hypot(...targets);
    const lambda = (omega[0] * R + omega[1]) / (R + 1);
    const growth = Math.hypot(omega[0] * targets[0], omega[1] * targets[1]);
    const coupled = { omega, targets, sigma, growth };
    const within = k / 2 - 1;
    const all = [
      { name: "maj-maj", sigma: Math.sqrt(R), lambda: omega[0], multiplicity: within },
      { name: "maj-min", sigma, lambda, multiplicity: 1, coupled },
      { name: "min-min", sigma: 1, lambda: omega[1], multiplicity: within },
    ];
    return all.filter((mode) => mode.multiplicity > 0);
  }

  /** The closed form, paper Eq. (16): exact for decoupled modes, and for all of the projected system. */
  function logistic(sigma, lambda, delta, t) {
    const x = 2 * sigma * lambda * t;
    return 1 / (-Math.expm1(-x) + sigma * Math.exp(2 * delta - x));
  }

  /** First time at which it reaches ½. */
  function logisticHalfTime(sigma, lambda, delta) {
    const rest = Math.exp(-2 * delta) / sigma; // β at time 0
    if (rest >= 0.5) return 0;
    return (2 * delta + Math.log(sigma) + Math.log1p(-rest)) / (2 * sigma * lambda);
  }

  /* The coupled mode of the full flow: w with h = (h₁, h₂) on the majority and the minority side,

         ẇ = Σ ωⱼ(tⱼ − w hⱼ) hⱼ,     ḣⱼ = ωⱼ(tⱼ − w hⱼ) w,

     as l = ln w and aⱼ = hⱼ/w, which keep their relative precision however small e^{−δ} is. */
  function slope(coupled, [l, a, b]) {
    const { omega, targets } = coupled;
    const y = Math.exp(Math.min(2 * l, 50));
    const e = omega[0] * (targets[0] - y * a);
    const f = omega[1] * (targets[1] - y * b);
    const growth = e * a + f * b;
    return [growth, e - a * growth, f - b * growth];
  }

  function strength(coupled, [l, a, b]) {
    const { targets, sigma } = coupled;
    return (Math.exp(2 * l) * (targets[0] * a + targets[1] * b)) / (sigma * sigma);
  }

  /** Whether the loss, which never grows again, keeps both parts of the logits at their targets. */
  function settled({ omega, targets }, [l, a, b]) {
    const y = Math.exp(2 * l);
    const loss = omega[0] * (targets[0] - y * a) ** 2 + omega[1] * (targets[1] - y * b) ** 2;
    return loss < SETTLED ** 2 * Math.min(omega[0] * targets[0] ** 2, omega[1] * targets[1] ** 2);
  }

  /** One step of length h: the new state, the slope there, and the error. */
  function step(coupled, state, first, h) {
    const slopes = [first];
    let next = state;
    for (let stage = 1; stage < NODES.length; stage++) {
      next = state.map((x, i) => {
        let sum = 0;
        for (let j = 0; j < stage; j++) sum += NODES[stage][j] * slopes[j][i];
        return x + h * sum;
      });
      slopes.push(slope(coupled, next));
    }
    let error = 0;
    for (let i = 0; i < 3; i++) {
      let sum = 0;
      for (let j = 0; j < slopes.length; j++) sum += ERROR[j] * slopes[j][i];
      error = Math.max(error, Math.abs(h * sum));
    }
    return { state: next, slope: slopes[6], error };
  }

  /** An integration under way, advanced by `to(time)` and `untilHalf()`. */
  function integration(coupled, delta) {
    const norm = Math.hypot(...coupled.targets);
    let time = 0;
    let state = [-delta, coupled.targets[0] / norm, coupled.targets[1] / norm];
    let derivative = slope(coupled, state);
    let h = 0.01 / coupled.growth;
    let steps = 0;

    /** Take an accepted step of at most `limit`; return the state before it. */
    function advance(limit) {
      const before = { time, state, derivative };
      for (;;) {
        if (++steps > MAX_STEPS) throw new Error("the integration takes too many steps");
        const length = Math.min(h, limit);
        const found = step(coupled, state, derivative, length);
        const ratio = found.error / TOLERANCE;
        const factor = 0.9 * Math.max(ratio, 1e-10) ** -0.2;
        if (!(ratio <= 1)) {
          h = length * (Number.isFinite(factor) ? Math.max(0.2, Math.min(1, factor)) : 0.2);
          continue;
        }
        if (length === h || factor < 1) h = length * Math.min(5, Math.max(0.2, factor));
        time += length;
        ({ state, slope: derivative } = found);
        return before;
      }
    }

    return {
      to(target) {
        while (time < target && !settled(coupled, state)) advance(target - time);
        time = Math.max(time, target); // nothing moves on the rest of the way
        return strength(coupled, state);
      },
      untilHalf() {
        if (strength(coupled, state) >= 0.5) return 0;
        let before;
        do before = advance(Infinity);
        while (strength(coupled, state) < 0.5);
        let [low, high] = [0, time - before.time];
        for (let i = 0; i < 60; i++) {
          const middle = (low + high) / 2;
          const { state: at } = step(coupled, before.state, before.derivative, middle);
          if (strength(coupled, at) < 0.5) low = middle;
          else high = middle;
        }
        return before.time + (low + high) / 2;
      },
      share: () => state[2] ** 2 / (state[1] ** 2 + state[2] ** 2), // of h², on the minority side
      drift: () => Math.abs(state[1] ** 2 + state[2] ** 2 - 1), // of w² − h², relative to w²
    };
  }

  /** A mode of the full flow, or of the projected system, at ascending times. */
  function strengths(mode, delta, times, system) {
    if (system === "full" && mode.coupled) {
      const run = integration(mode.coupled, delta);
      return times.map((t) => run.to(t));
    }
    return times.map((t) => logistic(mode.sigma, mode.lambda, delta, t));
  }

  function halfTime(mode, delta, system) {
    if (system === "full" && mode.coupled) return integration(mode.coupled, delta).untilHalf();
    return logisticHalfTime(mode.sigma, mode.lambda, delta);
  }

  /** 1 over the limit of T/δ for δ → ∞. */
  function rate(mode, system) {
    if (system === "full" && mode.coupled) return mode.coupled.growth;
    return mode.sigma * mode.lambda;
  }

  /** Learning window of times: how much later than the first the last is. */
  function spread(times) {
    return Math.max(...times) / Math.min(...times) - 1;
  }

  return { model, strengths, halfTime, rate, spread, integration };
})();
