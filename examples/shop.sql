-- A small shop for MariaDB: eight tables, about 93,000 rows, the same on every machine. Types that migrations trip over are
-- in it on purpose: unsigned numbers, decimals, enum and set, JSON, bytes, microseconds, emoji, and NULLs everywhere.
CREATE DATABASE shop CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
USE shop;

CREATE TABLE categories (
    id         SMALLINT UNSIGNED NOT NULL PRIMARY KEY,
    parent_id  SMALLINT UNSIGNED NULL,
    name       VARCHAR(60) NOT NULL,
    UNIQUE KEY categories_name (name),
    KEY categories_parent (parent_id)
);

CREATE TABLE customers (
    id          INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    email       VARCHAR(190) NOT NULL,
    full_name   VARCHAR(120) NOT NULL,
    birthday    DATE NULL,
    balance     DECIMAL(12,2) NOT NULL DEFAULT 0.00,
    is_vip      TINYINT(1) NOT NULL DEFAULT 0,
    preferences JSON NULL,
    created_at  DATETIME(6) NOT NULL,
    UNIQUE KEY customers_email (email),
    KEY customers_name (full_name),
    KEY customers_created (created_at)
);

CREATE TABLE products (
    id          BIGINT UNSIGNED NOT NULL PRIMARY KEY,
    sku         CHAR(12) NOT NULL,
    category_id SMALLINT UNSIGNED NOT NULL,
    name        VARCHAR(200) NOT NULL,
    description TEXT NULL,
    price       DECIMAL(10,2) NOT NULL,
    weight_kg   DOUBLE NULL,
    state       ENUM('draft','active','retired') NOT NULL DEFAULT 'active',
    labels      SET('new','sale','fragile','heavy') NULL,
    thumbnail   VARBINARY(64) NULL,
    UNIQUE KEY products_sku (sku),
    KEY products_category (category_id, state)
);

CREATE TABLE stock (
    product_id   BIGINT UNSIGNED NOT NULL,
    warehouse    CHAR(3) NOT NULL,
    quantity     MEDIUMINT NOT NULL,
    counted_on   DATE NULL,
    opening_time TIME NULL,
    PRIMARY KEY (product_id, warehouse)
);

CREATE TABLE orders (
    id          BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    customer_id INT UNSIGNED NOT NULL,
    state       ENUM('cart','paid','shipped','returned') NOT NULL,
    placed_at   DATETIME NOT NULL,
    ship_on     DATE NULL,
    total       DECIMAL(14,2) NOT NULL,
    note        VARCHAR(500) NULL,
    KEY orders_customer (customer_id, placed_at),
    KEY orders_state (state)
);

CREATE TABLE order_items (
    order_id   BIGINT NOT NULL,
    line       TINYINT UNSIGNED NOT NULL,
    product_id BIGINT UNSIGNED NOT NULL,
    quantity   SMALLINT UNSIGNED NOT NULL,
    unit_price DECIMAL(10,2) NOT NULL,
    discount   DECIMAL(5,4) NULL,
    PRIMARY KEY (order_id, line),
    KEY order_items_product (product_id)
);

CREATE TABLE payments (
    id        BIGINT NOT NULL PRIMARY KEY,
    order_id  BIGINT NOT NULL,
    method    VARCHAR(20) NOT NULL,
    amount    DECIMAL(14,2) NOT NULL,
    paid_at   TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    reference VARBINARY(16) NOT NULL,
    UNIQUE KEY payments_order (order_id),
    UNIQUE KEY payments_reference (reference)
);

CREATE TABLE reviews (
    product_id  BIGINT UNSIGNED NOT NULL,
    customer_id INT UNSIGNED NOT NULL,
    rating      TINYINT UNSIGNED NOT NULL,
    body        TEXT NULL,
    score       FLOAT NULL,
    written_in  YEAR NOT NULL,
    PRIMARY KEY (product_id, customer_id)
);

INSERT INTO categories
SELECT seq, IF(seq <= 5, NULL, 1 + seq % 5), CONCAT(ELT(1 + seq % 5, 'Books', 'Bikes', 'Café', 'Garden', '日用品'), ' ', seq)
FROM seq_1_to_40;

