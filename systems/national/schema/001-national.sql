-- Messages that took effect, with the answer they got: a repeat is answered the same and has no effect.
create table receipt (
  message_id  uuid primary key,
  peer        text not null,
  service     text not null,
  client      text not null,
  body_sha256 text not null,
  answer      jsonb not null,
  at          timestamptz not null default now()
);
-- Every delivery, also repeated and refused ones.
create table delivery (
  seq        bigint generated always as identity primary key,
  message_id uuid not null,
  peer       text not null,
  service    text not null,
  client     text not null,
  outcome    text not null check (outcome in ('done', 'repeated', 'refused', 'conflict')),
  reason     text,
  at         timestamptz not null default now()
);
create index delivery_by_message on delivery (message_id);

-- The portal: dossiers as last told, and which messages told of them.
create table dossier (
  seq           bigint generated always as identity,
  code          text primary key,
  unit          text not null,
  procedure     text not null,
  status        text not null,
  item          jsonb not null,
  registered_at timestamptz not null default now(),
  updated_at    timestamptz not null default now()
);
create unique index dossier_seq on dossier (seq);
create table dossier_message (
  code       text not null,
  message_id uuid not null,
  kind       text not null check (kind in ('registration', 'update', 'progress')),
  primary key (code, message_id)
);
create table progress (
  seq        bigint generated always as identity primary key,
  code       text not null references dossier (code),
  message_id uuid not null,
  item       jsonb not null
);
create table portal_session (
  session    text primary key,
  account    text not null,
  expires_at timestamptz not null
);

-- The document axis: what was sent, and what stands in each organ's inbox until it is acknowledged.
create table axis_document (
  seq          bigint generated always as identity primary key,
  doc_id       uuid not null unique,
  message_id   uuid not null,
  message_type text not null check (message_type in ('edoc', 'status')),
  from_organ   text not null,
  document_id  text not null,
  status_code  text,
  file         text not null,
  created_at   timestamptz not null default now()
);
create table axis_inbox (
  doc_id     uuid not null references axis_document (doc_id),
  organ      text not null,
  status     text not null default 'inbox',
  updated_at timestamptz not null default now(),
  primary key (doc_id, organ)
);
create index axis_inbox_by_organ on axis_inbox (organ) where status in ('inbox', 'processing');

-- NDXP: report summaries of provinces.
create table ndxp_summary (
  seq         bigint generated always as identity primary key,
  message_id  uuid not null,
  client      text not null,
  template    text not null,
  period      text not null,
  body        jsonb not null,
  received_at timestamptz not null default now()
);
