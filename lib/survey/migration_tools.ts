/** The tools that bring databases up to date: how each is known, and what applies what is pending. */

export type Tool =
  | 'prisma'
  | 'knex'
  | 'typeorm'
  | 'drizzle'
  | 'node-pg-migrate'
  | 'sequelize'
  | 'mikro-orm'
  | 'alembic'
  | 'django'
  | 'script'

export interface Way {
  readonly tool: Tool
  /** Packages of which one is needed. */
  readonly packages: readonly string[]
  /** Files of which one is there, from the package's folder. */
  readonly files: string
  /** After `npx`; undefined where only a script of the package can say it. */
  command(file: string): string | undefined
  /** In a script that applies them. */
  readonly script: RegExp
}

/** Of packages of npm. */
export const WAYS: readonly Way[] = [
  {
    tool: 'prisma',
    packages: ['prisma', '@prisma/client'],
    files:
      '{prisma/schema.prisma,prisma/schema/*.prisma,schema.prisma,src/prisma/schema.prisma,db/schema.prisma}',
    command: (file) =>
      `prisma migrate deploy${file.startsWith('prisma/') || file === 'schema.prisma' ? '' : ` --schema ${file}`}`,
    script: /\bprisma migrate deploy\b/,
  },
  {
    tool: 'drizzle',
    packages: ['drizzle-kit'],
    files: 'drizzle.config.{ts,js,mjs,cjs,json}',
    command: () => 'drizzle-kit migrate',
    script: /\bdrizzle-kit (?:migrate|push)|drizzle-orm\/.*migrator/,
  },
  {
    tool: 'knex',
    packages: ['knex'],
    files: '{,src/,db/,src/db/,database/}knexfile.{ts,js,mjs,cjs}',
    command: (file) => `knex migrate:latest${file.includes('/') ? ` --knexfile ${file}` : ''}`,
    script: /\bknex(?:\.js)? .*\bmigrate:latest\b/,
  },
  {
    tool: 'typeorm',
    packages: ['typeorm'],
    files:
      '{,src/,src/db/,src/database/,src/config/,db/,database/}{data-source,datasource,dataSource,ormconfig,typeorm.config}.{ts,js}',
    command: (file) =>
      `${file.endsWith('.ts') ? 'typeorm-ts-node-commonjs' : 'typeorm'} migration:run -d ${file}`,
    script: /\btypeorm\S* .*\bmigration:run\b/,
  },
  {
    tool: 'mikro-orm',
    packages: ['@mikro-orm/cli', '@mikro-orm/migrations'],
    files: '{,src/}mikro-orm.config.{ts,js}',
    command: () => 'mikro-orm migration:up',
    script: /\bmikro-orm\S* migration:up\b/,
  },
  {
    tool: 'sequelize',
    packages: ['sequelize-cli'],
    files: '{.sequelizerc,config/config.{js,json},config/database.{js,json},migrations/*.{js,cjs,ts}}',
    command: () => 'sequelize-cli db:migrate',
    script: /\bsequelize(?:-cli)? .*\bdb:migrate\b(?!:)/,
  },
  {
    tool: 'node-pg-migrate',
    packages: ['node-pg-migrate'],
    files: '**/migrations/*.{js,cjs,mjs,ts,sql}',
    command: () => 'node-pg-migrate up',
    script: /\bnode-pg-migrate\b.*\bup\b/,
  },
]

/** Does this command apply migrations, by whatever tool? One that only checks or writes them does not. */
export const appliesMigrations = (command: string): boolean =>
  /\bprisma (?:migrate (?:deploy|dev|reset)|db push)\b|\bmigrate:(?:latest|up|deploy|run)\b|\bmigrations?:(?:run|up|apply)\b|\bdb:migrate\b(?!:)|\bdrizzle-kit (?:migrate|push)\b|\bnode-pg-migrate\b.*\bup\b|\balembic (?:.* )?upgrade\b|\bmanage\.py migrate\b|\bflask db upgrade\b|\b(?:flyway|liquibase|dbmate|goose|atlas|migrate)\b.* (?:migrate|update|up|apply)\b|\b(?:run|yarn|pnpm|make|just|task) (?:[\w-]*:)?migrat(?:e|ions?)\b(?!:(?:create|make|generate|check|status|down|undo|revert|rollback|lint))/.test(
    command,
  )