INSERT INTO customers
SELECT seq, CONCAT('customer', seq, '@example.org'),
    CONCAT(ELT(1 + seq % 6, 'Ada', 'Børge', 'Chloé', 'Đặng', 'Ελένη', '明'), ' ', ELT(1 + seq % 4, 'Müller', 'O''Neill', 'Núñez', 'de la "Cruz"'), ' ', seq),
    IF(seq % 9 = 0, NULL, '1950-01-01' + INTERVAL (seq * 7) % 20000 DAY),
    CAST((CRC32(seq) % 2000000) / 100 - 5000 AS DECIMAL(12,2)), seq % 50 = 0,
    IF(seq % 4 = 0, NULL, JSON_OBJECT('newsletter', seq % 2 = 0, 'theme', ELT(1 + seq % 3, 'dark', 'light', '🌈'), 'limits', JSON_ARRAY(seq, seq * 1.5))),
    '2020-01-01' + INTERVAL CRC32(CONCAT('c', seq)) % 180000000 SECOND + INTERVAL seq * 997 % 1000000 MICROSECOND
FROM seq_1_to_6000;

INSERT INTO products
SELECT 9000000000000000000 + seq, LPAD(HEX(seq * 7919), 12, '0'), 1 + seq % 40,
    CONCAT(ELT(1 + seq % 5, 'Chair', 'Lamp', 'Tête-à-tête', 'Bücherregal', '自行車'), ' no. ', seq),
    IF(seq % 7 = 0, NULL, CONCAT('Line one of ', seq, ' 😀\nLine two, with a tab\there, a backslash \\ and a "quote"', REPEAT(' lorem', seq % 40))),
    CAST((CRC32(CONCAT('p', seq)) % 99999 + 1) / 100 AS DECIMAL(10,2)), IF(seq % 5 = 0, NULL, seq / 7),
    ELT(1 + seq % 3, 'draft', 'active', 'retired'), IF(seq % 6 = 0, NULL, ELT(1 + seq % 4, 'new', 'new,sale', '', 'fragile,heavy')),
    IF(seq % 3 = 0, NULL, UNHEX(SHA2(seq, 256)))
FROM seq_1_to_1200;

INSERT INTO stock
SELECT p.id, w.warehouse, CAST(CRC32(CONCAT(p.id, w.warehouse)) % 20000 AS SIGNED) - 200, IF(p.id % 4 = 0, NULL, '2026-01-01' + INTERVAL p.id % 300 DAY),
    ELT(1 + p.id % 3, '07:30:00', '09:00:00', NULL)
FROM products p CROSS JOIN (SELECT 'BER' AS warehouse UNION ALL SELECT 'OSL' UNION ALL SELECT 'TYO') w;

INSERT INTO orders
SELECT seq, 1 + CRC32(CONCAT('o', seq)) % 6000, ELT(1 + seq % 4, 'cart', 'paid', 'shipped', 'returned'),
    '2023-01-01' + INTERVAL seq * 4211 % 120000000 SECOND, IF(seq % 4 < 2, NULL, '2023-01-03' + INTERVAL seq % 1300 DAY),
    CAST((CRC32(CONCAT('t', seq)) % 5000000) / 100 AS DECIMAL(14,2)), IF(seq % 3 = 0, CONCAT('Please ring twice 🔔 ', seq), NULL)
FROM seq_1_to_16000;

INSERT INTO order_items
SELECT o.id, l.seq, 9000000000000000001 + CRC32(CONCAT(o.id, '/', l.seq)) % 1200, 1 + (o.id + l.seq) % 9,
    CAST((CRC32(CONCAT('u', o.id, l.seq)) % 99999 + 1) / 100 AS DECIMAL(10,2)), IF(l.seq = 1, NULL, CAST((o.id % 2500) / 10000 AS DECIMAL(5,4)))
FROM orders o JOIN seq_1_to_5 l ON l.seq <= 1 + o.id % 5;

INSERT INTO payments
SELECT id + 500000, id, ELT(1 + id % 3, 'card', 'transfer', 'invoice'), total, placed_at + INTERVAL (id % 1000) * 1000 MICROSECOND,
    UNHEX(MD5(CONCAT('payment ', id)))
FROM orders WHERE state <> 'cart';

INSERT INTO reviews
SELECT 9000000000000000001 + seq % 1200, 1 + seq DIV 2, 1 + seq % 5,
    IF(seq % 10 = 0, NULL, ELT(1 + seq % 4, 'Great 👍', 'Trop petit…', 'きれい', CONCAT('Fine.', CHAR(13), CHAR(10), 'Would buy again: ', seq))),
    IF(seq % 8 = 0, NULL, seq / 3), 2020 + seq % 7
FROM seq_1_to_6000;
