import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { loadConfig } from '../config/env';
import { Database, openDatabase } from './client';

export interface Migration {
  name: string;
  sql: string;
  checksum: string;
}

export interface MigrationReport {
  applied: string[];
  skipped: string[];
}

const FILE_NAME = /^\d{4}_[a-z0-9_]+\.sql$/;

export async function readMigrations(directory: string): Promise<Migration[]> {
  const files = (await readdir(directory)).filter((file) => file.endsWith('.sql')).sort();
  const migrations: Migration[] = [];
  for (const file of files) {
    if (!FILE_NAME.test(file)) throw new Error(`${file}: expected a name like 0001_users.sql`);
    const sql = await readFile(path.join(directory, file), 'utf8');
    migrations.push({ name: file, sql, checksum: checksum(sql) });
  }
  return migrations;
}

/** Applies what is missing, in order. A migration that was edited after it ran is an error. */
export async function migrate(db: Database, migrations: Migration[]): Promise<MigrationReport> {
  await db.script(
    `create table if not exists schema_migrations (
       name text primary key,
       checksum text not null,
       applied_at timestamptz not null default now()
     )`,
  );
  const rows = await db.query<{ name: string; checksum: string }>(
    'select name, checksum from schema_migrations',
  );
  const done = new Map(rows.map((row) => [row.name, row.checksum]));
  const report: MigrationReport = { applied: [], skipped: [] };
  for (const migration of migrations) {
    const recorded = done.get(migration.name);
    if (recorded === migration.checksum) {
      report.skipped.push(migration.name);
      continue;
    }
    if (recorded !== undefined) {
      throw new Error(`${migration.name} was changed after it had been applied`);
    }
    await db.script(`begin;\n${migration.sql}\n;commit;`).catch(async (error: Error) => {
      await db.script('rollback');
      throw new Error(`${migration.name}: ${error.message}`, { cause: error });
    });
    await db.execute('insert into schema_migrations (name, checksum) values ($1, $2)', [
      migration.name,
      migration.checksum,
    ]);
    report.applied.push(migration.name);
  }
  return report;
}

function checksum(sql: string): string {
  return createHash('sha256').update(sql.replace(/\r\n/g, '\n')).digest('hex').slice(0, 16);
}

async function main(): Promise<void> {
  const config = loadConfig();
  const db = await openDatabase(config.database.dataDir);
  try {
    const report = await migrate(db, await readMigrations(config.database.migrationsDir));
    for (const name of report.applied) console.log(`applied ${name}`);
    console.log(`${report.applied.length} applied, ${report.skipped.length} already there`);
  } finally {
    await db.close();
  }
}

if (require.main === module) {
  main().catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
