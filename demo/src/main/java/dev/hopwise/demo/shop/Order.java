package dev.hopwise.demo.shop;

import java.util.UUID;

/// One order of one product.
///
/// @param priceCents of one piece
record Order(UUID id, String customer, String sku, int quantity, long priceCents) {
  long cents() {
    return quantity * priceCents;
  }
}
