package dev.hopwise.measure.ledger;

/// What is counted of one service beside its keys. Not thread-safe.
final class ServiceCounts {

  final int number;
  final InspectionRate spans = new InspectionRate();
  final InspectionRate resources = new InspectionRate();

  /// All of its spans, exactly, and the bytes of them and of its resources and scopes.
  KeyCounts totals = new KeyCounts();

  /// How many keys it has, overflow keys left out.
  int keys;

  ServiceCounts(int number) {
    this.number = number;
  }

  void turn(boolean follows, int target) {
    spans.turn(follows, target);
    resources.turn(follows, InspectionRate.TARGET_MIN);
  }
}
