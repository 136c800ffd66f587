-- Rooms, who was invited, who came, and everything that happened in order.

-- One key; its private half never leaves this table and the process.
create table signing_key (
  place      integer primary key check (place = 1),
  jwk        json not null,
  created_at timestamptz not null default now()
);

create table room (
  id            uuid primary key,
  unit          text not null,
  title         text not null,
  starts_at     timestamptz not null,
  ends_at       timestamptz not null,
  state         text not null default 'open' check (state in ('open', 'closed')),
  bridge_points text[] not null,
  operation_key text not null,
  created_by    text not null,
  created_at    timestamptz not null,
  closed_at     timestamptz,
  conclusion    text,
  -- Number of the last event; its row is what gives events of one room their order.
  last_event    bigint not null default 0,
  check (starts_at < ends_at)
);
create index room_operation on room (operation_key);
create index room_list on room (starts_at desc);

create table join_token (
  id            uuid primary key,
  room_id       uuid not null references room,
  name          text not null,
  position      text,
  unit          text,
  bridge_point  text,
  operation_key text not null,
  issued_at     timestamptz not null,
  revoked_at    timestamptz
);
create index join_token_room on join_token (room_id, issued_at);
create index join_token_unit on join_token (unit, room_id);
create index join_token_operation on join_token (operation_key);

-- One participant for each token, however often the connection is made anew.
create table participant (
  id           uuid primary key,
  room_id      uuid not null references room,
  token_id     uuid not null unique references join_token,
  session      uuid not null,
  state        text not null,
  admitted     boolean not null default false,
  joined_at    timestamptz not null,
  last_seen_at timestamptz not null,
  present_ms   bigint not null default 0
);
create index participant_room on participant (room_id);

create table event (
  room_id     uuid not null references room,
  seq         bigint not null,
  at          timestamptz not null,
  type        text not null,
  participant uuid,
  name        text,
  actor       text not null,
  primary key (room_id, seq)
);
