import { UpstreamError } from '../lib/errors';
import { retry, RetryOptions } from '../lib/retry';

export type Fetch = (url: string, init?: RequestInit) => Promise<Response>;

export interface HttpOptions {
  service: string;
  fetch?: Fetch;
  timeoutMs?: number;
  retry?: Partial<RetryOptions>;
}

const RETRYABLE = new Set([408, 425, 429, 500, 502, 503, 504]);

/** One JSON request with a time limit; server errors and broken connections are tried again. */
export async function requestJson<T>(
  url: string,
  init: RequestInit,
  options: HttpOptions,
): Promise<T> {
  const doFetch = options.fetch ?? fetch;
  return retry(
    async () => {
      let response: Response;
      try {
        response = await doFetch(url, {
          ...init,
          signal: AbortSignal.timeout(options.timeoutMs ?? 5000),
        });
      } catch (error) {
        throw new UpstreamError(options.service, (error as Error).message);
      }
      if (!response.ok) {
        throw new UpstreamError(
          options.service,
          `answered ${response.status}${await excerpt(response)}`,
          response.status,
        );
      }
      if (response.status === 204) return undefined as T;
      return (await response.json()) as T;
    },
    {
      retryable: (error) =>
        error instanceof UpstreamError &&
        (error.upstreamStatus === undefined || RETRYABLE.has(error.upstreamStatus)),
      ...options.retry,
    },
  );
}

async function excerpt(response: Response): Promise<string> {
  try {
    const text = (await response.text()).trim();
    return text === '' ? '' : `: ${text.slice(0, 120)}`;
  } catch {
    return '';
  }
}
