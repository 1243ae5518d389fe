CREATE TABLE orders (
  id UUID PRIMARY KEY,
  customer VARCHAR(20) NOT NULL,
  total_cents BIGINT NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP
);
CREATE INDEX orders_customer ON orders (customer, created_at);
CREATE TABLE order_lines (
  order_id UUID NOT NULL REFERENCES orders (id),
  line INT NOT NULL,
  sku VARCHAR(16) NOT NULL,
  quantity INT NOT NULL,
  price_cents BIGINT NOT NULL,
  PRIMARY KEY (order_id, line)
);
CREATE TABLE carts (id INT PRIMARY KEY, customer VARCHAR(20) NOT NULL);
CREATE UNIQUE INDEX carts_customer ON carts (customer);
CREATE TABLE cart_items (
  cart_id INT NOT NULL REFERENCES carts (id),
  line INT NOT NULL,
  sku VARCHAR(16) NOT NULL,
  PRIMARY KEY (cart_id, line)
);
INSERT INTO carts SELECT X, 'user-' || LPAD(X, 3, '0') FROM SYSTEM_RANGE(1, 200);
-- One to six items in a cart.
INSERT INTO cart_items
  SELECT c.id, l.X, 'sku-' || LPAD(1 + MOD(c.id * 7 + l.X * 31, 200), 3, '0')
  FROM carts c JOIN SYSTEM_RANGE(1, 6) l ON l.X <= 1 + MOD(c.id, 6);
