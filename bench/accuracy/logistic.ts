// Logistic regression over sparse binary features, L2-regularised, by Adam (Kingma and Ba 2015) on
// shuffled mini-batches with a fixed seed: the same data gives the same weights.

export interface Instance {
  /** Feature numbers; 0 is the bias. */
  readonly features: Int32Array;
  readonly isTrue: boolean;
  readonly weight: number;
}

export interface FitOptions {
  readonly featureCount: number;
  readonly epochs: number;
  readonly l2: number;
  /** Features that may only speak against (weight at most 0). */
  readonly onlyAgainst: ReadonlySet<number>;
  /** Where a weight starts, and where the regularisation pulls it to. */
  readonly priors: Float64Array;
}

/** The fitted weights, by feature number. */
export function fit(instances: readonly Instance[], options: FitOptions): Float64Array {
  const { featureCount, epochs, l2, onlyAgainst, priors } = options;
  const weights = Float64Array.from(priors);
  const mean = new Float64Array(featureCount);
  const square = new Float64Array(featureCount);
  const gradient = new Float64Array(featureCount);
  const order = Int32Array.from(instances.keys());
  const random = randomFrom(1);
  const batch = 256;
  let step = 0;
  // The mean over the last quarter of the epochs is steadier than the last step.
  const averaged = new Float64Array(featureCount);
  let taken = 0;
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, random);
    const rate = 0.05 * (1 - epoch / epochs) + 0.001;
    for (let at = 0; at < order.length; at += batch) {
      gradient.fill(0);
      const end = Math.min(order.length, at + batch);
      for (let i = at; i < end; i++) {
        const instance = instances[order[i] ?? 0];
        if (instance === undefined) continue;
        const error =
          (predict(weights, instance.features) - (instance.isTrue ? 1 : 0)) * instance.weight;
        for (const f of instance.features) gradient[f] = (gradient[f] ?? 0) + error;
      }
      step++;
      const scale = 1 / (end - at);
      for (let f = 0; f < featureCount; f++) {
        const g =
          (gradient[f] ?? 0) * scale + (f === 0 ? 0 : l2 * ((weights[f] ?? 0) - (priors[f] ?? 0)));
        const m = (mean[f] = 0.9 * (mean[f] ?? 0) + 0.1 * g);
        const s = (square[f] = 0.999 * (square[f] ?? 0) + 0.001 * g * g);
        const corrected = m / (1 - 0.9 ** step);
        const root = Math.sqrt(s / (1 - 0.999 ** step)) + 1e-6;
        let next = (weights[f] ?? 0) - (rate * corrected) / root;
        if (next > 0 && onlyAgainst.has(f)) next = 0;
        weights[f] = next;
      }
    }
    if (epoch < epochs * 0.75) continue;
    taken++;
    for (let f = 0; f < featureCount; f++) averaged[f] = (averaged[f] ?? 0) + (weights[f] ?? 0);
  }
  return averaged.map((sum) => sum / Math.max(1, taken));
}

/** Probability of an instance under the weights. */
export function predict(weights: Float64Array, features: Int32Array): number {
  let sum = 0;
  for (const f of features) sum += weights[f] ?? 0;
  return 1 / (1 + Math.exp(-sum));
}

/** A small generator with a fixed seed (mulberry32), numbers in [0, 1). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function shuffle(order: Int32Array, random: () => number): void {
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const kept = order[i] ?? 0;
    order[i] = order[j] ?? 0;
    order[j] = kept;
  }
}
