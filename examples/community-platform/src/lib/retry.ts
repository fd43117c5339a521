export interface RetryOptions {
  attempts: number;
  baseDelayMs: number;
  maxDelayMs: number;
  /** 0..1, how much of the delay is random */
  jitter: number;
  retryable: (error: unknown) => boolean;
  sleep: (ms: number) => Promise<void>;
  onRetry?: (error: unknown, attempt: number, delayMs: number) => void;
}

const defaults: RetryOptions = {
  attempts: 3,
  baseDelayMs: 200,
  maxDelayMs: 5000,
  jitter: 0.25,
  retryable: () => true,
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

export function backoffDelay(
  attempt: number,
  options: Pick<RetryOptions, 'baseDelayMs' | 'maxDelayMs' | 'jitter'>,
  random: () => number = Math.random,
): number {
  const exponential = Math.min(options.maxDelayMs, options.baseDelayMs * 2 ** (attempt - 1));
  const spread = exponential * options.jitter;
  return Math.round(exponential - spread + random() * spread * 2);
}

export async function retry<T>(
  work: (attempt: number) => Promise<T>,
  overrides: Partial<RetryOptions> = {},
): Promise<T> {
  const options = { ...defaults, ...overrides };
  let attempt = 1;
  for (;;) {
    try {
      return await work(attempt);
    } catch (error) {
      if (attempt >= options.attempts || !options.retryable(error)) throw error;
      const delay = backoffDelay(attempt, options);
      options.onRetry?.(error, attempt, delay);
      await options.sleep(delay);
      attempt++;
    }
  }
}
