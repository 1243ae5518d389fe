CREATE TABLE products (
  sku VARCHAR(16) PRIMARY KEY,
  name VARCHAR(80) NOT NULL,
  category VARCHAR(20) NOT NULL,
  price_cents INT NOT NULL
);
CREATE INDEX products_category ON products (category, name);
CREATE TABLE stock (sku VARCHAR(16) PRIMARY KEY REFERENCES products (sku), quantity BIGINT NOT NULL);
CREATE TABLE reservations (
  id UUID PRIMARY KEY,
  sku VARCHAR(16) NOT NULL REFERENCES products (sku),
  quantity INT NOT NULL,
  state VARCHAR(12) NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP
);
INSERT INTO products
  SELECT 'sku-' || LPAD(X, 3, '0'), 'Product ' || X,
    CASE MOD(X, 4) WHEN 0 THEN 'books' WHEN 1 THEN 'music' WHEN 2 THEN 'garden' ELSE 'kitchen' END,
    500 + MOD(X * 379, 9000)
  FROM SYSTEM_RANGE(1, 200);
-- One product in a hundred is sold out.
INSERT INTO stock SELECT 'sku-' || LPAD(X, 3, '0'), CASE WHEN MOD(X, 100) = 0 THEN 0 ELSE 1000000000 END
  FROM SYSTEM_RANGE(1, 200);
