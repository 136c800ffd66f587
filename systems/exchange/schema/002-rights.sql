-- Who may call what: client × provider × service × method × path; what no row allows is denied (rights.ts).
create table service_right (
  client   text not null,
  provider text not null,
  service  text not null,
  method   text not null check (method = upper(method)),
  -- The provider's own path: '' exact, '/x/**' everything below, '**' all.
  path     text not null,
  primary key (client, provider, service, method, path)
);

insert into service_right (client, provider, service, method, path) values
  ('procedures', 'national-portal', 'DongBoHoSoMC',       'POST', ''),
  ('procedures', 'national-portal', 'CapNhatTienDoHoSoMC','POST', ''),
  ('procedures', 'national-portal', 'TraCuuHoSo',         'POST', ''),
  ('procedures', 'national-portal', 'LayThuTuc',          'POST', ''),
  ('procedures', 'national-portal', 'LayDanhSachTTHC',    'POST', ''),
  ('procedures', 'reporting',       'dossier-events',     'POST', ''),
  ('documents',  'national-axis',   'sendEdoc',           'POST', ''),
  ('documents',  'national-axis',   'getReceivedEdocList','POST', ''),
  ('documents',  'national-axis',   'getEdoc',            'POST', ''),
  ('documents',  'national-axis',   'updateStatus',       'POST', ''),
  ('meetings',   'documents',       'meeting-minutes',    'POST', ''),
  ('reporting',  'national-ndxp',   'report-summary',     'POST', ''),
  ('exchange',   'exchange',        'probe',              'POST', ''),
  -- Rehearsal clients exist only where REHEARSAL_SECRET is set; they reach the exchange itself and nobody else.
  ('rehearsal-*','exchange',        'probe',              'POST', '');
