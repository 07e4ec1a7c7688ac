-- Makes the *.tsv files beside it, in the current directory: psql -XqAt -v ON_ERROR_STOP=1 -f vectors.sql, on a database with collation C.
-- Values are what PostgreSQL says, so a file changes only where the server or this script does.
set timezone = 'UTC';
set bytea_output = 'hex';
select setseed(0.42) \g /dev/null
\pset fieldsep '\t'

-- float8: binary, shortest text, text with extra_float_digits 0 and -3
create temp table f8 as
with edge(v) as (values ('0'::float8), ('-0'), ('Infinity'), ('-Infinity'), ('NaN'), ('1'), ('-1'), ('0.1'), ('1e14'), ('123456789012345'),
  ('1e15'), ('999999999999999'), ('1e16'), ('9007199254740993'), ('123456789012345678'), ('0.0001'), ('0.00001'), ('5e-324'), ('1e-323'), ('2.2250738585072014e-308'),
  ('1.7976931348623157e308'), ('5.6843418860808015e-14'), ('1.1805916207174113e21'), ('9.5367431640625e-07'), ('1e22'), ('1e23'), ('2e-3'),
  ('4.35'), ('0.3'), ('100'), ('1e100'), ('-1.5e-7'), ('33333333.333333332'), ('1e20'))
select v from edge
union all select ('1e' || g)::float8 from generate_series(-30, 30, 3) g
union all select power(2::float8, g) from generate_series(-1000, 1000, 37) g
union all select (random() - 0.5) * power(10::float8, (random() * 60 - 30)::int) from generate_series(1, 250)
union all select round((random() * 10000)::numeric, 2)::float8 from generate_series(1, 60);
create temp table f8t as select v, float8send(v) b, v::text t1 from f8;
alter table f8t add t0 text, add tm3 text;
set extra_float_digits = 0;
update f8t set t0 = v::text;
set extra_float_digits = -3;
update f8t set tm3 = v::text;
reset extra_float_digits;
\o float8.tsv
select substr(b::text, 3), t1, t0, tm3 from f8t;
\o

create temp table f4 as
with edge(v) as (values ('0'::float4), ('-0'), ('Infinity'), ('-Infinity'), ('NaN'), ('1'), ('0.1'), ('1e5'), ('1e6'), ('999999'), ('1234567'), ('16777216'),
  ('123456789'), ('1e-45'), ('1.17549435e-38'), ('3.4028235e38'), ('0.0001'), ('0.00001'), ('3.3'), ('100000'))
select v from edge
union all select power(2::float8, g)::float4 from generate_series(-140, 126, 7) g
union all select ((random() - 0.5) * power(10::float8, (random() * 40 - 20)::int))::float4 from generate_series(1, 250)
union all select round((random() * 1000)::numeric, 2)::float4 from generate_series(1, 60);
create temp table f4t as select v, float4send(v) b, v::text t1 from f4;
alter table f4t add t0 text, add tm3 text;
set extra_float_digits = 0;
update f4t set t0 = v::text;
set extra_float_digits = -3;
update f4t set tm3 = v::text;
reset extra_float_digits;
\o float4.tsv
select substr(b::text, 3), t1, t0, tm3 from f4t;
\o

-- numeric: binary, text
create temp table n as
with edge(v) as (values (0::numeric), (0.00), (1), (-1), (10000), (99999999), (0.0001), (0.00010), (0.00001), (12345.6789), (-12345.67890), ('NaN'), ('Infinity'), ('-Infinity'),
  (1e20), (1.5e-20), (100000000000000000000000000000.000000000000000000000000000001), (0.5), (0.50), (1.0), (1.00), (10), (10.0), (9999), (9999.9999), (0.000000000001000000), (-0.00), (1e131000::numeric * 0 + 7), (40000000), (400000000), (4e9), (4e-9))
select v from edge
union all select round(((random() - 0.5) * power(10::float8, (random() * 24 - 10)::int))::numeric, (random() * 12)::int) from generate_series(1, 250);
\o numeric.tsv
select substr(numeric_send(v)::text, 3), v from n;
\o

-- numeric sum / count: what avg shows
\o numeric-quotient.tsv
select s, c, s / c from (
  select v s, (array[1, 2, 3, 7, 9, 10, 11, 99, 100, 1000, 9999, 10000, 10001, 123456, 99999999, 1000000007])[1 + (random() * 15)::int]::bigint c from n, generate_series(1, 3)) x;
