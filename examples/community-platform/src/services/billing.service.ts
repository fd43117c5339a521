import { Clock, DAY, addMonths, addMs } from '../lib/clock';
import { AppError, ConflictError, NotFoundError, ValidationError } from '../lib/errors';
import { createId } from '../lib/ids';
import { Database } from '../db/client';
import { Actor, PermissionsService } from './permissions.service';

export type Plan = 'team' | 'organisation';

const PRICE_PER_SEAT_CENTS: Record<Plan, number> = { team: 400, organisation: 650 };
const MINIMUM_SEATS: Record<Plan, number> = { team: 5, organisation: 25 };
const TRIAL_DAYS = 14;
const MAX_FAILED_PAYMENTS = 4;
const RETRY_DAYS = [1, 3, 5, 7];

// seats, then the share that is left to pay
const VOLUME: [number, number][] = [
  [500, 0.7],
  [100, 0.8],
  [50, 0.9],
];

const VAT_PERCENT: Record<string, number> = { DE: 19, FR: 20, AT: 20, NL: 21, IE: 23, SE: 25 };

interface SubscriptionRow {
  id: string;
  community_id: string;
  plan: Plan;
  seats: number;
  status: 'trialing' | 'active' | 'past_due' | 'cancelled';
  period_start: Date;
  period_end: Date;
  cancel_at_period_end: boolean;
  failed_payments: number;
}

export interface Subscription {
  id: string;
  communityId: string;
  plan: Plan;
  seats: number;
  status: SubscriptionRow['status'];
  periodEnd: string;
  cancelsAtPeriodEnd: boolean;
}

export interface InvoiceLine {
  text: string;
  cents: number;
}

export interface Invoice {
  number: string;
  lines: InvoiceLine[];
  netCents: number;
  taxCents: number;
  totalCents: number;
}

export interface Customer {
  country: string;
  vatId?: string;
}

export interface BillingDeps {
  db: Database;
  permissions: PermissionsService;
  clock: Clock;
}

export type BillingService = ReturnType<typeof createBillingService>;

