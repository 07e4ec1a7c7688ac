// Statements as query builders and ORMs make them, without a database: knex, Kysely, Drizzle, Sequelize, TypeORM. Writes a script.
import knexFactory from 'knex';
import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler, sql as ksql } from 'kysely';
import { drizzle } from 'drizzle-orm/node-postgres';
import * as d from 'drizzle-orm';
import * as pg from 'drizzle-orm/pg-core';
import Sequelize from 'sequelize';
import { DataSource, EntitySchema, Brackets, In, Between, IsNull, Like, ILike, Not, MoreThan } from 'typeorm';

const found = new Set();
const add = (text) => text && found.add(text.replace(/;\s*$/, ''));
/** For combinations that a builder may not have. */
const tryAdd = (make) => { try { add(make()); } catch { /* it hasn't */ } };

// ---- knex
const k = knexFactory({ client: 'pg' });
const wheres = [
  (q) => q.where('customer_id', 5), (q) => q.where({ customer_id: 5, status: 'new' }), (q) => q.whereIn('customer_id', [1, 2, 3]),
  (q) => q.whereNotIn('status', ['a', 'b']), (q) => q.whereNull('note'), (q) => q.whereNotNull('note'),
  (q) => q.whereBetween('total', [1, 2]), (q) => q.whereNotBetween('total', [1, 2]), (q) => q.whereLike('note', 'a%'),
  (q) => q.whereILike('note', 'a%'), (q) => q.whereRaw('total > ?', [5]), (q) => q.where('total', '>', 5).orWhere('total', '<', 1),
  (q) => q.where((b) => b.where('a', 1).orWhere('b', 2)).andWhere('c', 3), (q) => q.whereNot('a', 1),
  (q) => q.whereExists(k.select(1).from('items').whereRaw('items.order_id = orders.id')),
  (q) => q.whereNotExists(k.select(1).from('items').whereRaw('items.order_id = orders.id')),
  (q) => q.whereIn('id', k.select('order_id').from('items').where('product_id', 7)), (q) => q.where('data', '@>', '{"a":1}'),
  (q) => q.whereJsonPath('data', '$.a', '=', 5), (q) => q.whereJsonSupersetOf('data', { a: 1 }), (q) => q.where('a', '!=', 1),
  (q) => q.whereIn(['a', 'b'], [[1, 2], [3, 4]]), (q) => q.where(k.raw('lower(??)', ['name']), 'x'),
];
const shapes = [
  (q) => q, (q) => q.select('*'), (q) => q.select('id', 'total as t'), (q) => q.orderBy('id'), (q) => q.orderBy('id', 'desc').limit(10).offset(20),
  (q) => q.distinct('status'), (q) => q.distinctOn('status').orderBy('status'), (q) => q.count('* as n'), (q) => q.select('status').sum('total').groupBy('status'),
  (q) => q.select('status').avg('total as a').groupBy('status').having('a', '>', 5), (q) => q.join('items', 'orders.id', 'items.order_id').select('orders.*'),
  (q) => q.leftJoin('items as i', function () { this.on('i.order_id', '=', 'orders.id').andOn('i.customer_id', '=', 'orders.customer_id'); }),
  (q) => q.forUpdate(), (q) => q.forShare().noWait(), (q) => q.forUpdate().skipLocked(), (q) => q.first(), (q) => q.countDistinct('status'),
  (q) => q.rank('r', 'total', 'status').select('id'), (q) => q.rowNumber('n', (b) => b.orderBy('total').partitionBy('status')),
  (q) => q.orderBy([{ column: 'a', order: 'desc', nulls: 'last' }, 'b']), (q) => q.min('total').max('total'), (q) => q.fullOuterJoin('x', 'x.id', 'orders.id'),
  (q) => q.crossJoin('x'), (q) => q.with('w', k.select('*').from('items')).from('w'), (q) => q.select(k.raw("count(*) filter (where status = 'a')")),
  (q) => q.union(k.select('*').from('old_orders')), (q) => q.unionAll([k.select('*').from('a'), k.select('*').from('b')]), (q) => q.select({ x: 'orders.id' }),
];
for (const w of wheres) for (const s of shapes) { { tryAdd(() => s(w(k('orders'))).toString()); tryAdd(() => s(w(k('orders'))).toSQL().toNative().sql); } }
for (const w of wheres) {
  add(w(k('orders')).update({ status: 'paid', total: k.raw('total + 1') }).toString()); add(w(k('orders')).update({ status: 'paid' }, ['id', 'status']).toString());
  add(w(k('orders')).del().toString()); add(w(k('orders')).del().returning('*').toString()); add(w(k('orders')).increment('total', 5).toString());
}
const row = { id: 1, customer_id: 5, status: 'new', note: null, at: new Date(0), data: { a: 1 } };
for (const q of [k('orders').insert(row), k('orders').insert([row, row]).returning('id'), k('orders').insert(row).onConflict('id').ignore(),
  k('orders').insert(row).onConflict(['id', 'customer_id']).merge(), k('orders').insert(row).onConflict('id').merge({ status: 'x' }).where('orders.total', '<', 5),
  k('orders').insert({}), k('orders').insert(k.select('*').from('x')), k('orders').truncate(), k.with('a', k('x').select(1)).insert(row).into('orders'),
  k.with('a', k('x').del().returning('*')).select('*').from('a'), k.withRecursive('t', (b) => b.select('id').from('n').union((c) => c.select('n.id').from('n').join('t', 't.id', 'n.p'))).from('t')]) add(q.toString());
