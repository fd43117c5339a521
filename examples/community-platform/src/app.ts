import Fastify, { FastifyInstance } from 'fastify';
import type { Config } from './config/env';
import { FeatureFlags } from './config/feature-flags';
import { loggerOptions } from './config/logger';
import type { Database } from './db/client';
import { graphqlPlugin } from './graphql';
import { createId } from './lib/ids';
import { authPlugin } from './plugins/auth';
import { databasePlugin } from './plugins/database';
import { errorHandlerPlugin } from './plugins/error-handler';
import { rateLimitPlugin } from './plugins/rate-limit';
import { ServicesPluginOptions, servicesPlugin } from './plugins/services';
import { healthRoutes, routes } from './routes';

export interface AppOverrides extends ServicesPluginOptions {
  db?: Database;
}

export async function buildApp(
  config: Config,
  overrides: AppOverrides = {},
): Promise<FastifyInstance> {
  const { db, ...services } = overrides;
  const flags = new FeatureFlags(config.features);
  const app = Fastify({
    logger: loggerOptions(config),
    genReqId: () => createId('req'),
    trustProxy: config.isProduction,
    bodyLimit: 256 * 1024,
    ajv: { customOptions: { removeAdditional: false } },
  });
  app.decorate('config', config);
  app.decorate('flags', flags);
  if (db) app.decorate('db', db);
  for (const name of flags.unknown) app.log.warn({ name }, 'there is no such feature flag');

  await app.register(errorHandlerPlugin);
  await app.register(databasePlugin, config.database);
  await app.register(servicesPlugin, services);
  await app.register(authPlugin);
  await app.register(rateLimitPlugin, { ...config.rateLimit, clock: services.clock });
  await app.register(healthRoutes);
  await app.register(routes, { prefix: '/v1' });
  if (flags.isEnabled('graphql')) await app.register(graphqlPlugin);
  return app;
}
