CREATE TABLE shipments (
  id UUID PRIMARY KEY,
  order_id UUID NOT NULL,
  sku VARCHAR(16) NOT NULL,
  state VARCHAR(12) NOT NULL,
  label VARCHAR(40)
);
CREATE INDEX shipments_order ON shipments (order_id);
