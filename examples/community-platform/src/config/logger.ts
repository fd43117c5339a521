import type { FastifyServerOptions } from 'fastify';
import type { Config } from './env';

const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

const REDACTED = [
  'req.headers.authorization',
  'req.headers.cookie',
  'body.password',
  'body.refreshToken',
  'token',
];

export function loggerOptions(
  config: Pick<Config, 'environment' | 'logLevel'>,
): FastifyServerOptions['logger'] {
  if (config.environment === 'test') return false;
  const level = LEVELS.includes(config.logLevel) ? config.logLevel : 'info';
  if (level === 'silent') return false;
  return {
    level,
    redact: { paths: REDACTED, censor: '[redacted]' },
    base: { service: 'community-platform', environment: config.environment },
    serializers: {
      req(request) {
        return { method: request.method, url: stripQuery(request.url), id: request.id };
      },
    },
  };
}

/** Query strings carry invite codes and mail addresses. */
export function stripQuery(url: string): string {
  const index = url.indexOf('?');
  return index === -1 ? url : `${url.slice(0, index)}?...`;
}
