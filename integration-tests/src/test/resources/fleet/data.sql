-- Rows of the oracle, by arithmetic alone: the same on every run. The databases of the fleet are filled from here.
CREATE FUNCTION pg_temp.r(i bigint, seed int, n int) RETURNS int IMMUTABLE LANGUAGE sql AS
  $$ SELECT (((hashint8extended(i, seed) >> 20) & 1073741823) % n)::int $$;
-- Keys of the last ten of 480 logical shards (and one more, for rounding) are left out: one database stays empty.
CREATE FUNCTION pg_temp.usable(hash bigint) RETURNS boolean IMMUTABLE LANGUAGE sql AS
  $$ SELECT ((hash >> 48) & 65535) < 64034 $$;
CREATE FUNCTION pg_temp.word(i int) RETURNS text IMMUTABLE LANGUAGE sql AS
  $$ SELECT (ARRAY['A','a','B','b','_c','ab','a b','aB','Ab','é','E','z','Z','Ä','ß','10','9','','  lead','trail  ','ø','Ω','a-b','a''b','"q"'])[1 + i % 25] $$;

INSERT INTO countries SELECT c, n, k, p FROM (VALUES
  ('AT','Austria','Europe',9000000::bigint), ('BR','Brazil','Americas',214000000), ('CH','Switzerland','Europe',8700000), ('DE','Germany','Europe',83000000),
  ('FR','France','Europe',68000000), ('IN','India','Asia',1400000000), ('JP','Japan','Asia',125000000), ('KE','Kenya','Africa',54000000),
  ('NZ','New Zealand','Oceania',5100000), ('US','United States','Americas',333000000), ('XA','Nowhere',NULL,NULL), ('XB','nowhere',NULL,0)) AS v(c, n, k, p);

INSERT INTO products SELECT i, 'SKU-' || lpad((i * 37 % 1000)::text, 4, '0'), 'Product ' || pg_temp.word(i),
  CASE WHEN i % 9 = 0 THEN NULL ELSE pg_temp.r(i, 1, 100000) / 100.0 END,
  (ARRAY['tools','toys','Books','books','_misc',NULL])[1 + i % 6]
FROM generate_series(1, 40) AS i;

INSERT INTO app_settings SELECT 'setting.' || pg_temp.word(i) || i, CASE WHEN i % 5 = 0 THEN NULL ELSE md5(i::text) END, timestamptz '2024-01-01 00:00:00+00' + i * interval '1 hour'
FROM generate_series(1, 25) AS i;

INSERT INTO audit_log (at, actor, action, details) SELECT timestamptz '2024-02-01 00:00:00+00' + i * interval '7 minutes', pg_temp.word(i), (ARRAY['login','logout','change'])[1 + i % 3],
  CASE WHEN i % 4 = 0 THEN NULL ELSE jsonb_build_object('n', i, 'word', pg_temp.word(i)) END
FROM generate_series(1, 60) AS i;

