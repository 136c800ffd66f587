-- Keys made once for all replicas: signing keys (private JWK) and cookie keys.
create table secret_key (
  purpose    text not null check (purpose in ('signing', 'cookie')),
  id         text not null,
  material   jsonb not null,
  created_at timestamptz not null default now(),
  primary key (purpose, id)
);

create table person (
  subject       uuid primary key default gen_random_uuid(),
  username      text not null unique check (username ~ '^[a-z0-9][a-z0-9._-]{2,63}$'),
  display_name  text not null,
  password_hash text not null,
  roles         text[] not null check (cardinality(roles) > 0),
  -- Five-digit commune code; null: the whole province.
  unit          text check (unit ~ '^\d{5}$'),
  state         text not null default 'active' check (state in ('active', 'revoked')),
  -- True for the accounts that exist only where rehearsals are allowed.
  rehearsal     boolean not null default false,
  created_at    timestamptz not null default now()
);

-- By the name typed, whether or not a person has it: the lock must not tell which names exist.
create table sign_in_failure (
  username     text primary key,
  failures     integer not null,
  last_at      timestamptz not null,
  locked_until timestamptz
);

create table sign_in (
  id      bigint generated always as identity primary key,
  at      timestamptz not null default now(),
  subject uuid,
  outcome text not null check (outcome in ('signed-in', 'refused', 'locked')),
  address text not null
);

-- Sessions, codes, grants and whatever else the OpenID provider must remember.
create table oidc_record (
  model       text not null,
  id          text not null,
  payload     jsonb not null,
  grant_id    text,
  uid         text,
  user_code   text,
  expires_at  timestamptz,
  consumed_at timestamptz,
  primary key (model, id)
);
create index oidc_record_grant on oidc_record (grant_id) where grant_id is not null;
create index oidc_record_uid on oidc_record (model, uid) where uid is not null;
create index oidc_record_expiry on oidc_record (expires_at) where expires_at is not null;
