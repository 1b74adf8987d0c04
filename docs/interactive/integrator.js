/* Initial value problems by Dormand and Prince's pair of orders 5 and 4, with steps of adapted length. */
const Integrator = (() => {
  "use strict";

  const TOLERANCE = 1e-11; // error per step of every variable
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

  /** One step of length h: the new state, the slope there, and the error. */
  function step(field, state, first, h) {
    const slopes = [first];
    let next = state;
    for (let stage = 1; stage < NODES.length; stage++) {
      next = state.map((x, i) => {
        let sum = 0;
        for (let j = 0; j < stage; j++) sum += NODES[stage][j] * slopes[j][i];
        return x + h * sum;
      });
      slopes.push(field(next));
    }
    let error = 0;
    for (let i = 0; i < state.length; i++) {
      let sum = 0;
      for (let j = 0; j < slopes.length; j++) sum += ERROR[j] * slopes[j][i];
      error = Math.max(error, Math.abs(h * sum));
    }
    return { state: next, slope: slopes[6], error };
  }

  /** An integration under way. Where `settled` holds of a state and its slope, nothing moves any more. */
  function start(field, initial, length, settled = () => false) {
    let time = 0;
    let state = initial;
    let derivative = field(state);
    let h = length;
    let steps = 0;

    /** Take an accepted step of at most `limit`; return the state before it. */
    function advance(limit) {
      const before = { time, state, derivative };
      for (;;) {
        if (++steps > MAX_STEPS) throw new Error("the integration takes too many steps");
        const length = Math.min(h, limit);
        const found = step(field, state, derivative, length);
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
      /** The state at a time that is not before the last one. */
      to(target) {
        while (time < target && !settled(state, derivative)) advance(target - time);
        time = Math.max(time, target); // nothing moves on the rest of the way
        return state;
      },
      /** The first time at which `reached` holds of the state. */
      until(reached) {
        if (reached(state)) return time;
        let before;
        do before = advance(Infinity);
        while (!reached(state));
        let [low, high] = [0, time - before.time];
        for (let i = 0; i < 60; i++) {
          const middle = (low + high) / 2;
          if (reached(step(field, before.state, before.derivative, middle).state)) high = middle;
          else low = middle;
        }
        return before.time + (low + high) / 2;
      },
    };
  }

  return { start };
})();
