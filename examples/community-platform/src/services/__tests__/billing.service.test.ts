import { buildInvoice, createBillingService, monthlyPrice, prorate } from '../billing.service';

describe('prices', () => {
  it('counts seats', () => {
    expect(monthlyPrice('team', 10)).toBe(4000);
  });

  it('gives a volume discount', () => {
    expect(monthlyPrice('team', 100)).toBe(32000);
  });

  it('builds an invoice with tax', () => {
    expect(buildInvoice('2024-00001', 'team', 10, { country: 'de' })).toEqual({
      number: '2024-00001',
      lines: [{ text: 'team, 10 seats', cents: 4000 }],
      netCents: 4000,
      taxCents: 760,
      totalCents: 4760,
    });
  });
});

test('prorate takes half in the middle of the period', () => {
  const start = new Date('2024-04-01T00:00:00Z');
  const end = new Date('2024-05-01T00:00:00Z');
  const now = new Date('2024-04-16T00:00:00Z');
  expect(prorate(4000, 8000, start, end, now)).toBe(2000);
});

test('a first subscription starts with a trial', async () => {
  const now = new Date('2024-05-06T10:00:00Z');
  const one = jest
    .fn()
    .mockResolvedValueOnce(undefined)
    .mockImplementationOnce(async (_sql: string, params: unknown[]) => ({
      id: params[0],
      community_id: params[1],
      plan: params[2],
      seats: params[3],
      status: params[4],
      period_start: params[5],
      period_end: params[6],
      cancel_at_period_end: false,
      failed_payments: 0,
    }));
  const billing = createBillingService({
    db: { one } as never,
    permissions: { assert: jest.fn() } as never,
    clock: { now: () => now },
  });
  const actor = { userId: 'usr_1', role: 'member' as const };
  const subscription = await billing.subscribe(actor, 'com_1', 'team', 10);
  expect(subscription.status).toBe('trialing');
  expect(subscription.periodEnd).toBe('2024-05-20T10:00:00.000Z');
});