for (const q of [k.schema.createTable('t', (t) => { t.increments(); t.string('name', 50).notNullable().defaultTo('x'); t.uuid('u').unique(); t.jsonb('j'); t.timestamps(true, true); t.foreign('u').references('x.id').onDelete('CASCADE'); t.index(['name']); }),
  k.schema.alterTable('t', (t) => { t.dropColumn('a'); t.renameColumn('b', 'c'); t.unique(['a', 'b']); t.string('d'); }), k.schema.dropTableIfExists('t')]) q.toString().split(';\n').forEach(add);

// ---- Kysely
const ky = new Kysely({ dialect: { createAdapter: () => new PostgresAdapter(), createDriver: () => new DummyDriver(), createIntrospector: (db) => new PostgresIntrospector(db), createQueryCompiler: () => new PostgresQueryCompiler() } });
const kw = [(q) => q.where('customer_id', '=', 5), (q) => q.where('id', 'in', [1, 2]), (q) => q.where((e) => e.or([e('a', '=', 1), e('b', 'is', null)])), (q) => q.where((e) => e.exists(e.selectFrom('items').select('id').whereRef('items.order_id', '=', 'orders.id'))),
  (q) => q.where('note', 'like', 'a%'), (q) => q.where('total', '>', ksql`total / 2`), (q) => q.where((e) => e.not(e('a', '=', 1))), (q) => q.where((e) => e.between('total', 1, 2)), (q) => q.whereRef('a', '=', 'b'),
  (q) => q.where((e) => e('id', '=', e.fn.any('ids'))), (q) => q.where((e) => e(e.refTuple('a', 'b'), 'in', [e.tuple(1, 2), e.tuple(3, 4)]))];
const ks = [(q) => q.selectAll(), (q) => q.select(['id', 'total as t']), (q) => q.selectAll().orderBy('id', 'desc').limit(5).offset(5), (q) => q.select((e) => e.fn.countAll().as('n')), (q) => q.select(['status', (e) => e.fn.sum('total').as('s')]).groupBy('status').having((e) => e.fn.sum('total'), '>', 5),
  (q) => q.innerJoin('items', 'items.order_id', 'orders.id').selectAll('orders'), (q) => q.leftJoin('items as i', (j) => j.onRef('i.order_id', '=', 'orders.id').on('i.a', '=', 1)).selectAll(), (q) => q.distinctOn('status').selectAll(), (q) => q.selectAll().forUpdate().skipLocked(),
  (q) => q.select((e) => e.case().when('a', '=', 1).then('x').else('y').end().as('c')), (q) => q.select((e) => e.fn.agg('row_number').over((o) => o.partitionBy('status').orderBy('id')).as('r')), (q) => q.leftJoinLateral((e) => e.selectFrom('x').selectAll().as('l'), (j) => j.onTrue()).selectAll(),
  (q) => q.selectAll().union(ky.selectFrom('old').selectAll()), (q) => q.select((e) => [e.selectFrom('items').select((f) => f.fn.countAll().as('n')).as('items')]), (q) => q.select(ksql`data->>'a'`.as('x')), (q) => q.selectAll().orderBy('a', (o) => o.asc().nullsFirst()).fetch(10)];
for (const w of kw) for (const s of ks) add(s(w(ky.selectFrom('orders'))).compile().sql);
for (const w of kw) { add(w(ky.updateTable('orders').set({ status: 'a', total: ksql`total + 1` })).compile().sql); add(w(ky.deleteFrom('orders')).returningAll().compile().sql); add(w(ky.updateTable('orders').from('x').set({ status: 'a' })).returning('id').compile().sql); add(w(ky.deleteFrom('orders').using('x')).compile().sql); }
for (const q of [ky.insertInto('orders').values(row), ky.insertInto('orders').values([row, row]).returningAll(), ky.insertInto('orders').values(row).onConflict((o) => o.column('id').doUpdateSet((e) => ({ status: e.ref('excluded.status') })).where('orders.a', '=', 1)),
  ky.insertInto('orders').values(row).onConflict((o) => o.constraint('k').doNothing()), ky.insertInto('orders').columns(['id']).expression((e) => e.selectFrom('x').select('id')), ky.insertInto('orders').defaultValues(),
  ky.with('a', (db) => db.deleteFrom('x').returningAll()).selectFrom('a').selectAll(), ky.withRecursive('t(id)', (db) => db.selectFrom('n').select('id').unionAll(db.selectFrom('t').select('id'))).selectFrom('t').selectAll(),
  ky.mergeInto('orders as o').using('x', 'x.id', 'o.id').whenMatched().thenDelete().whenNotMatched().thenInsertValues({ id: 1 })]) add(q.compile().sql);