INSERT INTO customers
SELECT k,
  pg_temp.word(pg_temp.r(k, 2, 25)) || CASE WHEN pg_temp.r(k, 3, 3) = 0 THEN '' ELSE pg_temp.r(k, 4, 50)::text END,
  CASE WHEN pg_temp.r(k, 5, 3) = 0 THEN NULL ELSE pg_temp.word(pg_temp.r(k, 6, 25)) END,
  CASE WHEN pg_temp.r(k, 7, 7) = 0 THEN NULL ELSE pg_temp.word(pg_temp.r(k, 8, 25)) END,
  CASE WHEN pg_temp.r(k, 9, 5) = 0 THEN NULL ELSE 'user' || pg_temp.r(k, 10, 1000) || '@example.org' END,
  CASE pg_temp.r(k, 11, 12) WHEN 0 THEN NULL WHEN 1 THEN 'NaN'::numeric WHEN 2 THEN 1.0 WHEN 3 THEN 1.00 WHEN 4 THEN -12345678901234567890.123456789 WHEN 5 THEN 0.000000001 WHEN 6 THEN 0
    ELSE round(pg_temp.r(k, 12, 1000000)::numeric / 100, pg_temp.r(k, 13, 4)) END,
  CASE pg_temp.r(k, 14, 12) WHEN 0 THEN NULL WHEN 1 THEN 'NaN'::float8 WHEN 2 THEN 'Infinity'::float8 WHEN 3 THEN '-Infinity'::float8 WHEN 4 THEN '-0'::float8 WHEN 5 THEN 0
    ELSE (pg_temp.r(k, 15, 2000) - 1000) / 8.0 END,
  CASE pg_temp.r(k, 16, 9) WHEN 0 THEN NULL WHEN 1 THEN 'NaN'::real WHEN 2 THEN '-0'::real ELSE ((pg_temp.r(k, 17, 4000) - 2000) / 16.0)::real END,
  CASE WHEN pg_temp.r(k, 18, 4) = 0 THEN NULL ELSE (ARRAY['sad','ok','happy']::mood[])[1 + pg_temp.r(k, 19, 3)] END,
  CASE WHEN pg_temp.r(k, 20, 3) = 0 THEN NULL ELSE ROW('Street ' || pg_temp.r(k, 21, 90), lpad(pg_temp.r(k, 22, 99999)::text, 5, '0'), 'DE')::address END,
  CASE pg_temp.r(k, 23, 5) WHEN 0 THEN NULL WHEN 1 THEN '{}'::text[] ELSE ARRAY[pg_temp.word(pg_temp.r(k, 24, 25)), NULL, 'x,y', pg_temp.word(pg_temp.r(k, 25, 25))] END,
  CASE pg_temp.r(k, 26, 4) WHEN 0 THEN NULL ELSE ARRAY[pg_temp.r(k, 27, 10), pg_temp.r(k, 28, 10)] END,
  timestamptz '2023-06-01 12:00:00+00' + pg_temp.r(k, 29, 500) * interval '11 hours 7 minutes 3.000001 seconds',
  CASE pg_temp.r(k, 30, 6) WHEN 0 THEN NULL WHEN 1 THEN 'infinity'::date ELSE date '1960-02-28' + pg_temp.r(k, 31, 20000) END,
  pg_temp.r(k, 32, 5) <> 0,
  CASE WHEN pg_temp.r(k, 33, 4) = 0 THEN NULL ELSE substr(md5(pg_temp.r(k, 34, 20)::text), 1, 1 + pg_temp.r(k, 35, 5)) END,
  CASE WHEN pg_temp.r(k, 36, 6) = 0 THEN NULL ELSE (pg_temp.r(k, 37, 7) - 3)::smallint END,
  CASE WHEN pg_temp.r(k, 38, 4) = 0 THEN NULL ELSE md5(k::text)::uuid END,
  CASE WHEN pg_temp.r(k, 39, 4) = 0 THEN NULL ELSE jsonb_build_object('vip', pg_temp.r(k, 40, 2) = 0, 'n', pg_temp.r(k, 41, 9), 'tags', jsonb_build_array(1, 'a', NULL)) END,
  CASE WHEN pg_temp.r(k, 42, 3) = 0 THEN NULL ELSE decode(md5(k::text), 'hex') END,
  CASE WHEN pg_temp.r(k, 43, 9) = 0 THEN NULL ELSE (ARRAY['AT','BR','CH','DE','DE','DE','FR','IN','JP','KE','NZ','US','ZZ'])[1 + pg_temp.r(k, 44, 13)] END,
  CASE WHEN pg_temp.r(k, 45, 4) = 0 THEN NULL ELSE pg_temp.r(k, 46, 101) END
FROM (SELECT i::bigint AS k FROM generate_series(-40, 150) AS i
  UNION ALL SELECT 4294967296 * i + i FROM generate_series(1, 10) AS i
  UNION ALL SELECT 1000003 * i FROM generate_series(1, 20) AS i
  UNION ALL VALUES (9223372036854775807), (-9223372036854775808), (9007199254740993), (9007199254740992)) AS keys
WHERE pg_temp.usable(hashint8extended(k, 0));

-- Skewed: customer 7 has most orders; many have none.
INSERT INTO orders
SELECT c.customer_id, i,
  (ARRAY['new','paid','shipped','cancelled','archived']::order_status[])[1 + pg_temp.r(h, 50, 4)],
  CASE pg_temp.r(h, 51, 5) WHEN 0 THEN 10 WHEN 1 THEN 10.0 WHEN 2 THEN 10.000 ELSE pg_temp.r(h, 52, 100000) / 100.0 END,
  CASE WHEN pg_temp.r(h, 53, 3) = 0 THEN NULL ELSE pg_temp.r(h, 54, 999) / 1000.0 END,
  CASE WHEN pg_temp.r(h, 55, 8) = 0 THEN NULL ELSE timestamp '2024-01-31 23:30:00' + pg_temp.r(h, 56, 2000) * interval '5 hours 13 minutes' END,
  CASE WHEN pg_temp.r(h, 57, 3) = 0 THEN NULL ELSE pg_temp.word(pg_temp.r(h, 58, 25)) END,
  CASE WHEN pg_temp.r(h, 59, 4) = 0 THEN NULL ELSE pg_temp.r(h, 60, 5) - 2 END
FROM customers AS c,
  LATERAL generate_series(1, CASE WHEN c.customer_id = 7 THEN 120 WHEN pg_temp.r(c.customer_id, 61, 3) = 0 THEN 0 ELSE pg_temp.r(c.customer_id, 62, 6) END) AS i,
  LATERAL (SELECT hashint8extended(c.customer_id, i)) AS x(h);