export function createBillingService({ db, permissions, clock }: BillingDeps) {
  async function find(communityId: string): Promise<SubscriptionRow> {
    const row = await db.one<SubscriptionRow>(
      'select * from subscriptions where community_id = $1',
      [communityId],
    );
    if (!row) throw new NotFoundError('subscription');
    return row;
  }

  async function subscribe(
    actor: Actor,
    communityId: string,
    plan: Plan,
    seats: number,
  ): Promise<Subscription> {
    await permissions.assert(actor, 'billing:manage', communityId);
    checkSeats(plan, seats);
    const existing = await db.one<SubscriptionRow>(
      'select * from subscriptions where community_id = $1',
      [communityId],
    );
    if (existing && existing.status !== 'cancelled') {
      throw new ConflictError('There is a subscription already', { plan: existing.plan });
    }
    const now = clock.now();
    // one trial for each community
    const status = existing ? 'active' : 'trialing';
    const end = existing ? addMonths(now, 1) : addMs(now, TRIAL_DAYS * DAY);
    const row = await db.one<SubscriptionRow>(
      `insert into subscriptions (id, community_id, plan, seats, status, period_start, period_end)
       values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (community_id) do update
         set plan = excluded.plan, seats = excluded.seats, status = excluded.status,
             period_start = excluded.period_start, period_end = excluded.period_end,
             cancel_at_period_end = false, failed_payments = 0
       returning *`,
      [createId('sub'), communityId, plan, seats, status, now, end],
    );
    return toSubscription(row as SubscriptionRow);
  }

  async function changeSeats(
    actor: Actor,
    communityId: string,
    seats: number,
  ): Promise<{ subscription: Subscription; dueNowCents: number }> {
    await permissions.assert(actor, 'billing:manage', communityId);
    const row = await find(communityId);
    if (row.status === 'past_due') {
      throw new AppError('PAYMENT_REQUIRED', 'There is an open payment');
    }
    checkSeats(row.plan, seats);
    const due =
      row.status === 'trialing'
        ? 0
        : prorate(
            monthlyPrice(row.plan, row.seats),
            monthlyPrice(row.plan, seats),
            row.period_start,
            row.period_end,
            clock.now(),
          );
    await db.execute('update subscriptions set seats = $2 where id = $1', [row.id, seats]);
    return { subscription: toSubscription({ ...row, seats }), dueNowCents: Math.max(0, due) };
  }

  async function cancel(actor: Actor, communityId: string): Promise<Subscription> {
    await permissions.assert(actor, 'billing:manage', communityId);
    const row = await find(communityId);
    if (row.status === 'cancelled') return toSubscription(row);
    if (row.status === 'trialing') {
      await db.execute(`update subscriptions set status = 'cancelled' where id = $1`, [row.id]);
      return toSubscription({ ...row, status: 'cancelled' });
    }
    await db.execute('update subscriptions set cancel_at_period_end = true where id = $1', [
      row.id,
    ]);
    return toSubscription({ ...row, cancel_at_period_end: true });
  }

  async function get(actor: Actor, communityId: string): Promise<Subscription> {
    await permissions.assert(actor, 'billing:manage', communityId);
    return toSubscription(await find(communityId));
  }

  /** Called once a period by the nightly job. */
  async function invoice(communityId: string, customer: Customer): Promise<Invoice> {
    const row = await find(communityId);
    if (row.status === 'cancelled') throw new ConflictError('The subscription has ended');
    const now = clock.now();
    const year = now.getUTCFullYear();
    const counted = await db.one<{ count: number }>(
      'select count(*)::int as count from invoices where number like $1',
      [`${year}-%`],
    );
    const number = `${year}-${String((counted?.count ?? 0) + 1).padStart(5, '0')}`;
    const result = buildInvoice(number, row.plan, row.seats, customer);
    await db.transaction(async (tx) => {
      await tx.execute(
        `insert into invoices
           (id, subscription_id, number, lines, net_cents, tax_cents, total_cents, issued_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [
          createId('inv'),
          row.id,
          number,
          JSON.stringify(result.lines),
          result.netCents,
          result.taxCents,
          result.totalCents,
          now,
        ],
      );
      await tx.execute(
        `update subscriptions set status = 'active', period_start = period_end, period_end = $2
          where id = $1`,
        [row.id, addMonths(row.period_end, 1)],
      );
    });
    return result;
  }

  async function paymentFailed(
    communityId: string,
  ): Promise<{ status: SubscriptionRow['status']; retryAt: string | null }> {
    const row = await find(communityId);
    const failed = row.failed_payments + 1;
    const over = failed >= MAX_FAILED_PAYMENTS;
    const status = over ? 'cancelled' : 'past_due';
    await db.execute('update subscriptions set failed_payments = $2, status = $3 where id = $1', [
      row.id,
      failed,
      status,
    ]);
    const retryAt = over ? null : addMs(clock.now(), RETRY_DAYS[failed - 1] * DAY).toISOString();
    return { status, retryAt };
  }

  async function paymentSucceeded(communityId: string): Promise<void> {
    const row = await find(communityId);
    await db.execute(
      `update subscriptions set failed_payments = 0, status = 'active' where id = $1`,
      [row.id],
    );
  }

  return { subscribe, changeSeats, cancel, get, invoice, paymentFailed, paymentSucceeded };
}

export function monthlyPrice(plan: Plan, seats: number): number {
  const full = PRICE_PER_SEAT_CENTS[plan] * seats;
  const step = VOLUME.find(([from]) => seats >= from);
  return step ? Math.round(full * step[1]) : full;
}

/** What is due for the rest of the period; negative when something is owed to the customer. */
export function prorate(oldPrice: number, newPrice: number, start: Date, end: Date, now: Date) {
  const whole = end.getTime() - start.getTime();
  if (whole <= 0) return 0;
  const left = Math.min(whole, Math.max(0, end.getTime() - now.getTime()));
  return Math.round(((newPrice - oldPrice) * left) / whole);
}

export function taxPercent(customer: Customer): number {
  const rate = VAT_PERCENT[customer.country.toUpperCase()];
  if (rate === undefined) return 0;
  // reverse charge, except at home
  if (customer.vatId && customer.country.toUpperCase() !== 'DE') return 0;
  return rate;
}

export function buildInvoice(
  number: string,
  plan: Plan,
  seats: number,
  customer: Customer,
): Invoice {
  const full = PRICE_PER_SEAT_CENTS[plan] * seats;
  const netCents = monthlyPrice(plan, seats);
  const lines: InvoiceLine[] = [{ text: `${plan}, ${seats} seats`, cents: full }];
  if (netCents < full) lines.push({ text: 'volume discount', cents: netCents - full });
  const taxCents = Math.round((netCents * taxPercent(customer)) / 100);
  return { number, lines, netCents, taxCents, totalCents: netCents + taxCents };
}

function checkSeats(plan: Plan, seats: number): void {
  if (!(plan in MINIMUM_SEATS)) {
    throw new ValidationError('There is no such plan', { plan });
  }
  if (!Number.isInteger(seats) || seats < MINIMUM_SEATS[plan]) {
    throw new ValidationError('Not enough seats', { seats: `at least ${MINIMUM_SEATS[plan]}` });
  }
}

function toSubscription(row: SubscriptionRow): Subscription {
  return {
    id: row.id,
    communityId: row.community_id,
    plan: row.plan,
    seats: row.seats,
    status: row.status,
    periodEnd: row.period_end.toISOString(),
    cancelsAtPeriodEnd: row.cancel_at_period_end,
  };
}
