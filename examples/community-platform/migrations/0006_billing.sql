create table subscriptions (
  id text primary key,
  community_id text not null unique references communities (id),
  plan text not null,
  seats integer not null,
  status text not null check (status in ('trialing', 'active', 'past_due', 'cancelled')),
  period_start timestamptz not null,
  period_end timestamptz not null,
  cancel_at_period_end boolean not null default false,
  failed_payments integer not null default 0
);

create table invoices (
  id text primary key,
  subscription_id text not null references subscriptions (id),
  number text not null unique,
  lines jsonb not null,
  net_cents integer not null,
  tax_cents integer not null,
  total_cents integer not null,
  issued_at timestamptz not null,
  paid_at timestamptz
);