// ---- Drizzle
const orders = pg.pgTable('orders', { id: pg.bigint({ mode: 'number' }).primaryKey(), customerId: pg.bigint('customer_id', { mode: 'number' }), status: pg.text(), total: pg.numeric(), note: pg.text(), data: pg.jsonb(), at: pg.timestamp() });
const items = pg.pgTable('items', { id: pg.bigint({ mode: 'number' }).primaryKey(), orderId: pg.bigint('order_id', { mode: 'number' }), qty: pg.integer() });
const dr = drizzle({ connection: {}, schema: { orders, items } });
const dw = [d.eq(orders.customerId, 5), d.inArray(orders.id, [1, 2]), d.and(d.eq(orders.status, 'a'), d.or(d.gt(orders.total, '5'), d.isNull(orders.note))), d.not(d.eq(orders.status, 'x')), d.between(orders.id, 1, 9), d.like(orders.note, 'a%'), d.ilike(orders.note, '%a'), d.notInArray(orders.id, [1]),
  d.exists(dr.select({ x: d.sql`1` }).from(items).where(d.eq(items.orderId, orders.id))), d.sql`${orders.data} ->> 'a' = ${'x'}`, d.arrayContains(orders.note, ['a']), d.inArray(orders.id, dr.select({ id: items.orderId }).from(items))];
const ds = [(w) => dr.select().from(orders).where(w), (w) => dr.select({ n: d.count() }).from(orders).where(w), (w) => dr.select({ s: orders.status, t: d.sum(orders.total) }).from(orders).where(w).groupBy(orders.status).having(d.gt(d.count(), 1)), (w) => dr.select().from(orders).leftJoin(items, d.eq(items.orderId, orders.id)).where(w).orderBy(d.desc(orders.id)).limit(5).offset(5),
  (w) => dr.selectDistinctOn([orders.status]).from(orders).where(w), (w) => dr.select().from(orders).where(w).for('update', { skipLocked: true }), (w) => dr.update(orders).set({ status: 'a', total: d.sql`${orders.total} + 1` }).where(w).returning(), (w) => dr.delete(orders).where(w).returning({ id: orders.id }),
  (w) => dr.query.orders.findMany({ where: w, limit: 5, orderBy: [d.asc(orders.at)] }), (w) => dr.query.orders.findFirst({ where: w, columns: { id: true } }), (w) => { const sq = dr.$with('sq').as(dr.select().from(orders).where(w)); return dr.with(sq).select().from(sq); }, (w) => pg.union(dr.select({ id: orders.id }).from(orders).where(w), dr.select({ id: items.id }).from(items))];
for (const w of dw) for (const s of ds) add(s(w).toSQL().sql);
for (const q of [dr.insert(orders).values({ id: 1 }), dr.insert(orders).values([{ id: 1 }, { id: 2 }]).returning(), dr.insert(orders).values({ id: 1 }).onConflictDoNothing(), dr.insert(orders).values({ id: 1 }).onConflictDoUpdate({ target: orders.id, set: { status: d.sql`excluded.status` }, setWhere: d.sql`${orders.status} <> 'x'` })]) add(q.toSQL().sql);

