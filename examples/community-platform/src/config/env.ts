import { Static, Type } from '@sinclair/typebox';
import envSchema from 'env-schema';
import { ValidationError } from '../lib/errors';

const schema = Type.Object({
  NODE_ENV: Type.Union(
    [Type.Literal('development'), Type.Literal('test'), Type.Literal('production')],
    { default: 'development' },
  ),
  HOST: Type.String({ default: '127.0.0.1' }),
  PORT: Type.Integer({ default: 3000, minimum: 0, maximum: 65535 }),
  LOG_LEVEL: Type.String({ default: 'info' }),
  DATABASE_DIR: Type.String({ default: '' }),
  MIGRATIONS_DIR: Type.String({ default: './migrations' }),
  TOKEN_SECRET: Type.String({ default: 'development-secret-development-secret' }),
  ACCESS_TOKEN_TTL_SECONDS: Type.Integer({ default: 900, minimum: 60 }),
  REFRESH_TOKEN_TTL_DAYS: Type.Integer({ default: 30, minimum: 1, maximum: 365 }),
  MAIL_API_URL: Type.String({ default: 'http://localhost:8025/api/send' }),
  MAIL_API_KEY: Type.String({ default: '' }),
  MAIL_FROM: Type.String({ default: 'hello@community.example' }),
  WEBHOOK_SIGNING_SECRET: Type.String({ default: '' }),
  MODERATION_URL: Type.String({ default: '' }),
  RECOMMENDATIONS_URL: Type.String({ default: '' }),
  RATE_LIMIT_MAX: Type.Integer({ default: 120, minimum: 1 }),
  RATE_LIMIT_WINDOW_SECONDS: Type.Integer({ default: 60, minimum: 1 }),
  FEED_CACHE_TTL_SECONDS: Type.Integer({ default: 30, minimum: 0 }),
  FEATURES: Type.String({ default: '' }),
});

type Env = Static<typeof schema>;

export interface Config {
  environment: Env['NODE_ENV'];
  isProduction: boolean;
  server: { host: string; port: number };
  logLevel: string;
  database: { dataDir: string | undefined; migrationsDir: string };
  auth: { secret: string; accessTtlSeconds: number; refreshTtlDays: number };
  mail: { url: string; apiKey: string; from: string };
  webhookSecret: string;
  moderationUrl: string | undefined;
  recommendationsUrl: string | undefined;
  rateLimit: { max: number; windowMs: number };
  feedCacheTtlMs: number;
  features: string;
}

export function loadConfig(data: NodeJS.ProcessEnv = process.env): Config {
  const env = read(data);
  checkProduction(env);
  return {
    environment: env.NODE_ENV,
    isProduction: env.NODE_ENV === 'production',
    server: { host: env.HOST, port: env.PORT },
    logLevel: env.LOG_LEVEL,
    database: { dataDir: env.DATABASE_DIR || undefined, migrationsDir: env.MIGRATIONS_DIR },
    auth: {
      secret: env.TOKEN_SECRET,
      accessTtlSeconds: env.ACCESS_TOKEN_TTL_SECONDS,
      refreshTtlDays: env.REFRESH_TOKEN_TTL_DAYS,
    },
    mail: { url: env.MAIL_API_URL, apiKey: env.MAIL_API_KEY, from: env.MAIL_FROM },
    webhookSecret: env.WEBHOOK_SIGNING_SECRET,
    moderationUrl: env.MODERATION_URL || undefined,
    recommendationsUrl: env.RECOMMENDATIONS_URL || undefined,
    rateLimit: { max: env.RATE_LIMIT_MAX, windowMs: env.RATE_LIMIT_WINDOW_SECONDS * 1000 },
    feedCacheTtlMs: env.FEED_CACHE_TTL_SECONDS * 1000,
    features: env.FEATURES,
  };
}

function read(data: NodeJS.ProcessEnv): Env {
  try {
    return envSchema<Env>({ schema, data, env: false, dotenv: false });
  } catch (error) {
    throw new ValidationError(`The environment is not usable: ${(error as Error).message}`);
  }
}

function checkProduction(env: Env): void {
  if (env.NODE_ENV !== 'production') return;
  const fields: Record<string, string> = {};
  if (env.TOKEN_SECRET.length < 32 || env.TOKEN_SECRET.startsWith('development-')) {
    fields.TOKEN_SECRET = 'needs a value of its own with at least 32 characters';
  }
  if (!env.MAIL_API_KEY) fields.MAIL_API_KEY = 'is required';
  if (!env.DATABASE_DIR) fields.DATABASE_DIR = 'is required, data in memory would be lost';
  if (Object.keys(fields).length > 0) {
    throw new ValidationError('The environment is not fit for production', fields);
  }
}
