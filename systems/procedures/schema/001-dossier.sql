-- Dossiers, every step taken with them, and the counters their codes come from.
create table dossier (
  code                 text primary key,
  seq                  bigint generated always as identity unique,
  procedure            text not null,
  case_code            text,
  -- Commune in force since 1 July 2025 (five digits); what a former one became is in former_unit.
  unit                 text not null check (unit ~ '^\d{5}$'),
  former_unit          text check (former_unit ~ '^\d{5}$'),
  channel              text not null check (channel in ('counter', 'online', 'post')),
  -- The portal's, or a former system's: its code is kept, never reissued.
  origin               text not null check (origin in ('here', 'portal', 'former-system')),
  submitted_by         text not null,
  applicant            jsonb not null,
  summary              text not null,
  papers               jsonb not null,
  -- 1 to 10, as the national portal numbers them (status.ts).
  status               smallint not null check (status between 1 and 10),
  submitted_at         timestamptz not null,
  accepted_at          timestamptz,
  due_at               timestamptz,
  finished_at          timestamptz,
  returned_at          timestamptz,
  -- Set while a supplement is awaited: the clock stands still.
  stopped_at           timestamptz,
  supplement_requests  integer not null default 0,
  result_name          text,
  check ((status = 5) = (stopped_at is not null))
);
create index dossier_unit_status on dossier (unit, status);
create index dossier_submitted on dossier (submitted_at);

create table dossier_step (
  dossier     text not null references dossier (code),
  number      integer not null,
  action      text not null,
  from_status smallint,
  to_status   smallint not null,
  person      text not null,
  at          timestamptz not null,
  note        text,
  primary key (dossier, number)
);

create table supplement (
  dossier      text not null references dossier (code),
  number       integer not null,
  requested_by text not null,
  content      text not null,
  requested_at timestamptz not null,
  supplied_at  timestamptz,
  due_before   timestamptz not null,
  due_after    timestamptz,
  primary key (dossier, number)
);

-- One row a unit and day. Its lock is held until the dossier is stored, so a number is neither skipped nor given twice.
create table code_counter (
  unit   text not null,
  day    date not null,
  last   integer not null,
  primary key (unit, day)
);

create table procedure_configuration (
  procedure          text primary key,
  limit_working_days integer not null check (limit_working_days between 0 and 365),
  fee_vnd            bigint not null check (fee_vnd >= 0),
  configured_by      text not null,
  configured_at      timestamptz not null
);

-- Which dossier a client's repeated submission is: read by reconciliation.
create table submission (
  idempotency_key text not null,
  dossier         text not null references dossier (code)
);
create index submission_key on submission (idempotency_key);