// ---- Sequelize
const { Op } = Sequelize;
const s = new Sequelize('postgres://u@127.0.0.1:9/db', { logging: false });
const So = s.define('Order', { customerId: Sequelize.BIGINT, status: Sequelize.STRING, total: Sequelize.DECIMAL, tags: Sequelize.ARRAY(Sequelize.STRING), data: Sequelize.JSONB, note: Sequelize.TEXT });
const Si = s.define('Item', { qty: Sequelize.INTEGER }); So.hasMany(Si); Si.belongsTo(So);
const g = s.getQueryInterface().queryGenerator;
const sw = [{ customerId: 5 }, { id: [1, 2] }, { status: { [Op.ne]: 'x' } }, { [Op.or]: [{ id: 1 }, { status: 'a' }] }, { total: { [Op.between]: [1, 2] } }, { note: { [Op.like]: 'a%' } }, { note: { [Op.iLike]: 'a%' } }, { note: null }, { tags: { [Op.contains]: ['a'] } }, { tags: { [Op.overlap]: ['a'] } }, { data: { a: { b: 1 } } }, { [Op.not]: { id: 1 } }, { id: { [Op.notIn]: [1] } }, { note: { [Op.startsWith]: 'a' } }, { note: { [Op.regexp]: 'a' } }, { id: { [Op.any]: [1, 2] } }, { at: { [Op.gt]: new Date(0) } }];
for (const where of sw) {
  for (const o of [{}, { attributes: ['id'] }, { limit: 5, offset: 5, order: [['id', 'DESC']] }, { group: ['status'], attributes: ['status', [s.fn('COUNT', s.col('id')), 'n']] }, { lock: true }, { lock: 'UPDATE', skipLocked: true }]) tryAdd(() => g.selectQuery('Orders', { where, ...o, tableNames: ['Orders'] }, So));
  tryAdd(() => g.updateQuery('Orders', { status: 'a' }, where, { returning: true }, So.rawAttributes).query);
  tryAdd(() => g.deleteQuery('Orders', where, { limit: 1 }, So));
}
add(g.insertQuery('Orders', { id: 1, status: 'a', data: { a: 1 } }, So.rawAttributes, { returning: true }).query); add(g.bulkInsertQuery('Orders', [{ id: 1 }, { id: 2 }], { returning: true, updateOnDuplicate: ['id'], upsertKeys: ['id'] }, So.rawAttributes));

// ---- TypeORM
const O = new EntitySchema({ name: 'Order', tableName: 'orders', columns: { id: { type: 'bigint', primary: true, generated: true }, customerId: { type: 'bigint' }, status: { type: 'varchar' }, total: { type: 'numeric' }, note: { type: 'text', nullable: true } }, relations: { items: { type: 'one-to-many', target: 'Item', inverseSide: 'order' } } });
const I = new EntitySchema({ name: 'Item', tableName: 'items', columns: { id: { type: 'bigint', primary: true }, qty: { type: 'int' } }, relations: { order: { type: 'many-to-one', target: 'Order', inverseSide: 'items' } } });
const source = new DataSource({ type: 'postgres', entities: [O, I] });
await source.buildMetadatas();
const repo = source.getRepository('Order');
const tw = [{ customerId: 5 }, { id: In([1, 2]) }, { total: Between(1, 2) }, { note: IsNull() }, { note: Like('a%') }, { note: ILike('a%') }, { status: Not('a') }, [{ id: 1 }, { status: 'x' }], { total: MoreThan(5), status: 'a' }];
for (const where of tw) {
  for (const o of [{}, { relations: { items: true } }, { order: { id: 'DESC' }, take: 5, skip: 5 }, { select: { id: true } }, { lock: { mode: 'pessimistic_write' } }, { relations: { items: true }, order: { items: { qty: 'ASC' } } }]) {
    tryAdd(() => repo.createQueryBuilder('o').setFindOptions({ where, ...o }).getQuery());
  }
  add(repo.createQueryBuilder().update().set({ status: 'a' }).where(where).returning('*').getQueryAndParameters()[0]); add(repo.createQueryBuilder().delete().where(where).getQueryAndParameters()[0]); add(repo.createQueryBuilder().softDelete === undefined ? '' : repo.createQueryBuilder('o').where(where).select('SUM(o.total)', 'sum').groupBy('o.status').having('SUM(o.total) > :x', { x: 5 }).getQueryAndParameters()[0]);
}
const qb = () => repo.createQueryBuilder('o');
for (const q of [qb().leftJoinAndSelect('o.items', 'i', 'i.qty > :q', { q: 1 }).where('o.customerId = :c', { c: 5 }).orderBy('o.id', 'DESC', 'NULLS LAST').limit(5), qb().where(new Brackets((b) => b.where('o.id = :a', { a: 1 }).orWhere('o.id = :b', { b: 2 }))).andWhere('o.status IN (:...s)', { s: ['a', 'b'] }), qb().setLock('pessimistic_write').setOnLocked('skip_locked'), qb().distinctOn(['o.status']).orderBy('o.status'),
  qb().insert().values({ id: 1, status: 'a' }), qb().insert().values([{ id: 1 }, { id: 2 }]).orIgnore(), qb().insert().values({ id: 1, status: 'a' }).orUpdate(['status'], ['id'], { skipUpdateIfNoValuesChanged: true }).returning('*'), qb().where((b) => 'o.id IN ' + b.subQuery().select('i.id').from('Item', 'i').where('i.qty > 1').getQuery())]) add(q.getQueryAndParameters()[0]);

process.stdout.write([...found].map((text) => text + ';\n').join(''));
