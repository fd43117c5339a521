/** Which modules reach beyond the process: those of Node that do, packages known for it, and what stands on these. */
import type * as TS from 'typescript'

/** Files and streams are not among them: a folder of its own serves a test better than a stub. */
const NODE = /^(?:node:)?(?:net|tls|http|https|http2|dgram|dns|child_process|cluster|worker_threads)(?:\/|$)/

/**
 * Databases, queues, mail, the web, the clouds: what opens a connection, or starts a program. Hashes of passwords are
 * among them, for they are slow by intent, and no two are alike.
 */
const KNOWN = new RegExp(
  `^(?:${[
    'mongodb|mongoose|pg|pg-(?:pool|promise|native|boss)|postgres|mysql2?|mariadb|mssql|tedious|oracledb|sqlite3|better-sqlite3|sqlite',
    'knex|sequelize|typeorm|@prisma/client|@mikro-orm/.+|redis|@redis/.+|ioredis|memcached|memjs|couchbase|nano|cassandra-driver|neo4j-driver',
    '@elastic/.+|@opensearch-project/.+|algoliasearch|meilisearch|@clickhouse/client|influx|@influxdata/.+|minio|etcd3|consul',
    'amqplib|amqp-connection-manager|kafkajs|node-rdkafka|nats|mqtt|bull|bullmq|bee-queue|agenda|@temporalio/client',
    'axios|got|ky|node-fetch|cross-fetch|undici|superagent|request|request-promise|needle|phin|follow-redirects|graphql-request|@apollo/client|ws|socket\\.io-client',
    'nodemailer|@sendgrid/.+|mailgun.*|postmark|resend|twilio|stripe|openai|@anthropic-ai/.+|@slack/.+|@octokit/.+|octokit|discord\\.js|telegraf|@supabase/.+',
    'aws-sdk|@aws-sdk/client-.+|@aws-sdk/lib-.+|@google-cloud/.+|googleapis|google-auth-library|firebase-admin|@azure/.+|cloudinary|@sentry/.+',
    'bcrypt|bcryptjs|argon2|@node-rs/(?:argon2|bcrypt)',
    '@grpc/grpc-js|ssh2|ssh2-.+|basic-ftp|ldapjs|ldapts|imap|imapflow|execa|cross-spawn|zx|puppeteer|puppeteer-core|playwright|playwright-core|docker(?:ode)',
  ].join('|')})$`,
)

/** What answers requests rather than making them: its applications are asked in tests as they are. */
const SERVERS =
  /^(?:fastify|express|koa|@koa\/.+|hono|@hono\/.+|restify|polka|@hapi\/.+|@nestjs\/.+|next|apollo-server.*|@apollo\/server|mercurius|graphql-yoga|supertest|light-my-request|socket\.io|@?fastify-.+|@fastify\/.+)$/

type Compiler = typeof TS

export type Outside = (specifier: string, from: string) => boolean

/** Asks of a package what it depends on, one step deep: an SDK of one's own has its client among that. */
export function openOutside({ sys }: Pick<Compiler, 'sys'>): Outside {
  const known = new Map<string, boolean>()

  function stands(name: string, from: string): boolean {
    for (let folder = folderAbove(from); folder !== ''; folder = folderAbove(folder)) {
      const text = sys.readFile(`${folder}/node_modules/${name}/package.json`)
      if (text === undefined) continue
      return Object.keys(dependenciesIn(text)).some((one) => KNOWN.test(one))
    }
    return false
  }

  return (specifier, from) => {
    if (NODE.test(specifier)) return true
    if (specifier.startsWith('node:') || /^[./#]/.test(specifier)) return false
    const name = packageIn(specifier)
    if (KNOWN.test(name)) return true
    if (SERVERS.test(name)) return false
    const answer = known.get(name) ?? stands(name, from)
    known.set(name, answer)
    return answer
  }
}

export const isOfNode = (specifier: string): boolean => NODE.test(specifier)

const packageIn = (specifier: string): string =>
  specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')

const folderAbove = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')))

function dependenciesIn(text: string): Readonly<Record<string, unknown>> {
  try {
    const { dependencies, peerDependencies } = JSON.parse(text) as Readonly<
      Record<string, Readonly<Record<string, unknown>> | undefined>
    >
    return { ...dependencies, ...peerDependencies }
  } catch {
    return {}
  }
}
