create table users (
  id text primary key,
  email text not null unique,
  handle text not null unique,
  display_name text not null,
  password_hash text not null,
  role text not null default 'member' check (role in ('member', 'moderator', 'admin')),
  bio text not null default '',
  time_zone text not null default 'UTC',
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deactivated_at timestamptz
);

create table sessions (
  id text primary key,
  user_id text not null references users (id),
  token_hash text not null unique,
  user_agent text not null default '',
  created_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  replaced_by text
);

create index sessions_user on sessions (user_id);
