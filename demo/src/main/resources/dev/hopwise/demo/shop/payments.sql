CREATE TABLE charges (
  id UUID PRIMARY KEY,
  order_id UUID NOT NULL,
  cents INT NOT NULL,
  state VARCHAR(12) NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP
);
CREATE INDEX charges_order ON charges (order_id);
CREATE TRIGGER charge_written BEFORE INSERT ON charges FOR EACH ROW
  CALL 'dev.hopwise.demo.shop.ChargeTrigger';
CREATE TABLE bookings (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  charge_id UUID NOT NULL REFERENCES charges (id),
  account VARCHAR(12) NOT NULL,
  cents INT NOT NULL
);
CREATE INDEX bookings_charge ON bookings (charge_id);