INSERT INTO order_items
SELECT o.customer_id, o.order_id, i, 1 + pg_temp.r(h, 70, 44), 1 + pg_temp.r(h, 71, 9),
  CASE WHEN pg_temp.r(h, 72, 9) = 0 THEN NULL ELSE pg_temp.r(h, 73, 50000) / 100.0 END,
  CASE WHEN pg_temp.r(h, 74, 6) = 0 THEN NULL ELSE pg_temp.r(h, 75, 100000) / 1000.0 END
FROM orders AS o, LATERAL generate_series(1, pg_temp.r(hashint8extended(o.customer_id, o.order_id::int), 76, 5)) AS i,
  LATERAL (SELECT hashint8extended(o.customer_id, (o.order_id * 10 + i)::int)) AS x(h);

INSERT INTO events
SELECT c.customer_id, i, CASE WHEN pg_temp.r(h, 80, 6) = 0 THEN NULL ELSE (ARRAY['view','click','buy','View'])[1 + pg_temp.r(h, 81, 4)] END,
  CASE WHEN pg_temp.r(h, 82, 7) = 0 THEN NULL ELSE timestamptz '2024-03-30 22:00:00+00' + pg_temp.r(h, 83, 5000) * interval '17 minutes' END,
  CASE WHEN pg_temp.r(h, 84, 3) = 0 THEN NULL ELSE jsonb_build_object('k', pg_temp.r(h, 85, 5)) END,
  (ARRAY['1 mon','30 days','720:00','1 day 24:00','-3 days 04:05:06.789','1 year 2 mons',NULL]::interval[])[1 + pg_temp.r(h, 86, 7)],
  CASE WHEN pg_temp.r(h, 87, 5) = 0 THEN NULL ELSE (pg_temp.r(h, 88, 1000) / 7.0)::real END,
  pg_temp.r(h, 89, 256)
FROM customers AS c, LATERAL generate_series(1, pg_temp.r(c.customer_id, 90, 5)) AS i, LATERAL (SELECT hashint8extended(c.customer_id, i + 1000)) AS x(h);

INSERT INTO documents
SELECT k, v, CASE WHEN pg_temp.r(h, 100, 5) = 0 THEN NULL ELSE pg_temp.word(pg_temp.r(h, 101, 25)) END, repeat(pg_temp.word(pg_temp.r(h, 102, 25)), pg_temp.r(h, 103, 4)),
  CASE WHEN pg_temp.r(h, 104, 4) = 0 THEN NULL ELSE pg_temp.r(h, 105, 10000) END
FROM (SELECT 'doc/' || i AS k FROM generate_series(1, 60) AS i UNION ALL SELECT pg_temp.word(i) FROM generate_series(0, 24) AS i
  UNION ALL VALUES ('naïve'), ('日本語'), ('a very long key ' || repeat('x', 200)), ('42'), ('0042')) AS keys,
  LATERAL generate_series(1, 1 + pg_temp.r(hashtextextended(k, 0), 106, 3)) AS v, LATERAL (SELECT hashtextextended(k, v)) AS x(h)
WHERE pg_temp.usable(hashtextextended(k, 0));

INSERT INTO doc_links
SELECT DISTINCT d.doc_key, 'doc/' || pg_temp.r(hashtextextended(d.doc_key, i), 110, 60), CASE WHEN i = 2 THEN NULL ELSE i / 3.0 END
FROM documents AS d, generate_series(1, 2) AS i WHERE d.version = 1
ON CONFLICT DO NOTHING;

INSERT INTO logins
SELECT u, CASE WHEN i % 6 = 0 THEN NULL ELSE i % 50 - 10 END, ('10.0.' || i % 7 || '.' || i)::inet, timestamptz '2024-05-01 00:00:00+00' + i * interval '3 hours',
  CASE WHEN i % 4 = 0 THEN NULL ELSE 'agent ' || pg_temp.word(i) END
FROM generate_series(1, 90) AS i, LATERAL (SELECT md5('login' || i)::uuid) AS x(u)
WHERE pg_temp.usable(uuid_hash_extended(u, 0));

INSERT INTO metrics
SELECT d, s, CASE WHEN pg_temp.r(d * 100 + s, 120, 7) = 0 THEN NULL ELSE pg_temp.r(d * 100 + s, 121, 10000) / 64.0 END, CASE WHEN pg_temp.r(d * 100 + s, 122, 5) = 0 THEN NULL ELSE pg_temp.r(d * 100 + s, 123, 8) - 4 END,
  (ARRAY['low','High','high','mid',NULL])[1 + pg_temp.r(d * 100 + s, 124, 5)]
FROM generate_series(-20, 40) AS d, generate_series(1, 5) AS s
WHERE ((d % 16) + 16) % 16 <> 15 AND pg_temp.r(d * 10 + s, 125, 4) <> 0;
ANALYZE;
