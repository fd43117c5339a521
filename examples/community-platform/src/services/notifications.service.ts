import { Mail, MailClient } from '../clients/mail.client';
import { Clock, hourInZone, relativeTime } from '../lib/clock';
import { NotFoundError, ValidationError } from '../lib/errors';
import { createId } from '../lib/ids';
import { Page, PageRequest, clampLimit, decodeCursor, toPage } from '../lib/pagination';
import { Database } from '../db/client';

export type NotificationKind =
  'welcome' | 'invited' | 'comment' | 'mention' | 'assessment-passed' | 'payment-failed';

interface Template {
  title: string;
  body: string;
  mail: boolean;
  /** is sent at night as well */
  urgent?: boolean;
}

const TEMPLATES: Record<NotificationKind, Template> = {
  welcome: {
    title: 'Welcome, {{name}}',
    body: 'Have a look around and say hello in {{community}}.',
    mail: true,
  },
  invited: {
    title: '{{inviter}} invites you to {{community}}',
    body: 'Your code is {{code}}. It works until {{until}}.',
    mail: true,
  },
  comment: { title: '{{author}} commented', body: '"{{excerpt}}"', mail: false },
  mention: { title: '{{author}} mentioned you', body: '"{{excerpt}}"', mail: true },
  'assessment-passed': {
    title: 'You passed {{assessment}}',
    body: 'Your score is {{score}} of 100.',
    mail: true,
  },
  'payment-failed': {
    title: 'A payment did not go through',
    body: 'We try again on {{retry}}. Please check the card of {{community}}.',
    mail: true,
    urgent: true,
  },
};

const QUIET_FROM = 22;
const QUIET_UNTIL = 7;

interface NotificationRow {
  id: string;
  user_id: string;
  kind: NotificationKind;
  title: string;
  body: string;
  created_at: Date;
  read_at: Date | null;
}

export interface Notification {
  id: string;
  kind: NotificationKind;
  title: string;
  body: string;
  read: boolean;
  when: string;
}

interface Recipient {
  id: string;
  email: string;
  time_zone: string;
}

export interface Logger {
  warn(details: unknown, message?: string): void;
}

export class NotificationsService {
  constructor(
    private readonly db: Database,
    private readonly mail: Pick<MailClient, 'send'>,
    private readonly clock: Clock,
    private readonly log: Logger = console,
  ) {}

  async notify(
    userId: string,
    kind: NotificationKind,
    data: Record<string, string | number> = {},
  ): Promise<{ id: string | null; mailed: boolean }> {
    const recipient = await this.db.one<Recipient>(
      'select id, email, time_zone from users where id = $1 and deactivated_at is null',
      [userId],
    );
    if (!recipient) throw new NotFoundError('user', userId);
    const preference = await this.preference(userId, kind);
    const template = TEMPLATES[kind];
    const title = render(template.title, data);
    const body = render(template.body, data);

    let id: string | null = null;
    if (preference.inApp) {
      id = createId('ntf');
      await this.db.execute(
        `insert into notifications (id, user_id, kind, title, body, data, created_at)
         values ($1, $2, $3, $4, $5, $6, $7)`,
        [id, userId, kind, title, body, JSON.stringify(data), this.clock.now()],
      );
    }
    const quiet = isQuiet(this.clock.now(), recipient.time_zone) && !template.urgent;
    if (!template.mail || !preference.mail || quiet) return { id, mailed: false };

    const mailed = await this.trySend({ to: recipient.email, subject: title, text: body });
    if (mailed && id !== null) {
      await this.db.execute('update notifications set mailed_at = $2 where id = $1', [
        id,
        this.clock.now(),
      ]);
    }
    return { id, mailed };
  }

  async list(userId: string, request: PageRequest): Promise<Page<Notification>> {
    const limit = clampLimit(request.limit);
    const params: unknown[] = [userId, limit + 1];
    let after = '';
    if (request.cursor) {
      const cursor = decodeCursor(request.cursor);
      params.push(cursor.at, cursor.id);
      after = 'and (created_at, id) < ($3::timestamptz, $4)';
    }
    const rows = await this.db.query<NotificationRow>(
      `select * from notifications where user_id = $1 ${after}
        order by created_at desc, id desc limit $2`,
      params,
    );
    const page = toPage(rows, limit, (row) => ({ at: row.created_at.toISOString(), id: row.id }));
    const now = this.clock.now();
    return {
      items: page.items.map((row) => ({
        id: row.id,
        kind: row.kind,
        title: row.title,
        body: row.body,
        read: row.read_at !== null,
        when: relativeTime(row.created_at, now),
      })),
      nextCursor: page.nextCursor,
    };
  }

  async unreadCount(userId: string): Promise<number> {
    const row = await this.db.one<{ count: number }>(
      'select count(*)::int as count from notifications where user_id = $1 and read_at is null',
      [userId],
    );
    return row?.count ?? 0;
  }

  async markRead(userId: string, ids: string[] | 'all'): Promise<number> {
    if (ids === 'all') {
      return this.db.execute(
        'update notifications set read_at = $2 where user_id = $1 and read_at is null',
        [userId, this.clock.now()],
      );
    }
    if (ids.length === 0) return 0;
    return this.db.execute(
      `update notifications set read_at = $3
        where user_id = $1 and id = any($2) and read_at is null`,
      [userId, ids, this.clock.now()],
    );
  }

  async setPreference(
    userId: string,
    kind: string,
    value: { inApp: boolean; mail: boolean },
  ): Promise<void> {
    if (!(kind in TEMPLATES)) {
      throw new ValidationError('There is no such notification', { kind });
    }
    await this.db.execute(
      `insert into notification_preferences (user_id, kind, in_app, mail)
       values ($1, $2, $3, $4)
       on conflict (user_id, kind)
         do update set in_app = excluded.in_app, mail = excluded.mail`,
      [userId, kind, value.inApp, value.mail],
    );
  }

  private async preference(userId: string, kind: NotificationKind) {
    const row = await this.db.one<{ in_app: boolean; mail: boolean }>(
      'select in_app, mail from notification_preferences where user_id = $1 and kind = $2',
      [userId, kind],
    );
    return { inApp: row?.in_app ?? true, mail: row?.mail ?? true };
  }

  private async trySend(mail: Mail): Promise<boolean> {
    try {
      return (await this.mail.send(mail)).accepted;
    } catch (error) {
      // the notification is in the app, a mail is a courtesy
      this.log.warn({ error: (error as Error).message }, 'mail was not sent');
      return false;
    }
  }
}

export function render(template: string, data: Record<string, string | number>): string {
  return template.replace(/\{\{(\w+)\}\}/g, (_all, name: string) => {
    const value = data[name];
    return value === undefined ? '' : String(value);
  });
}

export function isQuiet(now: Date, timeZone: string): boolean {
  const hour = hourInZone(now, timeZone);
  return hour >= QUIET_FROM || hour < QUIET_UNTIL;
}

export function excerpt(text: string, length = 80): string {
  const flat = text.replace(/\s+/g, ' ').trim();
  if (flat.length <= length) return flat;
  const cut = flat.slice(0, length - 1);
  const space = cut.lastIndexOf(' ');
  return `${space > length / 2 ? cut.slice(0, space) : cut}…`;
}
