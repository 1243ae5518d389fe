package dev.hopwise.measure.ledger;

/// Bytes that are no saved ledger, or one of another version.
public final class MalformedLedgerException extends Exception {

  private static final long serialVersionUID = 1;

  MalformedLedgerException(String reason) {
    super(reason);
  }
}
