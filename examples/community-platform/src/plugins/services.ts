import fp from 'fastify-plugin';
import { ServiceDeps, createServices } from '../services';

export type ServicesPluginOptions = Pick<ServiceDeps, 'clock' | 'mail' | 'moderation'>;

export const servicesPlugin = fp<ServicesPluginOptions>(
  async (app, options) => {
    app.decorate(
      'services',
      createServices({
        db: app.db,
        config: app.config,
        flags: app.flags,
        log: app.log,
        ...options,
      }),
    );
  },
  { name: 'services', dependencies: ['database'] },
);
