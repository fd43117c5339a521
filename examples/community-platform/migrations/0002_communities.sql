create table communities (
  id text primary key,
  slug text not null unique,
  name text not null,
  description text not null default '',
  visibility text not null default 'public' check (visibility in ('public', 'private')),
  owner_id text not null references users (id),
  member_count integer not null default 0,
  created_at timestamptz not null,
  archived_at timestamptz
);

create table memberships (
  community_id text not null references communities (id),
  user_id text not null references users (id),
  role text not null default 'member' check (role in ('member', 'moderator', 'owner')),
  joined_at timestamptz not null,
  banned_at timestamptz,
  primary key (community_id, user_id)
);

create index memberships_user on memberships (user_id);

create table invites (
  code text primary key,
  community_id text not null references communities (id),
  created_by text not null references users (id),
  max_uses integer not null default 1,
  uses integer not null default 0,
  expires_at timestamptz not null,
  created_at timestamptz not null
);