\o

-- numeric sums
\o numeric-sum.tsv
select a.v, b.v, a.v + b.v from n a join n b on true where random() < 0.004 or a.v in ('NaN', 'Infinity', '-Infinity') and b.v in ('NaN', 'Infinity', '-Infinity', 1);
\o

-- intervals: binary, text
create temp table i as
with edge(v) as (values ('0'::interval), ('1 mon'), ('30 days'), ('720:00'), ('1 year 2 mons -3 days 04:05:06.789'), ('-1 year'), ('-1 mon 1 day'), ('1 day'), ('24:00'), ('-00:00:00.000001'), ('1 year -1 day'),
  ('-1 year -2 mons +3 days -04:05:06'), ('100000:00:00'), ('1 mon -30 days'), ('-1 day +00:00:01'), ('1 day -00:00:01'), ('12 mons'), ('360 days'), ('178000000 years'), ('-178000000 years'), ('2147483647 days'), ('-2 years +1 mon'), ('00:00:01.5'))
select v from edge
union all select make_interval(months => (random() * 50 - 25)::int, days => (random() * 80 - 40)::int, secs => round(((random() - 0.5) * 1000000)::numeric, 6)::float8) from generate_series(1, 80)
union all select make_interval(months => (random() * 2 - 1)::int, days => (random() * 60 - 30)::int, hours => (random() * 48 - 24)::int * 12) from generate_series(1, 60);
\o interval.tsv
select substr(interval_send(v)::text, 3), v from i;
\o interval-quotient.tsv
select substr(interval_send(v)::text, 3), c, v / c from (select v, (array[1, 2, 3, 7, 10, 11, 13, 1000])[1 + (random() * 7)::int] c from i, generate_series(1, 3)) x;
\o interval-sum.tsv
select substr(interval_send(a.v)::text, 3), substr(interval_send(b.v)::text, 3), a.v + b.v from i a join i b on random() < 0.01 where abs(extract(year from a.v)) < 1000000 and abs(extract(year from b.v)) < 1000000;
\o

