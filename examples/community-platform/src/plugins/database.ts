import fp from 'fastify-plugin';
import { openDatabase } from '../db/client';
import { migrate, readMigrations } from '../db/migrate';

export interface DatabasePluginOptions {
  dataDir?: string;
  migrationsDir: string;
  /** a database in memory is empty after each start */
  migrateOnStart?: boolean;
}

export const databasePlugin = fp<DatabasePluginOptions>(
  async (app, options) => {
    if (app.hasDecorator('db')) return;
    const db = await openDatabase(options.dataDir);
    if (options.migrateOnStart ?? options.dataDir === undefined) {
      const report = await migrate(db, await readMigrations(options.migrationsDir));
      app.log.info({ applied: report.applied.length }, 'migrations are up to date');
    }
    app.decorate('db', db);
    app.addHook('onClose', async () => {
      await db.close();
    });
  },
  { name: 'database' },
);
