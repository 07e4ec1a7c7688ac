CREATE TYPE order_status AS ENUM ('new', 'paid', 'shipped', 'cancelled', 'archived')
;;
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy')
;;
CREATE TYPE address AS (street text, zip text, country char(2))
;;
CREATE DOMAIN email AS text CHECK (VALUE LIKE '%@%')
;;
CREATE DOMAIN rating_range AS int CHECK (VALUE BETWEEN 0 AND 100)
