-- Documents of every unit: the province's own office by its two-digit code, a commune by its five digits.

-- Last number drawn in each book. One row per unit and kind is the lock: who issues holds it until the document is stored.
create table number_book (
  unit      text not null,
  kind      text not null check (kind in ('incoming', 'outgoing')),
  year      integer not null,
  last      integer not null,
  last_date date not null,
  primary key (unit, kind)
);

create table incoming (
  id               uuid primary key,
  unit             text not null,
  source           text not null check (source in ('paper', 'axis', 'meetings')),
  state            text not null,
  -- What the client or sender calls the operation: two rows with one key would be a doubled registration.
  operation_key    text not null,
  number           integer,
  year             integer,
  from_name        text not null,
  from_organ       text,
  document_id      text,
  notation         text not null,
  date             date not null,
  subject          text not null,
  content          text not null default '',
  priority         text not null,
  leader           text,
  department       text,
  instruction      text,
  officer          text,
  due_date         date,
  -- The organ code of the message where it is none of the province's.
  addressed_to     text,
  change_asked     text,
  -- Last progress status told to the sender.
  told             text,
  received_at      timestamptz not null,
  check ((number is null) = (year is null)),
  check (number > 0)
);
create unique index incoming_number on incoming (unit, year, number);
-- The axis delivers at least once and under new message ids: the sender's document id is what identifies it.
create unique index incoming_document on incoming (unit, from_organ, document_id) where source = 'axis';
create index incoming_operation on incoming (operation_key);
create index incoming_list on incoming (unit, received_at desc);

create table outgoing (
  id             uuid primary key,
  unit           text not null,
  state          text not null,
  operation_key  text not null,
  type           text not null,
  subject        text not null,
  content        text not null default '',
  department     text not null,
  priority       text not null,
  response_to    uuid references incoming,
  drafted_by     text not null,
  drafted_at     timestamptz not null,
  content_sha256 text,
  competence     text,
  position       text,
  signer         text,
  signed_at      timestamptz,
  dispatch_by    timestamptz,
  number         integer,
  year           integer,
  notation       text,
  issued_on      date,
  issued_at      timestamptz,
  document_id    text unique,
  stamp_sha256   text,
  check ((number is null) = (year is null)),
  check (number > 0)
);
create unique index outgoing_number on outgoing (unit, year, number);
create index outgoing_operation on outgoing (operation_key);
create index outgoing_list on outgoing (unit, drafted_at desc);

create table receiver (
  outgoing_id uuid not null references outgoing,
  place       integer not null,
  organ_id    text not null,
  name        text not null,
  status      text,
  status_at   timestamptz,
  primary key (outgoing_id, organ_id)
);

create table file (
  document_id  uuid not null,
  place        integer not null,
  content_id   text not null,
  name         text not null,
  description  text not null,
  content_type text not null,
  sha256       text not null,
  bytes        bytea not null,
  primary key (document_id, place)
);

create table history (
  seq         bigint generated always as identity primary key,
  document_id uuid not null,
  at          timestamptz not null,
  step        text not null,
  actor       text not null,
  note        text
);
create index history_document on history (document_id, seq);

-- Messages that could not be read as edXML, whole.
create table rejected_message (
  message_id  text primary key,
  received_at timestamptz not null,
  reason      text not null,
  text        text not null
);