-- orders: type OID, binary, dense rank in the type's own order
create temp table o (type oid, b bytea, r bigint);
insert into o select 'numeric'::regtype, numeric_send(v), dense_rank() over (order by v) from n where random() < 0.3 or v in (0, 1, 10, 0.5, 'NaN', 'Infinity', '-Infinity');
insert into o select 'float8'::regtype, float8send(v), dense_rank() over (order by v) from f8 where random() < 0.2 or v in (0, 'NaN', 'Infinity', '-Infinity');
insert into o select 'float4'::regtype, float4send(v), dense_rank() over (order by v) from f4 where random() < 0.2 or v in (0, 'NaN', 'Infinity', '-Infinity');
insert into o select 'interval'::regtype, interval_send(v), dense_rank() over (order by v) from i;
insert into o select 'int2'::regtype, int2send(v), dense_rank() over (order by v) from unnest(array[0, 1, -1, 32767, -32768, 1, 256]::int2[]) v;
insert into o select 'int4'::regtype, int4send(v), dense_rank() over (order by v) from unnest(array[0, 1, -1, 2147483647, -2147483648, 1, 65536]) v;
insert into o select 'int8'::regtype, int8send(v), dense_rank() over (order by v) from unnest(array[0, 1, -1, 9223372036854775807, -9223372036854775808, 1, 4294967296]) v;
insert into o select 'oid'::regtype, oidsend(v), dense_rank() over (order by v) from unnest(array[0, 1, 4294967295, 2147483648, 2147483647, 1]::oid[]) v;
insert into o select 'money'::regtype, cash_send(v), dense_rank() over (order by v) from unnest(array[0, 1.5, -1.5, 1.5, 90000000000]::numeric[]::money[]) v;
insert into o select 'bool'::regtype, boolsend(v), dense_rank() over (order by v) from unnest(array[true, false, true]) v;
insert into o select 'text'::regtype, textsend(v), dense_rank() over (order by v collate "C") from unnest(array['', 'a', 'A', 'B', '_c', 'a b', 'ab', 'z', 'é', 'a ', 'a', 'abcdefgh', 'abcdefghi', 'abcdefgi', '🙂', '１']) v;
insert into o select 'varchar'::regtype, varcharsend(v), dense_rank() over (order by v collate "C") from unnest(array['', 'a', 'A', 'a ', 'é']::varchar[]) v;
insert into o select 'bpchar'::regtype, bpcharsend(v), dense_rank() over (order by v collate "C") from unnest(array['', ' ', 'a', 'a ', 'a   ', 'ab', 'a b', 'a!', E'a\t']::bpchar[]) v;
insert into o select 'name'::regtype, namesend(v), dense_rank() over (order by v) from unnest(array['', 'a', 'A', 'ab', 'é']::name[]) v;
insert into o select '"char"'::regtype, charsend(v), dense_rank() over (order by v) from unnest(array['a', 'A', '', 'é', 'a']::"char"[]) v;
insert into o select 'bytea'::regtype, v, dense_rank() over (order by v) from unnest(array['', '\x00', '\xff', '\x00ff', '\x0000', '\x7f', '\x80', '\x0102030405060708', '\x8102030405060708', '\x010203040506070809']::bytea[]) v;
insert into o select 'uuid'::regtype, uuid_send(v), dense_rank() over (order by v) from unnest(array['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff', '7fffffff-0000-0000-0000-000000000001', '80000000-0000-0000-0000-000000000000', '7fffffff-0000-0000-8000-000000000001']::uuid[]) v;
insert into o select 'date'::regtype, date_send(v), dense_rank() over (order by v) from unnest(array['2000-01-01', '1999-12-31', 'infinity', '-infinity', '4713-01-01 BC', '2024-02-29', '5874897-12-31']::date[]) v;
insert into o select 'time'::regtype, time_send(v), dense_rank() over (order by v) from unnest(array['00:00', '24:00', '12:34:56.789', '23:59:59.999999']::time[]) v;
insert into o select 'timetz'::regtype, timetz_send(v), dense_rank() over (order by v) from unnest(array['00:00+00', '01:00+01', '00:00-01', '12:00+02', '11:00+01', '24:00+00', '12:00+00', '12:00:00.5-12']::timetz[]) v;
insert into o select 'timestamp'::regtype, timestamp_send(v), dense_rank() over (order by v) from unnest(array['2000-01-01', '1999-12-31 23:59:59.999999', 'infinity', '-infinity', '2024-02-29 12:00']::timestamp[]) v;
insert into o select 'timestamptz'::regtype, timestamptz_send(v), dense_rank() over (order by v) from unnest(array['2000-01-01 00:00+00', '2000-01-01 01:00+01', 'infinity', '-infinity', '2024-02-29 12:00+05:30']::timestamptz[]) v;
insert into o select 'macaddr'::regtype, macaddr_send(v), dense_rank() over (order by v) from unnest(array['00:00:00:00:00:00', 'ff:00:00:00:00:01', '7f:00:00:00:00:01']::macaddr[]) v;
insert into o select 'macaddr8'::regtype, macaddr8_send(v), dense_rank() over (order by v) from unnest(array['00:00:00:00:00:00:00:00', 'ff:00:00:00:00:01:00:00', '7f:00:00:00:00:01:00:00']::macaddr8[]) v;
insert into o select 'pg_lsn'::regtype, pg_lsn_send(v), dense_rank() over (order by v) from unnest(array['0/0', 'FFFFFFFF/0', '7FFFFFFF/FFFFFFFF', '0/1']::pg_lsn[]) v;
-- only equality is known here for these
insert into o select 'inet'::regtype, inet_send(v), dense_rank() over (order by v) from unnest(array['10.0.0.1', '10.0.0.1/32', '10.0.0.1/8', '::1', '::1/128', '10.0.0.0/8']::inet[]) v;
insert into o select 'cidr'::regtype, cidr_send(v), dense_rank() over (order by v) from unnest(array['10.0.0.0/8', '10.0.0.0/9', '10.0.0.0/8', '::/0']::cidr[]) v;
insert into o select 'varbit'::regtype, varbit_send(v), dense_rank() over (order by v) from unnest(array[B'', B'0', B'00', B'1', B'10', B'10']::varbit[]) v;
\o order.tsv
select type::oid::int, substr(b::text, 3), r from o;
\o
