import { PGlite, types } from '@electric-sql/pglite';
import { ConflictError } from '../lib/errors';

export interface Queryable {
  query<T>(sql: string, params?: unknown[]): Promise<T[]>;
  one<T>(sql: string, params?: unknown[]): Promise<T | undefined>;
  execute(sql: string, params?: unknown[]): Promise<number>;
}

export interface Database extends Queryable {
  transaction<T>(work: (tx: Queryable) => Promise<T>): Promise<T>;
  /** Several statements at once, without parameters. */
  script(sql: string): Promise<void>;
  close(): Promise<void>;
}

interface Runner {
  query<T>(sql: string, params?: unknown[]): Promise<{ rows: T[]; affectedRows?: number }>;
}

const UNIQUE_VIOLATION = '23505';

// the built-in ones check with instanceof, and a Date from Jest's sandbox is not one of theirs
const dates = {
  parsers: { [types.TIMESTAMPTZ]: (text: string) => new Date(text) },
  serializers: {
    [types.TIMESTAMPTZ]: (value: Date | string) =>
      typeof value === 'string' ? value : value.toISOString(),
  },
};

function wrap(runner: Runner): Queryable {
  const run = async <T>(sql: string, params?: unknown[]) => {
    try {
      return await runner.query<T>(sql, params);
    } catch (error) {
      throw translate(error);
    }
  };
  return {
    query: async <T>(sql: string, params?: unknown[]) => (await run<T>(sql, params)).rows,
    one: async <T>(sql: string, params?: unknown[]) => (await run<T>(sql, params)).rows[0],
    execute: async (sql, params) => (await run(sql, params)).affectedRows ?? 0,
  };
}

function translate(error: unknown): unknown {
  const { code, constraint } = error as { code?: string; constraint?: string };
  if (code === UNIQUE_VIOLATION) {
    return new ConflictError('There is one already', { constraint });
  }
  return error;
}

export async function openDatabase(dataDir?: string): Promise<Database> {
  const pg = await PGlite.create({ dataDir, ...dates });
  const outer = wrap(pg as Runner);
  return {
    ...outer,
    transaction: <T>(work: (tx: Queryable) => Promise<T>) =>
      pg.transaction((tx) => work(wrap(tx as unknown as Runner))) as Promise<T>,
    script: async (sql) => {
      await pg.exec(sql);
    },
    close: () => pg.close(),
  };
}
